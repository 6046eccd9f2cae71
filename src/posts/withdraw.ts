import { announceWithdrawal } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { endReview } from '#review/open.ts'
import { lockPost } from './lock.ts'
import { limits } from './types.ts'

/**
 * Takes a published post back, with a reason that everybody reads who follows its address. Its versions stay; it can be
 * published again.
 * @throws NotAllowed, NotFound, Invalid without a reason, Refusal when it is not published
 */
export async function withdrawPost(tx: Tx, who: Who, input: { post: string; reason: string }): Promise<void> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.withdraw', post.unit_id)
  if (post.state !== 'published') throw new Refusal('posts.notPublished')
  const reason = input.reason.trim()
  if (!reason) throw new Invalid({ reason: 'posts.reasonMissing' })
  if (reason.length > limits.reason) throw new Invalid({ reason: 'posts.tooLong' })
  await tx
    .updateTable('post')
    .set({
      state: 'withdrawn',
      withdrawn_at: now(),
      withdrawn_by: who.kind === 'person' ? who.id : null,
      withdrawal_reason: reason,
      review_id: null,
      approval_id: null,
      changed_at: now()
    })
    .where('id', '=', post.id)
    .execute()
  // A correction that waited for an approval has nothing left to correct.
  if (post.review_id) await endReview(tx, who, post.review_id, 'taken_back')
  await announceWithdrawal(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids }, post.version_number)
  record(tx, who, 'post.withdrawn', post.id, { version: post.version_number, unit: post.unit_id })
}

/** Throws a draft away that was never public. @throws NotAllowed, NotFound, Refusal when the public has seen it */
export async function discardDraft(tx: Tx, who: Who, input: { post: string }): Promise<void> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.write', post.unit_id)
  if (post.version_number > 0 || post.state !== 'draft') throw new Refusal('posts.wasPublished')
  await tx.deleteFrom('post').where('id', '=', post.id).execute()
  record(tx, who, 'post.discarded', post.id)
}
