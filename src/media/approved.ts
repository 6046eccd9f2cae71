// What was approved with its pictures: another picture, or other words to it, is something nobody has approved.
import { unplanPost } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { Who } from '#people/types.ts'
import { endReview } from '#review/open.ts'
import { tell } from '#review/tell.ts'
import { tokensIn } from './use.ts'

/** What readers see of the files that a draft shows, beside the files themselves: the words to each, and its crops. */
export async function picturesFacts(tx: Tx, shown: { body: string; imageId: string | null }): Promise<unknown[]> {
  const tokens = tokensIn(shown.body).slice(0, 500)
  if (!shown.imageId && tokens.length === 0) return []
  const rows = await tx
    .selectFrom('media')
    .select(['id', 'alt', 'alt_exception', 'caption', 'crops'])
    .where((where) =>
      where.or([
        ...(shown.imageId ? [where('id', '=', shown.imageId)] : []),
        ...(tokens.length > 0 ? [where('token', 'in', tokens)] : [])
      ])
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => [row.id, row.alt, row.alt_exception, row.caption, row.crops])
}

/** The posts whose draft shows this file, at most 500. */
export async function draftsShowing(tx: Tx, mediaId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('media_use')
    .select('post_id')
    .where('media_id', '=', mediaId)
    .where('version_number', '=', 0)
    .orderBy('post_id')
    .limit(500)
    .execute()
  return rows.map((row) => row.post_id)
}

/**
 * Voids what was approved or is being asked for at these posts: readers would see something else. It happens at once and not
 * at the post's time, when nobody may be there to notice: the post is a draft again that says why, and whoever asked is told.
 */
export async function voidApprovals(tx: Tx, who: Who, postIds: string[]): Promise<void> {
  if (postIds.length === 0) return
  const posts = await tx
    .selectFrom('post')
    .select(['id', 'state', 'review_id', 'approval_id'])
    .where('id', 'in', postIds)
    .where((where) => where.or([where('review_id', 'is not', null), where('approval_id', 'is not', null)]))
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const post of posts) {
    const review = (post.review_id ?? post.approval_id)!
    const isUnpublished = ['draft', 'in_review', 'scheduled'].includes(post.state)
    await tx
      .updateTable('post')
      .set({
        review_id: null,
        approval_id: null,
        changed_at: now(),
        ...(isUnpublished && {
          state: 'draft',
          scheduled_at: null,
          scheduled_by: null,
          schedule_problem: 'posts.pictureChanged'
        })
      })
      .where('id', '=', post.id)
      .execute()
    await endReview(tx, who, review, 'void')
    if (isUnpublished) await unplanPost(tx, post.id)
    record(tx, who, 'post.approval-voided', post.id, { review })
    const { asked_by } = await tx
      .selectFrom('review')
      .select('asked_by')
      .where('id', '=', review)
      .executeTakeFirstOrThrow()
    if (asked_by) await tell(tx, { person: asked_by, kind: 'voided', review })
  }
}
