// A changed text is another text: an approval does not hold for it, and what was to go out at its time is decided anew.
import { unplanPost } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { Who } from '#people/types.ts'
import { endReview } from '#review/open.ts'
import { authorsOf } from './authors.ts'
import { fingerprintOf } from './fingerprint.ts'
import { askFor } from './go-public.ts'
import type { PostRow } from './lock.ts'

/**
 * Follows a saved change: voids an approval that was for another text, and takes a scheduled post back to the drafts when
 * whoever changed it needs an approval. Answers whether the post is still scheduled.
 */
export async function followChange(tx: Tx, who: Who, before: PostRow, after: PostRow): Promise<boolean> {
  const isScheduled = after.state === 'scheduled'
  const isSame =
    (await fingerprintOf(tx, before)) === (await fingerprintOf(tx, after)) &&
    before.unit_id === after.unit_id &&
    before.four_eyes.toSorted().join() === after.four_eyes.toSorted().join()
  if (isSame) return isScheduled
  if (after.approval_id) {
    await endReview(tx, who, after.approval_id, 'void')
    await tx.updateTable('post').set({ approval_id: null }).where('id', '=', after.id).execute()
    return isScheduled && (await takeBack(tx, after.id, 'posts.approvalVoid'))
  }
  if (!isScheduled || who.kind !== 'person') return isScheduled
  const wish = { act: 'publish' as const, at: after.scheduled_at?.toISOString() }
  const { kind } = await askFor(tx, who, after, wish, await authorsOf(tx, after))
  if (kind === 'approval') return takeBack(tx, after.id, 'posts.needsApprovalNow')
  await tx.updateTable('post').set({ scheduled_by: who.id }).where('id', '=', after.id).execute()
  record(tx, who, 'post.scheduled', after.id, { at: after.scheduled_at?.toISOString() ?? null })
  return true
}

async function takeBack(tx: Tx, postId: string, problem: string): Promise<false> {
  await tx
    .updateTable('post')
    .set({ state: 'draft', scheduled_at: null, scheduled_by: null, schedule_problem: problem, changed_at: now() })
    .where('id', '=', postId)
    .execute()
  await unplanPost(tx, postId)
  return false
}
