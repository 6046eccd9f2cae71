// Addresses of posts: short and readable, made from the title once, and never changed after the first publishing.
import slugify from '@sindresorhus/slugify'
import type { Tx } from '#platform/database/database.ts'

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

function slugOf(text: string, fallback: string): string {
  const slug = slugify(text, {
    customReplacements: [
      ['&', ' und '],
      ['€', ' Euro '],
      ['§', ' Paragraf ']
    ]
  })
  if (slug.length <= 70) return slug || fallback
  // Cut between words, so that no half word stands in an address.
  const cut = slug.slice(0, 70)
  return cut.slice(0, cut.lastIndexOf('-') > 30 ? cut.lastIndexOf('-') : 70)
}

function firstFree(bare: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const slug = number === 1 ? bare : `${bare}-${number}`
    if (!taken.has(slug)) return slug
  }
}
