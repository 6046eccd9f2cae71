/** Reads what somebody wrote elsewhere (Note, Article, Page, Question, Video …) into what a conversation shows. */
import type { IncomingAttachment } from '#channels/contract.ts'
import { escapeHtml, plainToHtml } from '#platform/html/plain.ts'
import { sanitiseRemote, textOf } from '#platform/html/sanitise.ts'
import { embedded, idOf, idsOf, isJson, textIn, timeIn, type Json } from './activityJson.ts'
import { isPublic } from './addresses.ts'

export type Visibility = 'public' | 'unlisted' | 'followers' | 'direct'

export interface Note {
  id: string
  author: string
  url: string | null
  html: string
  text: string
  language: string | null
  contentWarning: string | null
  inReplyTo: string | null
  thread: string | null
  visibility: Visibility
  /** Everybody it is addressed to, and everybody it mentions. */
  audience: string[]
  emojis: { shortcode: string; url: string }[]
  attachments: IncomingAttachment[]
  publishedAt: Date
  updatedAt: Date | null
}

const mostAttachments = 20
const mostEmojis = 50

/** Reads an object whose id and author are known to be right. `at` stands in for a missing time. */
export function readNote(object: Json, id: string, author: string, at: Date): Note {
  const { html, language } = contentOf(object)
  const to = idsOf(object.to)
  const cc = idsOf(object.cc)
  const mentions = tagsOf(object, 'Mention').map((tag) => textIn(tag.href))
  const clean = sanitiseRemote(html)
  return {
    id,
    author,
    url: pageOf(object.url) ?? id,
    html: clean,
    text: textOf(clean),
    language,
    // A name of a note is a vote or a title, its summary a warning; an article's summary is its lead.
    contentWarning: isLong(object)
      ? null
      : (textIn(object.summary)?.slice(0, 500) ?? (object.sensitive === true ? '' : null)),
    inReplyTo: idOf(object.inReplyTo),
    thread: textIn(object.conversation) ?? textIn(object.context),
    visibility: visibilityOf(to, cc),
    audience: [...new Set([...to, ...cc, ...idsOf(object.audience), ...mentions.filter((one) => one !== null)])],
    emojis: emojisOf(object),
    attachments: attachmentsOf(object),
    publishedAt: timeIn(object.published, at),
    updatedAt: object.updated ? timeIn(object.updated, at) : null
  }
}

/** Who can see something with this audience. */
export function visibilityOf(to: string[], cc: string[]): Visibility {
  if (to.some(isPublic)) return 'public'
  if (cc.some(isPublic)) return 'unlisted'
  // Servers name a followers' collection as they like; all of them let the word stand at its end.
  return [...to, ...cc].some((one) => /\/followers\/?$/.test(one)) ? 'followers' : 'direct'
}

/** Custom emoji that stand in names or texts. */
export function emojisOf(object: Json): { shortcode: string; url: string }[] {
  return tagsOf(object, 'Emoji')
    .map((tag) => ({
      shortcode: (textIn(tag.name) ?? '').replaceAll(':', ''),
      url: linkOf(embedded(tag.icon)?.url) ?? ''
    }))
    .filter(({ shortcode, url }) => /^[\w+.@-]{1,60}$/.test(shortcode) && isWeb(url))
    .slice(0, mostEmojis)
}

function contentOf(object: Json): { html: string; language: string | null } {
  const { content, language } = inLanguage(object.content, object.contentMap)
  const isPlain = typeof object.mediaType === 'string' && /^text\/(markdown|plain)/.test(object.mediaType)
  const parts = [isPlain ? plainToHtml(content) : content]
  const title = inLanguage(object.name, object.nameMap).content
  if (title && isLong(object)) parts.unshift(`<p><strong>${escapeHtml(title)}</strong></p>`)
  // A vote comes as a note with a name and nothing else.
  else if (title && !content) parts.unshift(`<p>${escapeHtml(title)}</p>`)
  const choices = [object.oneOf ?? object.anyOf ?? []]
    .flat()
    .map((choice) => (isJson(choice) ? textIn(choice.name) : null))
  const named = choices.filter((choice) => choice !== null).slice(0, 50)
  if (named.length > 0) parts.push(`<ul>${named.map((choice) => `<li>${escapeHtml(choice)}</li>`).join('')}</ul>`)
  const quoted =
    textIn(object.quote) ?? textIn(object.quoteUrl) ?? textIn(object.quoteUri) ?? textIn(object._misskey_quote)
  if (quoted && isWeb(quoted) && !content.includes(escapeHtml(quoted))) {
    parts.push(`<p><a href="${escapeHtml(quoted)}">${escapeHtml(quoted)}</a></p>`)
  }
  return { html: parts.join(''), language }
}

/** Pleroma and others write one language into `content` and all into `contentMap`; some write the map only. */
function inLanguage(plain: unknown, map: unknown): { content: string; language: string | null } {
  const content = textIn(plain)
  if (!isJson(map)) return { content: content ?? '', language: null }
  const entries = Object.entries(map).filter(([, value]) => typeof value === 'string') as [string, string][]
  const [language, text] = entries.find(([, value]) => value === content) ?? entries[0] ?? [null, '']
  const isTag = language !== null && /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(language) && language !== 'und'
  return { content: content ?? text, language: isTag ? language : null }
}

function isLong(object: Json): boolean {
  return [object.type].flat().some((type) => ['Article', 'Page', 'Video', 'Event', 'Audio'].includes(String(type)))
}

function tagsOf(object: Json, type: string): Json[] {
  return [object.tag]
    .flat()
    .slice(0, 500)
    .filter((tag): tag is Json => isJson(tag) && tag.type === type)
}

function attachmentsOf(object: Json): IncomingAttachment[] {
  const found = [
    object.attachment,
    ...(object.type === 'Article' || object.type === 'Page' ? [object.image] : [])
  ].flat()
  return found
    .filter(isJson)
    .map((one) => ({
      url: linkOf(one.url) ?? textIn(one.href) ?? '',
      mime: textIn(one.mediaType) ?? mimeOf(one),
      alt: (textIn(one.name) ?? textIn(one.summary) ?? '').slice(0, 5000)
    }))
    .filter(({ url }, index, all) => isWeb(url) && all.findIndex((one) => one.url === url) === index)
    .slice(0, mostAttachments)
}

function mimeOf(attachment: Json): string {
  const main = { Image: 'image/*', Video: 'video/*', Audio: 'audio/*' }[String(attachment.type)]
  return main ?? 'application/octet-stream'
}

/** The address in a field that holds one, a Link, or several of them. */
function linkOf(value: unknown): string | null {
  for (const one of [value].flat()) {
    const address = typeof one === 'string' ? one : isJson(one) ? (textIn(one.href) ?? textIn(one.url)) : null
    if (address) return address
  }
  return null
}

/** The page for people: of several links the one that is HTML. */
function pageOf(value: unknown): string | null {
  const links = [value].flat()
  const html = links.find((one) => isJson(one) && String(one.mediaType ?? '').startsWith('text/html'))
  const address = linkOf(html ?? value)
  return address && isWeb(address) ? address : null
}

function isWeb(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
}
