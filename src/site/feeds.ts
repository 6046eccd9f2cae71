// Feeds: RSS, Atom and JSON Feed, with the whole text, for the site and for each topic.
import { Feed } from 'feed'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { escapeHtml } from '#platform/html/plain.ts'
import { pictureUrl } from '#platform/media/images.ts'
import { listForFeed } from '#posts/queries.ts'
import { postPath, topicPath } from '#posts/slug.ts'
import type { Topic } from '#posts/topics.ts'
import { formatDate } from '#ui/dates.ts'

export const feedFormats = {
  rss: { type: 'application/rss+xml; charset=utf-8', name: 'RSS' },
  atom: { type: 'application/atom+xml; charset=utf-8', name: 'Atom' },
  json: { type: 'application/feed+json; charset=utf-8', name: 'JSON Feed' }
} as const

export type FeedFormat = keyof typeof feedFormats

/** Whether a text names a format of feeds. */
export function isFeedFormat(text: string): text is FeedFormat {
  return Object.hasOwn(feedFormats, text)
}

/** The feed of the site, or of one topic. */
export async function makeFeed(
  tx: Tx,
  municipality: Municipality,
  format: FeedFormat,
  topic: Topic | null
): Promise<string> {
  const origin = siteOrigin(municipality)
  const path = topic ? topicPath(topic) : ''
  const posts = await listForFeed(tx, topic ? { topicId: topic.id } : {})
  const newest = posts.reduce((latest, post) => Math.max(latest, (post.correctedAt ?? post.publishedAt).getTime()), 0)
  const address = (wanted: FeedFormat) => `${origin}${path}/feed.${wanted}`
  const feed = new Feed({
    id: `${origin}${path || '/'}`,
    link: `${origin}${path || '/'}`,
    title: topic ? `${municipality.name}: ${topic.name}` : municipality.name,
    description: municipality.settings.motto || municipality.name,
    language: municipality.language,
    copyright: municipality.settings.licence,
    // Without posts there is no better date than today's.
    updated: newest ? new Date(newest) : now(),
    generator: 'Ortsgespräch',
    feedLinks: { rss: address('rss'), atom: address('atom'), json: address('json') }
  })
  for (const post of posts) {
    const link = origin + postPath(post)
    feed.addItem({
      id: link,
      link,
      title: post.title,
      description: post.lead,
      content: absolute(correctionHtml(post, municipality) + leadHtml(post.lead) + post.html, origin),
      // RSS wants an e-mail address there, or nothing.
      ...(format !== 'rss' && { author: [{ name: post.unitName }] }),
      date: post.correctedAt ?? post.publishedAt,
      published: post.publishedAt,
      category: post.topics.map((one) => ({ name: one.name })),
      ...(post.picture && { image: { url: origin + pictureUrl(post.picture, 960, 'jpg'), type: 'image/jpeg' } })
    })
  }
  if (format === 'rss') return feed.rss2()
  return format === 'atom' ? feed.atom1() : feed.json1()
}

/** What was corrected stands above the text, as on the page. */
function correctionHtml(
  { correctedAt, correctionNote }: { correctedAt: Date | null; correctionNote: string | null },
  { language, timeZone }: Municipality
): string {
  if (!correctedAt || !correctionNote) return ''
  const at = formatDate(correctedAt, { language, zone: timeZone })
  return `<p><em>${language === 'de' ? 'Berichtigt am' : 'Corrected on'} ${at}: ${escapeHtml(correctionNote)}</em></p>\n`
}

function leadHtml(lead: string): string {
  const escaped = lead.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped ? `<p><strong>${escaped}</strong></p>\n` : ''
}

/** Feed readers have no page to which an address could be relative. */
function absolute(html: string, origin: string): string {
  return html.replace(
    /(\s(?:href|src|poster)=")(\/(?!\/)|#)/g,
    (_all, start: string, path: string) => `${start}${path === '#' ? '#' : `${origin}/`}`
  )
}
