/**
 * What is pasted from Word, LibreOffice, Google Docs or a web page, brought down to what a text here can have: headings,
 * paragraphs, lists, tables, bold, italic, links. Runs in the browser, on a document that is never shown.
 */
import { listsFromWord } from './word-lists.ts'

export interface Cleaned {
  html: string
  /** Pictures that were left out: they come in through the picture button, with their words. */
  pictures: number
}

/** Longer than any honest document without its pictures; beyond it only the plain text is taken. */
const mostHtml = 8_000_000

/** Cleans pasted HTML. Null: too big to be looked at, take the plain text. */
export function cleanPaste(html: string): Cleaned | null {
  let pictures = 0
  // Pictures as text make a document a hundred times as long; they go before it is parsed.
  const light = html.replace(/<img\b[^>]{0,2000}?\bsrc\s*=\s*(["']?)data:[^"'>]*\1[^>]*>/gi, () => {
    pictures++
    return ''
  })
  if (light.length > mostHtml) return null
  // Style sheets would be looked at by the page's own policy as soon as they are parsed.
  const bare = keepWordLists(light).replace(/<style\b[^]*?<\/style\s*>/gi, '')
  const document = new DOMParser().parseFromString(bare, 'text/html')
  const { body } = document
  dropComments(document)
  for (const one of body.querySelectorAll(dropped)) one.remove()
  for (const one of body.querySelectorAll<HTMLElement>('[style]')) {
    const style = one.getAttribute('style') ?? ''
    if (/mso-element:\s*(comment|footnote|header|footer|field-)|display:\s*none|mso-hide:\s*all/i.test(style))
      one.remove()
  }
  for (const picture of body.querySelectorAll('img, picture, svg, object, embed, v\\:imagedata, v\\:shape')) {
    if (!picture.isConnected) continue
    if (picture.tagName === 'IMG' && /^\/media\/[\w./-]+$/.test(picture.getAttribute('src') ?? '')) continue
    const isDot = Number(picture.getAttribute('width')) === 1
    if (!isDot && picture.tagName !== 'OBJECT') pictures++
    picture.remove()
  }
  listsFromWord(document)
  for (const one of [...body.querySelectorAll<HTMLElement>('*')].toReversed()) settle(document, one)
  flattenTables(body)
  for (const one of body.querySelectorAll('p, h2, h3, li')) {
    if (!one.textContent?.trim() && !one.querySelector('img, table, ul, ol')) one.remove()
  }
  tidyText(document)
  return { html: body.innerHTML.trim(), pictures }
}

const dropped = [
  'style, script, meta, link, title, xml, head, template, noscript, iframe, form, button, input, select, textarea, nav, del',
  '.msoDel, .MsoCommentReference, .MsoCommentText, .msocomoff, .MsoToc1, .MsoToc2, .MsoToc3, .MsoFootnoteReference',
  '[class^="msocom"], [aria-hidden="true"], a[href^="#_msocom"], a[href^="#_ftn"], o\\:p:empty'
].join(', ')

/** Word hides a list's sign in a condition that a parser would make a comment of. */
function keepWordLists(html: string): string {
  return html.replace(/<!--\[if !supportLists\]-->|<!\[if !supportLists\]>|<!--\[endif\]-->|<!\[endif\]>/gi, '')
}

function dropComments(document: Document): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT)
  const comments: Node[] = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) comment.parentNode?.removeChild(comment)
}

const kept = new Set('P H2 H3 UL OL LI STRONG EM S A BLOCKQUOTE PRE CODE TABLE TBODY TR TH TD BR HR IMG'.split(' '))
const renamed: Record<string, string> = { H1: 'H2', H4: 'H3', H5: 'H3', H6: 'H3', B: 'STRONG', I: 'EM', STRIKE: 'S' }
const blocks =
  /^(P|H[1-6]|DIV|UL|OL|LI|TABLE|BLOCKQUOTE|PRE|HR|SECTION|ARTICLE|MAIN|HEADER|FOOTER|FIGURE|DL|DD|DT|ASIDE|CENTER)$/

/** Keeps an element without its looks, turns it into the one that is meant, or leaves only its words. */
function settle(document: Document, one: HTMLElement): void {
  const style = (one.getAttribute('style') ?? '').toLowerCase()
  const name = nameOf(one, style)
  if (name === null) {
    const isBlock = blocks.test(one.tagName)
    const holdsBlocks = [...one.children].some((child) => blocks.test(child.tagName))
    const inside = emphasised(document, one, style)
    if (isBlock && !holdsBlocks && inside.textContent?.trim()) {
      const paragraph = document.createElement('p')
      paragraph.append(inside)
      one.replaceWith(paragraph)
    } else one.replaceWith(inside)
    return
  }
  const clean = document.createElement(name)
  if (name === 'A') {
    const href = addressOf(one.getAttribute('href') ?? '')
    if (!href || !one.textContent?.trim()) return one.replaceWith(...one.childNodes)
    clean.setAttribute('href', href)
  }
  if (name === 'IMG') for (const key of ['src', 'alt']) clean.setAttribute(key, one.getAttribute(key) ?? '')
  if (name === 'OL' && Number(one.getAttribute('start')) > 1) clean.setAttribute('start', one.getAttribute('start')!)
  clean.append(emphasised(document, one, /^(H2|H3|TH|STRONG|EM|A)$/.test(name) ? '' : style))
  one.replaceWith(clean)
}

function nameOf(one: HTMLElement, style: string): string | null {
  const { tagName } = one
  const wordStyle = one.className
  if (tagName === 'P' && /^(MsoTitle|MsoHeading1|berschrift1)/i.test(wordStyle)) return 'H2'
  if (tagName === 'P' && /^(MsoSubtitle|MsoHeading[2-9]|berschrift[2-9])/i.test(wordStyle)) return 'H3'
  if (tagName === 'P' && /^(MsoQuote|MsoIntenseQuote)/i.test(wordStyle)) return 'BLOCKQUOTE'
  // Google Docs puts everything into a <b> that is not bold.
  if ((tagName === 'B' || tagName === 'STRONG') && /(?<![-\w])font-weight:\s*(normal|400)/.test(style)) return null
  const name = renamed[tagName] ?? tagName
  return kept.has(name) ? name : null
}

/** Bold and italic that are said by a style. */
function emphasised(document: Document, one: HTMLElement, style: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...one.childNodes)
  const isInline = /^(SPAN|FONT|A|TD|LI|P)$/.test(one.tagName)
  if (
    !isInline ||
    !fragment.textContent?.trim() ||
    [...fragment.children].some((child) => blocks.test(child.tagName))
  ) {
    return fragment
  }
  let inside = fragment
  const wrap = (name: string): void => {
    const around = document.createElement(name)
    around.append(inside)
    inside = document.createDocumentFragment()
    inside.append(around)
  }
  if (/(?<![-\w])font-weight:\s*(bold|[6-9]00)/.test(style)) wrap('strong')
  if (/(?<![-\w])font-style:\s*italic/.test(style)) wrap('em')
  return inside
}

/** Only where a link can lead; without the detour by which mail programs and Google send it. */
function addressOf(href: string): string | null {
  const url = URL.parse(href.trim())
  if (!url || !['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)) return null
  const detour =
    /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url'
      ? (url.searchParams.get('q') ?? url.searchParams.get('url'))
      : url.hostname.endsWith('.safelinks.protection.outlook.com')
        ? url.searchParams.get('url')
        : null
  return detour && /^https?:/.test(detour) ? detour : url.href
}

/** Tables that only place things are no tables; the first row of real ones says what the columns are. */
function flattenTables(body: HTMLElement): void {
  for (const table of [...body.querySelectorAll('table')].toReversed()) {
    const rows = [...table.querySelectorAll('tr')]
    const columns = Math.max(0, ...rows.map((row) => row.children.length))
    const isNested = table.querySelector('table') !== null || table.parentElement?.closest('td, th')
    if (columns < 2 || isNested) {
      table.replaceWith(...rows.flatMap((row) => [...row.children].flatMap((cell) => inParagraphs(cell))))
      continue
    }
    for (const cell of rows.flatMap((row) => [...row.children])) {
      // Markdown has one line a cell.
      for (const part of cell.querySelectorAll('p, h2, h3, li, blockquote')) {
        if (part.nextElementSibling) part.append(' ')
        part.replaceWith(...part.childNodes)
      }
      for (const list of cell.querySelectorAll('ul, ol, br')) list.replaceWith(...list.childNodes, ' ')
    }
    if (rows[0] && !rows[0].querySelector('th')) {
      for (const cell of rows[0].querySelectorAll(':scope > *')) {
        const head = body.ownerDocument.createElement('th')
        head.append(...cell.childNodes)
        cell.replaceWith(head)
      }
    }
  }
}

function inParagraphs(cell: Element): Node[] {
  if ([...cell.children].some((child) => blocks.test(child.tagName))) return [...cell.childNodes]
  const paragraph = cell.ownerDocument.createElement('p')
  paragraph.append(...cell.childNodes)
  return [paragraph]
}

/** Blanks as somebody means them: one, and the one that does not break stays where it holds words together. */
function tidyText(document: Document): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.parentElement?.closest('pre')) continue
    node.nodeValue = (node.nodeValue ?? '')
      .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
      .replace(/[ \t\r\n]+/g, ' ')
      .replace(/(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*/g, ' ')
  }
}
