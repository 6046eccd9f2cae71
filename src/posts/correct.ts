import { announceCorrection } from '#channels/announce.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { checkReady } from './check.ts'
import { goPublic } from './go-public.ts'
import { lockPost, type PostRow, refuseIfStale } from './lock.ts'
import { limits } from './types.ts'
import type { Letting } from './publish.ts'
import { addVersion } from './version.ts'

/**
 * Publishes the changed draft of a published post, with a note that says what was corrected. The note stands on the page,
 * and the new text travels to every channel where the old one is. Until an approval that it needs, the old one stands.
 * @throws NotAllowed, NotFound, Stale, Invalid without a note, Refusal when it is not published
 */
export async function correctPost(
  tx: Tx,
  who: Who,
  input: { post: string; revision: number; note: string; reviewer?: string | null }
): Promise<{ version: number } & Pick<Letting, 'kind' | 'review'>> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.publish', post.unit_id)
  refuseIfStale(post, input.revision)
  if (post.state !== 'published') throw new Refusal('posts.notPublished')
  const note = input.note.trim()
  if (!note) throw new Invalid({ note: 'posts.noteMissing' })
  if (note.length > limits.note) throw new Invalid({ note: 'posts.tooLong' })
  const wish = { act: 'correct' as const, note }
  const { done, kind, review } = await goPublic(
    tx,
    who,
    post,
    wish,
    () => putRight(tx, who, post, note),
    input.reviewer
  )
  return { version: done?.version ?? post.version_number, kind, review }
}

/** The correcting itself, of a post that is locked and whose right is checked. */
export async function putRight(
  tx: Tx,
  who: Who,
  post: PostRow,
  note: string,
  authorId?: string | null
): Promise<{ version: number }> {
  await checkReady(tx, post)
  const version = await addVersion(tx, who, post, note, authorId)
  await tx
    .updateTable('post')
    .set({ corrected_at: now(), changed_at: now(), review_id: null, approval_id: null })
    .where('id', '=', post.id)
    .execute()
  await announceCorrection(tx, { id: post.id, unitId: post.unit_id, channelIds: post.channel_ids }, version)
  record(tx, who, 'post.corrected', post.id, { version, unit: post.unit_id })
  return { version }
}
