// Posts as the site's lists show them.
import type { Tx } from '#platform/database/database.ts'
import type { Before, PostCard } from '#posts/queries.ts'
import { postPath, topicPath } from '#posts/slug.ts'
import type { CardView } from '#ui/site/shared.ts'
import { showPicture } from './article.ts'
import { commentCounts } from './comments.ts'

/** What the lists need of each post, with one more query for all of them. */
export async function showCards(tx: Tx, posts: PostCard[]): Promise<CardView[]> {
  const counts = await commentCounts(
    tx,
    posts.map((post) => post.id)
  )
  return posts.map((post) => ({
    id: post.id,
    href: postPath(post),
    title: post.title,
    lead: post.lead,
    language: post.language,
    unit: post.unitName,
    at: post.publishedAt,
    topics: post.topics.map((topic) => ({ name: topic.name, href: topicPath(topic) })),
    picture: post.picture && showPicture(post.picture, 'card'),
    comments: counts.get(post.id) ?? 0
  }))
}

/** A place in a list as it stands in an address, and back; null for anything else. */
export function writeBefore(before: Before): string {
  return `${before.at.getTime().toString(36)}.${before.id}`
}

/** Reads what `writeBefore` wrote. */
export function readBefore(text: string | null): Before | null {
  const match = /^([0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '')
  const at = match ? new Date(Number.parseInt(match[1]!, 36)) : null
  return match && at && !Number.isNaN(at.getTime()) ? { at, id: match[2]! } : null
}
