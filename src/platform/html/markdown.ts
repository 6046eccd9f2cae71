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

export interface MarkdownOptions {
  /** The size of one of our images, so that the page does not jump while it loads. */
  imageSize?: (src: string) => { width: number; height: number } | undefined
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
