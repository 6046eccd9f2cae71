import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { noteUse } from '#media/use.ts'
import { planPost } from '#channels/announce.ts'
import { followChange } from './after-change.ts'
import { noteAuthor } from './authors.ts'
import { checkLengths } from './check.ts'
import { fileUnder } from './file-under.ts'
import { lockPost, refuseIfStale } from './lock.ts'
import { placeInPlan } from './plan.ts'
import { plannedTime } from './planned-time.ts'
import type { DraftInput } from './types.ts'
import { keepVariants } from './variants.ts'

/**
 * Saves what stands in the composer. The texts stay a draft; unit, goals and topics, which say where the post belongs and
 * not what it says, hold at once. The journal notes only the latter: a draft is saved every few seconds.
 * @throws NotAllowed, NotFound, Stale with the other's text, Invalid, Refusal when withdrawn or while somebody is to approve it
 */
export async function saveDraft(
  tx: Tx,
  who: Who,
  input: { post: string; revision: number; draft: DraftInput }
): Promise<{ revision: number }> {
  const post = await lockPost(tx, input.post)
  const { draft } = input
  must(who, 'post.write', post.unit_id)
  if (draft.unitId !== post.unit_id) must(who, 'post.write', draft.unitId)
  // What somebody is to approve stands still until they have, or until it is taken back.
  if (post.review_id) throw new Refusal('reviews.isInReview')
  if (post.state === 'withdrawn') throw new Refusal('posts.isWithdrawn')
  refuseIfStale(post, input.revision)
  checkLengths(draft)
  const changes = {
    draft_title: draft.title.trim(),
    draft_lead: draft.lead.trim(),
    draft_body: draft.body,
    image_id: draft.imageId ?? null
  }
  const wroteText =
    changes.draft_title !== post.draft_title ||
    changes.draft_lead !== post.draft_lead ||
    changes.draft_body !== post.draft_body ||
    changes.image_id !== post.image_id
  const filedAnew = await fileUnder(tx, who, post.id, draft)
  const placedAnew = await placeInPlan(tx, post.id, draft)
  const moved = draft.unitId !== post.unit_id || (draft.comments ?? post.comments) !== post.comments
  const revision = post.draft_revision + 1
  const before = post.draft_revision
  const saysAnew =
    draft.variants !== undefined &&
    (await keepVariants(tx, post.id, draft.variants, { before, after: revision, wroteText }))
  await tx
    .updateTable('post')
    .set({
      ...changes,
      unit_id: draft.unitId,
      language: draft.language ?? post.language,
      fediverse_form: draft.fediverseForm ?? post.fediverse_form,
      comments: draft.comments ?? post.comments,
      channel_ids: draft.channelIds === undefined ? post.channel_ids : draft.channelIds,
      planned_at: draft.plannedAt === undefined ? post.planned_at : await plannedTime(tx, draft.plannedAt),
      four_eyes: draft.fourEyes ?? post.four_eyes,
      has_draft: post.has_draft || wroteText || saysAnew,
      draft_revision: revision,
      changed_at: now()
    })
    .where('id', '=', post.id)
    .execute()
  if (wroteText) await noteUse(tx, post.id, 0, { body: draft.body, imageId: draft.imageId ?? null })
  if (wroteText || saysAnew) await noteAuthor(tx, who, post.id)
  const isScheduled = await followChange(tx, who, post, await lockPost(tx, post.id))
  if (isScheduled && post.scheduled_at) {
    const channelIds = draft.channelIds === undefined ? post.channel_ids : draft.channelIds
    await planPost(tx, { id: post.id, unitId: draft.unitId, channelIds }, post.version_number + 1, post.scheduled_at)
  }
  if (filedAnew || placedAnew || moved) record(tx, who, 'post.filed', post.id, { unit: draft.unitId })
  return { revision }
}
