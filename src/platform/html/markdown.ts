/** Our own texts: Markdown without raw HTML, rendered so that the result is accessible and can do no harm. */
import slugify from '@sindresorhus/slugify'
import MarkdownIt from 'markdown-it'
import type { Env, Token } from 'markdown-it'
import { escapeHtml } from './plain.ts'

export interface Heading {
  /** 2 to 6; the page has its own first-level heading. */
  level: number
  id: string
  text: string
}

export interface Rendered {
  html: string
  headings: Heading[]
  words: number
  /** What a person reads, a line for each paragraph, heading, item or cell. */
  text: string
}

/** A video or document of ours, as a text links it. */
export interface LinkedFile {
  kind: 'video' | 'document'
  type: string
  /** What stands behind its name: kind and size. */
  note: string
  width: number
  height: number
  poster: string | null
  captions: { language: string; label: string; src: string }[]
}

export interface MarkdownOptions {
  /** The size of one of our images, so that the page does not jump while it loads. */
  imageSize?: (src: string) => { width: number; height: number } | undefined
  /** One of our videos or documents behind a link. */
  file?: (href: string) => LinkedFile | undefined
  /** What a screen reader says of the scrollable box around a table. Default `Tabelle`. */
  tableLabel?: string
}

const markdown = new MarkdownIt({
  html: false,
  linkify: true,
  typographer: false,
  breaks: false,
  maxNesting: 40
})
markdown.validateLink = (url) => /^(https?:\/\/|mailto:|tel:|#|\/(?![/\\]))/i.test(url)

/** Renders Markdown. Images are shown only from our own `/media/`; of others the alternative text remains. */
export function renderMarkdown(source: string, options: MarkdownOptions = {}): Rendered {
  const env: Env = {}
  const tokens = markdown.parse(source, env)
  const headings = markHeadings(tokens)
  for (const token of tokens) {
    if (token.type === 'th_open') token.attrSet('scope', 'col')
    for (const child of token.children ?? []) {
      if (child.type === 'link_open') markLink(child)
      if (child.type === 'image') fitImage(child, options)
    }
  }
  const lines = tokens.map(lineOf).filter(Boolean)
  const text = lines.join('\n')
  if (options.file) placeFiles(tokens, options.file)
  return {
    html: inScrollBoxes(tokens, options.tableLabel ?? 'Tabelle', env),
    headings,
    words: text.match(/[\p{L}\p{N}]+(?:[-'’.,:/][\p{L}\p{N}]+)*/gu)?.length ?? 0,
    text
  }
}

/** Demotes first-level headings and gives every heading a readable id of its own. */
function markHeadings(tokens: Token[]): Heading[] {
  const headings: Heading[] = []
  const taken = new Map<string, number>()
  let open: Token | undefined
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      if (token.tag === 'h1') token.tag = 'h2'
      open = token
      const text = lineOf(tokens[index + 1])
      const id = freeId(text, taken)
      token.attrSet('id', id)
      headings.push({ level: Number(token.tag.slice(1)), id, text })
    } else if (token.type === 'heading_close' && open) token.tag = open.tag
  })
  return headings
}

/** The prefix keeps ids of texts apart from those of the page and from names that scripts know. */
function freeId(text: string, taken: Map<string, number>): string {
  const id = `zu-${slugify(text, { decamelize: false, customReplacements: [['&', ' und ']] }).slice(0, 80) || 'abschnitt'}`
  const times = (taken.get(id) ?? 0) + 1
  taken.set(id, times)
  if (times === 1) return id
  return freeId(`${text} ${times}`, taken)
}

function markLink(token: Token): void {
  if (/^https?:/i.test(String(token.attrGet('href')))) token.attrSet('rel', 'external noopener')
}

function fitImage(token: Token, options: MarkdownOptions): void {
  const src = String(token.attrGet('src'))
  if (!/^\/media\/[\w./-]+$/.test(src) || src.includes('..')) {
    token.content = lineOf(token)
    token.type = 'text'
    token.children = null
    return
  }
  token.attrSet('loading', 'lazy')
  token.attrSet('decoding', 'async')
  const size = options.imageSize?.(src)
  if (!size) return
  token.attrSet('width', String(size.width))
  token.attrSet('height', String(size.height))
}

/** A link to a video that stands alone in its paragraph becomes a player; one to a document says what it leads to. */
function placeFiles(tokens: Token[], fileOf: NonNullable<MarkdownOptions['file']>): void {
  tokens.forEach((token, index) => {
    if (token.type !== 'inline') return
    const children = token.children ?? []
    children.forEach((child, place) => {
      const href = child.type === 'link_open' ? String(child.attrGet('href')) : ''
      const file = href.startsWith('/media/') ? fileOf(href) : undefined
      if (!file) return
      const end = children.findIndex((one, at) => at > place && one.type === 'link_close')
      const isAlone = place === 0 && end === children.length - 1 && tokens[index - 1]?.type === 'paragraph_open'
      if (file.kind === 'video' && isAlone) return void becomePlayer(tokens, index, href, file)
      if (file.kind === 'document') child.attrSet('download', '')
      const last = children[end - 1]
      if (last?.type === 'text' && !last.content.includes(file.note)) last.content += ` (${file.note})`
    })
  })
}

/** The link stays below the player, for whoever cannot play it, and for texts that travel without it. */
function becomePlayer(tokens: Token[], index: number, href: string, file: LinkedFile): void {
  const inline = tokens[index]!
  const label = escapeHtml(lineOf(inline))
  const source = escapeHtml(href)
  const size = file.width > 0 ? ` width="${file.width}" height="${file.height}"` : ''
  const poster = file.poster ? ` poster="${escapeHtml(file.poster)}"` : ''
  const tracks = file.captions.map(
    ({ language, label: name, src }, place) =>
      `<track kind="captions" srclang="${escapeHtml(language)}" label="${escapeHtml(name)}" src="${escapeHtml(src)}"${place === 0 ? ' default' : ''}>`
  )
  const html =
    `<figure class="video"><video controls preload="metadata" playsinline aria-label="${label}"${size}${poster}>` +
    `<source src="${source}" type="${file.type}">${tracks.join('')}</video>` +
    `<figcaption><a href="${source}">${label} (${escapeHtml(file.note)})</a></figcaption></figure>\n`
  for (const [token, content] of [
    [tokens[index - 1]!, html],
    [inline, ''],
    [tokens[index + 1]!, '']
  ] as const) {
    token.type = 'html_block'
    token.content = content
    token.children = null
  }
}

function inScrollBoxes(tokens: Token[], label: string, env: Env): string {
  const box = `<div class="table-scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">`
  let html = ''
  let from = 0
  tokens.forEach((token, index) => {
    const opens = token.type === 'table_open'
    if (!opens && token.type !== 'table_close') return
    const to = opens ? index : index + 1
    html += markdown.renderer.render(tokens.slice(from, to), markdown.options, env) + (opens ? box : '</div>\n')
    from = to
  })
  return html + markdown.renderer.render(tokens.slice(from), markdown.options, env)
}

/** The readable text of a token without its marks. */
function lineOf(token: Token): string {
  if (token.type === 'fence' || token.type === 'code_block') return token.content.trim()
  if (token.type !== 'inline' && token.type !== 'image') return ''
  const parts = (token.children ?? []).map((child) => {
    if (child.type === 'softbreak' || child.type === 'hardbreak') return ' '
    return child.type === 'image' ? lineOf(child) : child.content
  })
  return parts.join('').trim()
}
