// What a post must have before the public sees it.
import type { Tx } from '#platform/database/database.ts'
import { picturesByToken } from '#platform/media/images.ts'
import { Invalid } from '#platform/refusal.ts'
import { imagesIn } from './images.ts'
import type { PostRow } from './lock.ts'
import { type DraftInput, limits } from './types.ts'

/** @throws Invalid when a text is longer than its field */
export function checkLengths(draft: Partial<DraftInput>): void {
  const problems: Record<string, string> = {}
  for (const field of ['title', 'lead', 'body'] as const) {
    if ((draft[field]?.length ?? 0) > limits[field]) problems[field] = 'posts.tooLong'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}

/** @throws Invalid with what is missing: a title, a text, words for who cannot see the pictures */
export async function checkReady(tx: Tx, post: PostRow): Promise<void> {
  const problems: Record<string, string> = {}
  if (!post.draft_title.trim()) problems.title = 'posts.titleMissing'
  if (!post.draft_body.trim() && !post.draft_lead.trim()) problems.body = 'posts.bodyMissing'
  const inBody = imagesIn(post.draft_body)
  if (inBody.some((image) => !image.alt.trim())) problems.body ??= 'posts.bodyAltMissing'
  const there = await picturesByToken(
    tx,
    inBody.map((image) => image.token)
  )
  if (inBody.some((image) => !there.has(image.token))) problems.body ??= 'posts.bodyImageMissing'
  if (post.image_id) {
    const image = await tx.selectFrom('media').select('alt').where('id', '=', post.image_id).executeTakeFirst()
    if (!image?.alt.trim()) problems.image = 'posts.altMissing'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}
