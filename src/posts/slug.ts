// Addresses of posts: short and readable, made from the title once, and never changed after the first publishing.
import type { Tx } from '#platform/database/database.ts'
import { firstFree, slugOf } from '#platform/slug.ts'

/** The path of a post on the site. The same address answers other servers with ActivityPub. */
export function postPath(post: { slug: string }): string {
  return `/beitrag/${post.slug}`
}

/** The path of a topic on the site. */
export function topicPath(topic: { slug: string }): string {
  return `/themen/${topic.slug}`
}

/** A slug no other post has. */
export async function freePostSlug(tx: Tx, title: string, ownId: string): Promise<string> {
  const bare = slugOf(title, 'beitrag')
  const rows = await tx
    .selectFrom('post')
    .select('slug')
    .where('slug', 'like', `${bare}%`)
    .where('id', '<>', ownId)
    .limit(5000)
    .execute()
  return firstFree(bare, new Set(rows.map((row) => row.slug)))
}

/** A slug no other topic has. */
export async function freeTopicSlug(tx: Tx, name: string): Promise<string> {
  const bare = slugOf(name, 'thema')
  const rows = await tx.selectFrom('topic').select('slug').where('slug', 'like', `${bare}%`).limit(5000).execute()
  return firstFree(bare, new Set(rows.map((row) => row.slug)))
}
