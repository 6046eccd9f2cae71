import { createHash } from 'node:crypto'
import { picturesFacts } from '#media/approved.ts'
import type { Tx } from '#platform/database/database.ts'
import type { PostRow } from './lock.ts'

/**
 * What an approval is given for: everything of a draft that readers would see, with the words to its pictures and their crops.
 * Another text has another fingerprint.
 */
export async function fingerprintOf(tx: Tx, post: PostRow): Promise<string> {
  const seen: unknown[] = [
    post.draft_title,
    post.draft_lead,
    post.draft_body,
    post.image_id,
    post.language,
    post.fediverse_form
  ]
  // What channels say in their own words was approved with it.
  if (post.variant_digest) seen.push(post.variant_digest)
  const pictures = await picturesFacts(tx, { body: post.draft_body, imageId: post.image_id })
  if (pictures.length > 0) seen.push(pictures)
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex')
}
