/** What we say, as objects of ActivityPub. Plain data in, plain JSON out. */
import { escapeHtml } from '#platform/html/plain.ts'
import type { Part } from '../shared.ts'
import { noteLength, sayCorrection } from './shared.ts'

export interface PostToShow {
  /** The object's own address, and the page for people. */
  id: string
  url: string
  form: 'note' | 'article'
  title: string
  lead: string
  html: string
  language: string
  publishedAt: Date
  correctedAt: Date | null
  correctionNote: string | null
  image: {
    url: string
    mime: string
    alt: string
    width: number
    height: number
    /** Where to look when it is cut off: from -1 (left, below) to 1 (right, above). */
    focalPoint?: [number, number]
  } | null
  /** Videos within the text. */
  videos?: { url: string; mime: string; name: string }[]
  topics: { name: string; url: string }[]
  /** The messages of a note: one, or a thread. */
  parts: Part[]
  /** Hides the text of a note until somebody wants to see it. */
  warning: string
}

export interface AnswerToShow {
  id: string
  url: string
  html: string
  language: string | null
  inReplyTo: string
  thread: string | null
  contentWarning: string | null
  /** Whom it speaks to: without a mention some servers do not tell the person, nor us when they answer. */
  mention: { address: string; handle: string; url: string } | null
  at: Date
}

interface Audience {
  to: string[]
  cc: string[]
}

const linkLength = 23

/**
 * A post as Notes of at most 500 characters, each an answer to the one before, or as an Article that carries a note as its
 * preview. `addresses` gives every one of them its own.
 */
export function postObjects(
  post: PostToShow,
  by: string,
  audience: Audience,
  addresses: (index: number) => string
): Record<string, unknown>[] {
  if (post.form === 'article') return [article(post, by, audience)]
  return post.parts.map((part, index) => {
    const first = common(post, by, audience)
    const content = partContent(part, post.url)
    return {
      ...(index === 0
        ? first
        : {
            id: addresses(index),
            attributedTo: by,
            ...audience,
            url: addresses(index),
            published: first.published,
            ...(post.correctedAt && { updated: post.correctedAt.toISOString() }),
            inReplyTo: addresses(index - 1)
          }),
      type: 'Note',
      ...(post.warning && { summary: post.warning, sensitive: true }),
      content,
      contentMap: { [post.language]: content }
    }
  })
}

function common(post: PostToShow, by: string, audience: Audience) {
  return {
    id: post.id,
    attributedTo: by,
    ...audience,
    url: post.url,
    published: post.publishedAt.toISOString(),
    ...(post.correctedAt && { updated: post.correctedAt.toISOString() }),
    ...((post.image || post.videos?.length) && {
      attachment: [
        ...(post.image
          ? [
              {
                type: 'Image',
                mediaType: post.image.mime,
                url: post.image.url,
                name: post.image.alt,
                width: post.image.width,
                height: post.image.height,
                ...(post.image.focalPoint && { focalPoint: post.image.focalPoint })
              }
            ]
          : []),
        ...(post.videos ?? []).map(({ url, mime, name }) => ({ type: 'Video', mediaType: mime, url, name }))
      ]
    }),
    tag: post.topics.map(({ name, url }) => ({ type: 'Hashtag', name: hashtag(name), href: url }))
  }
}

function article(post: PostToShow, by: string, audience: Audience): Record<string, unknown> {
  const content = noteContent(post)
  const correction = post.correctionNote
    ? `<p><em>${escapeHtml(sayCorrection(post.correctionNote, post.language))}</em></p>`
    : ''
  const html = correction + post.html
  return {
    ...common(post, by, audience),
    type: 'Article',
    name: post.title,
    nameMap: { [post.language]: post.title },
    ...(post.lead && { summary: `<p>${escapeHtml(post.lead)}</p>` }),
    content: html,
    contentMap: { [post.language]: html },
    ...(post.image && {
      image: { type: 'Image', mediaType: post.image.mime, url: post.image.url, name: post.image.alt }
    }),
    // FEP-b2b8: what servers without room for articles show instead.
    preview: {
      type: 'Note',
      attributedTo: by,
      content,
      contentMap: { [post.language]: content },
      published: post.publishedAt.toISOString()
    }
  }
}

/** An answer as a reply that mentions the one who asked. */
export function answerObject(answer: AnswerToShow, by: string, audience: Audience): Record<string, unknown> {
  const { mention } = answer
  const called = mention
    ? `<a href="${escapeHtml(mention.url)}" class="u-url mention">${escapeHtml(mention.handle)}</a> `
    : ''
  const html = called
    ? answer.html.startsWith('<p>')
      ? `<p>${called}${answer.html.slice(3)}`
      : `<p>${called}</p>${answer.html}`
    : answer.html
  return {
    id: answer.id,
    type: 'Note',
    attributedTo: by,
    ...audience,
    url: answer.url,
    inReplyTo: answer.inReplyTo,
    ...(answer.thread && { conversation: answer.thread }),
    // A warning above the question belongs above its answer too.
    ...(answer.contentWarning && { summary: answer.contentWarning, sensitive: true }),
    published: answer.at.toISOString(),
    content: html,
    ...(answer.language && { contentMap: { [answer.language]: html } }),
    tag: mention ? [{ type: 'Mention', href: mention.address, name: mention.handle }] : []
  }
}

/** What stands in the place of something we took back. */
export function tombstone(id: string, formerType: string, at: Date): Record<string, unknown> {
  return { id, type: 'Tombstone', formerType, deleted: at.toISOString() }
}

function noteContent(post: PostToShow): string {
  const correction = sayCorrection(post.correctionNote, post.language)
  const room = noteLength - linkLength - 4
  const title = shortened(post.title, room)
  const lead = shortened(post.lead, room - [...title].length - [...correction].length)
  const shown = post.url.replace(/^https?:\/\//, '')
  return [
    `<p><strong>${escapeHtml(title)}</strong></p>`,
    lead && `<p>${escapeHtml(lead)}</p>`,
    correction && `<p><em>${escapeHtml(shortened(correction, 200))}</em></p>`,
    `<p><a href="${escapeHtml(post.url)}">${escapeHtml(shown)}</a></p>`
  ]
    .filter(Boolean)
    .join('')
}

/** One message of a thread, or the only one. */
function partContent({ title, text, correction, hasLink }: Part, url: string): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((one) => `<p>${escapeHtml(one).replace(/\n/g, '<br>')}</p>`)
  return [
    title && `<p><strong>${escapeHtml(title)}</strong></p>`,
    ...paragraphs,
    correction && `<p><em>${escapeHtml(correction)}</em></p>`,
    hasLink && `<p><a href="${escapeHtml(url)}">${escapeHtml(url.replace(/^https?:\/\//, ''))}</a></p>`
  ]
    .filter(Boolean)
    .join('')
}

/** Cut between words where it is too long. */
function shortened(text: string, most: number): string {
  const signs = [...text.trim()]
  if (signs.length <= most) return text.trim()
  if (most < 20) return ''
  const cut = signs.slice(0, most - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

function hashtag(name: string): string {
  const word = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('')
  return `#${word}`
}
