// The one way from a draft to the public: what pressing the button does is decided by the person's level of trust, the
// topics and the times; it goes out at once, perhaps to be looked at afterwards, or it waits for an approval.
import { chosenChannels, unplanPost } from '#channels/announce.ts'
import { lacksChecklist } from '#elections/confirm.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Person, Who } from '#people/types.ts'
import { askRelease, type ReleaseAnswer } from '#review/facts.ts'
import { openReview, type Wish } from '#review/open.ts'
import { draw } from '#review/sample.ts'
import type { ReleaseKind } from '#review/shared.ts'
import { authorsOf, forgetAuthors } from './authors.ts'
import { checkReady } from './check.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { PostRow } from './lock.ts'

export interface Gone<T> {
  kind: ReleaseKind
  /** What was done; null: it waits for an approval. */
  done: T | null
  review: string | null
}

/**
 * Does it, or asks for the approval that it needs.
 * @throws Invalid when something is missing or the chosen reviewer may not review; Refusal while an approval is asked for
 */
export async function goPublic<T extends { version?: number }>(
  tx: Tx,
  who: Who,
  post: PostRow,
  wish: Wish,
  perform: () => Promise<T>,
  reviewer?: string | null
): Promise<Gone<T>> {
  if (post.review_id) throw new Refusal('reviews.isInReview')
  await checkReady(tx, post)
  if (who.kind !== 'person') return { kind: 'now', done: await perform(), review: null }
  const authors = await authorsOf(tx, post)
  const answer = await askFor(tx, who, post, wish, authors)
  if (answer.kind === 'approval')
    return {
      kind: answer.kind,
      done: null,
      review: await askApproval(tx, who, post, wish, { authors, answer, reviewer })
    }
  const done = await perform()
  const review =
    done.version === undefined ? null : await afterwards(tx, who, post, done.version, { authors, answer, reviewer })
  if (done.version !== undefined) await forgetAuthors(tx, post.id)
  return { kind: answer.kind, done, review }
}

interface Asked {
  authors: string[]
  answer: ReleaseAnswer
  reviewer?: string | null
}

/** What would happen if this person let this post go now. */
export async function askFor(
  tx: Tx,
  who: Person,
  post: PostRow,
  wish: Wish,
  authors: string[]
): Promise<ReleaseAnswer> {
  const at = wish.at ? new Date(wish.at) : now()
  const isApproved = holds(await approvalProblem(tx, post, wish.note))
  return askRelease(tx, who, {
    subject: 'post',
    unitId: post.unit_id,
    authors,
    fourEyes: post.four_eyes,
    // What was approved before anybody knew of the election is looked at once more.
    approved:
      isApproved && !(await lacksChecklist(tx, { id: post.id, fingerprint: await fingerprintOf(tx, post) }, at)),
    at
  })
}

/** Whoever presses the button sees where it goes: less than was approved is approved, too. */
const holds = (problem: Awaited<ReturnType<typeof approvalProblem>>): boolean =>
  problem === null || problem.key === 'channelGone'

/**
 * Why an approval does not hold (any more): there is none, the text is another one, or a channel is gone that it was given
 * for. Null: it holds.
 */
export async function approvalProblem(
  tx: Tx,
  post: PostRow,
  note?: string
): Promise<{ key: 'none' | 'void' | 'channelGone'; channels: string[] } | null> {
  if (!post.approval_id) return { key: 'none', channels: [] }
  const approval = await tx
    .selectFrom('review')
    .select(['fingerprint', 'wish', 'state'])
    .where('id', '=', post.approval_id)
    .executeTakeFirst()
  if (approval?.state !== 'approved') return { key: 'none', channels: [] }
  if (approval.fingerprint !== (await fingerprintOf(tx, post))) return { key: 'void', channels: [] }
  const wish = approval.wish as Wish
  // What readers are told of a correction was approved with it.
  if (wish.note !== undefined && note !== undefined && wish.note !== note) return { key: 'void', channels: [] }
  const { gone, added } = await channelChange(tx, post, wish.channels ?? [])
  if (gone.length > 0) return { key: 'channelGone', channels: gone }
  return added ? { key: 'void', channels: [] } : null
}

/** Approved channels that the post would no longer reach although nobody took them away, and whether it reaches more. */
async function channelChange(tx: Tx, post: PostRow, approved: string[]): Promise<{ gone: string[]; added: boolean }> {
  const chosen = await chosenChannels(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids })
  const missing = approved.filter((id) => !chosen.some((one) => one.id === id))
  // Taken out by the author: less than was approved is approved, too.
  const lost = missing.filter((id) => post.channel_ids === null || post.channel_ids.includes(id))
  const rows =
    lost.length > 0
      ? await tx.selectFrom('channel').select('name').where('id', 'in', lost).orderBy('name').execute()
      : []
  return { gone: rows.map(({ name }) => name), added: chosen.some(({ id }) => !approved.includes(id)) }
}

/** Whether this post, as it stands, is approved and would go out without being asked about again. */
export async function approvalHolds(tx: Tx, postId: string): Promise<boolean> {
  const post = await tx.selectFrom('post').selectAll().where('id', '=', postId).executeTakeFirst()
  return post !== undefined && holds(await approvalProblem(tx, post))
}

async function askApproval(tx: Tx, who: Person, post: PostRow, wish: Wish, asked: Asked): Promise<string> {
  const channels = await chosenChannels(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids })
  const review = await openReview(tx, who, {
    kind: 'approval',
    subject: { kind: 'post', id: post.id, unitId: post.unit_id },
    authors: [...new Set([...asked.authors, who.id])],
    answer: asked.answer,
    wish: { ...wish, channels: channels.map(({ id }) => id) },
    revision: post.draft_revision,
    fingerprint: await fingerprintOf(tx, post),
    text: { title: post.draft_title, lead: post.draft_lead, body: post.draft_body },
    reviewer: asked.reviewer
  })
  await tx
    .updateTable('post')
    .set({
      review_id: review,
      approval_id: null,
      ...((post.state === 'draft' || post.state === 'scheduled') && { state: 'in_review' }),
      scheduled_at: null,
      scheduled_by: null,
      schedule_problem: null,
      changed_at: now()
    })
    .where('id', '=', post.id)
    .execute()
  await unplanPost(tx, post.id)
  return review
}

/** What went out at once is looked at afterwards, or drawn for it, as was decided. */
export async function afterwards(
  tx: Tx,
  who: Person,
  post: PostRow,
  version: number,
  { authors, answer, reviewer }: Asked
): Promise<string | null> {
  if (answer.kind === 'now') return null
  if (answer.kind === 'now-sample') {
    const { timeZone } = await loadMunicipality(tx)
    if (!(await draw(tx, { subjectId: post.id, version, share: answer.sampleShare, zone: timeZone }))) return null
  }
  return openReview(tx, who, {
    kind: answer.kind === 'now-sample' ? 'sample' : 'after',
    subject: { kind: 'post', id: post.id, unitId: post.unit_id },
    authors: [...new Set([...authors, who.id])],
    answer,
    wish: { act: 'publish' },
    revision: post.draft_revision,
    version,
    fingerprint: await fingerprintOf(tx, post),
    text: { title: post.draft_title, lead: post.draft_lead, body: post.draft_body },
    reviewer
  })
}
