import { createHash } from 'node:crypto'
import type { PostRow } from './lock.ts'

/** What an approval is given for: everything of a draft that readers would see. Another text has another fingerprint. */
export function fingerprintOf(post: PostRow): string {
  const seen = [post.draft_title, post.draft_lead, post.draft_body, post.image_id, post.language, post.fediverse_form]
  // What channels say in their own words was approved with it.
  if (post.variant_digest) seen.push(post.variant_digest)
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex')
}
