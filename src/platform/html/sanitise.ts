/** Makes HTML from other servers harmless, at intake: what is stored is already the safe subset. */
import sanitizeHtml from 'sanitize-html'
import type { IOptions } from 'sanitize-html'
import { withoutControls } from './plain.ts'

const maxLength = 100_000
const maxDepth = 30

const options: IOptions = {
  allowedTags: 'p br a span strong em b i u del blockquote code pre ul ol li'.split(' '),
  allowedAttributes: { a: ['href', 'rel'], span: ['class'] },
  // What Mastodon hides of long addresses; every other class would borrow the looks of our own pages.
  allowedClasses: { span: ['invisible', 'ellipsis'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: (
    'script style textarea option noscript template iframe noembed noframes xmp plaintext title svg math object audio ' +
    'video select button head'
  ).split(' '),
  nestingLimit: maxDepth,
  transformTags: {
    a: (tagName, { href }) => ({
      tagName,
      attribs: (/^(https?:\/\/|mailto:)/i.test(href ?? '') ? { href, rel: 'nofollow noopener ugc' } : {}) as Record<
        string,
        string
      >
    }),
    s: 'del',
    strike: 'del',
    h1: 'p',
    h2: 'p',
    h3: 'p',
    h4: 'p',
    h5: 'p',
    h6: 'p',
    div: 'p'
  }
}

/** The safe subset of a foreign text: paragraphs, lists, quotes, emphasis, code and plain links. Longer texts are cut. */
export function sanitiseRemote(html: string): string {
  return sanitizeHtml(withoutControls(html.slice(0, maxLength)), options)
}

/** What a person reads of HTML (foreign or ours), as plain text with line breaks. */
export function textOf(html: string): string {
  return sanitiseRemote(html)
    .replace(/\n+/g, ' ')
    .replace(/<br \/>/g, '\n')
    .replace(/<\/(p|blockquote|pre|ul|ol)>/g, '\n\n')
    .replace(/<\/li>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => entities[name])
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }
