// What a post must have before the public sees it.
import { mediaProblems } from '#media/check.ts'
import { tokensIn } from '#media/use.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import { imagesIn } from './images.ts'
import type { PostRow } from './lock.ts'
import { type DraftInput, limits } from './types.ts'
import { variantProblems } from './variants.ts'

/** @throws Invalid when a text is longer than its field */
export function checkLengths(draft: Partial<DraftInput>): void {
  const problems: Record<string, string> = {}
  for (const field of ['title', 'lead', 'body'] as const) {
    if ((draft[field]?.length ?? 0) > limits[field]) problems[field] = 'posts.tooLong'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}

/** @throws Invalid with what is missing: a title, a text, words for who cannot see the pictures, a variant that its channel takes */
export async function checkReady(tx: Tx, post: PostRow): Promise<void> {
  const problems: Record<string, string> = {}
  if (!post.draft_title.trim()) problems.title = 'posts.titleMissing'
  if (!post.draft_body.trim() && !post.draft_lead.trim()) problems.body = 'posts.bodyMissing'
  const pictures = imagesIn(post.draft_body).map(({ token, alt }) => ({ token, alt }))
  const inBody = [
    ...pictures,
    ...tokensIn(post.draft_body)
      .filter((token) => !pictures.some((picture) => picture.token === token))
      .map((token) => ({ token, alt: null }))
  ]
  const [wrong] = await mediaProblems(tx, inBody)
  if (wrong) problems.body ??= wrong.key
  if (post.image_id) {
    const [above] = await mediaProblems(tx, [{ id: post.image_id, alt: null }])
    if (above) problems.image = above.key
  }
  Object.assign(problems, await variantProblems(tx, post))
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}
