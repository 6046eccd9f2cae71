/**
 * Writes a text of ours as a PDF that a screen reader can read: tagged with headings, lists and links, with title and
 * language, and with its fonts in it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'
import PDFDocument from 'pdfkit'
import { decompress } from 'wawoff2'
import { installation } from '#platform/installation.ts'

export interface PdfText {
  title: string
  /** Whose document it is: its author, and the line above the title. */
  author: string
  language: 'de' | 'en'
  /** Short lines below the title. */
  facts: string[]
  sections: { title: string; markdown: string }[]
  /** What the foot of each page says beside its number; `{page}` and `{pages}` stand for the figures. */
  foot: string
}

interface Run {
  text: string
  bold: boolean
  italic: boolean
  link: string | null
}

type Doc = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: 40 })
const fonts = { text: 'FiraSans-Regular', bold: 'FiraSans-SemiBold', italic: 'FiraSans-Italic' }
const margin = 64
const ink = '#1d2433'
const quiet = '#555c6b'
const blue = '#1a4e8a'

/** The whole file. */
export async function writePdf(text: PdfText): Promise<Buffer> {
  const files = await readFonts()
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin + 12, left: margin, right: margin },
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: text.language === 'de' ? 'de-DE' : 'en-GB',
    bufferPages: true,
    font: files.text,
    info: { Title: text.title, Author: text.author, Creator: 'Ortsgespräch' }
  } as unknown as PDFKit.PDFDocumentOptions)
  for (const [name, file] of Object.entries(files)) doc.registerFont(name, file)
  const whole = buffer(doc as unknown as NodeJS.ReadableStream)

  const root = doc.struct('Document')
  doc.addStructure(root)
  line(doc, root, 'P', text.author, { size: 10, colour: quiet })
  line(doc, root, 'H1', text.title, { size: 22, font: 'bold', after: 8 })
  for (const fact of text.facts) line(doc, root, 'P', fact, { size: 10.5, colour: quiet, after: 1 })
  doc.moveDown(0.8)
  for (const section of text.sections) {
    const part = doc.struct('Sect')
    root.add(part)
    keepTogether(doc, 70)
    line(doc, part, 'H2', section.title, { size: 14, font: 'bold', before: 10, after: 4 })
    blocks(doc, part, section.markdown)
    part.end()
  }
  root.end()
  foot(doc, text.foot)
  doc.end()
  return whole
}

interface Look {
  size: number
  font?: keyof typeof fonts
  colour?: string
  before?: number
  after?: number
}

function line(doc: Doc, parent: Element, tag: string, words: string, look: Look): void {
  const { size, font = 'text', colour = ink, before = 0, after = 3 } = look
  doc.y += before
  parent.add(
    doc.struct(tag, {}, [() => void doc.font(font).fontSize(size).fillColor(colour).text(words, margin, doc.y)])
  )
  doc.y += after
}

/** Paragraphs, headings and lists, in their order. What is none of these is shown as a paragraph. */
function blocks(doc: Doc, parent: Element, source: string): void {
  const lists: { element: Element; next: number | null }[] = []
  let heading: string | null = null
  let label: string | null = null
  let item: Element | null = null
  for (const token of markdown.parse(source, {})) {
    if (token.type === 'heading_open') heading = token.tag === 'h4' ? 'H4' : 'H3'
    else if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      const element = doc.struct('L')
      ;(item ?? lists.at(-1)?.element ?? parent).add(element)
      lists.push({ element, next: token.type === 'ordered_list_open' ? Number(token.attrGet('start') ?? 1) : null })
    } else if (token.type === 'list_item_open') {
      const list = lists.at(-1)!
      label = list.next === null ? '•' : `${list.next++}.`
      item = doc.struct('LI')
      list.element.add(item)
    } else if (token.type === 'list_item_close') {
      item = null
      label = null
    } else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') {
      lists.pop()
      doc.y += 4
    } else if (token.type === 'inline') {
      const indent = lists.length * 16
      if (item && label) {
        keepTogether(doc, 24)
        const at = doc.y
        const mark = label
        item.add(
          doc.struct('Lbl', {}, [() => void plain(doc).text(mark, margin + indent - 14, at, { lineBreak: false })])
        )
        doc.y = at
        label = null
      }
      paragraph(doc, item ?? parent, item ? 'LBody' : (heading ?? 'P'), runsOf(token), indent)
      doc.y += item ? 2 : 6
      heading = null
    }
  }
}

/** One paragraph of differently looking runs; each link is an element of its own, as screen readers want it. */
function paragraph(doc: Doc, parent: Element, tag: string, runs: Run[], indent: number): void {
  const isHeading = tag.startsWith('H')
  const top = doc.y
  const element = doc.struct(tag)
  parent.add(element)
  runs.forEach((run, index) => {
    const draw = (): void => {
      doc
        .font(run.bold || isHeading ? 'bold' : run.italic ? 'italic' : 'text')
        .fontSize(isHeading ? 12 : 11)
        .fillColor(run.link ? blue : ink)
      const options = {
        width: doc.page.width - 2 * margin - indent,
        lineGap: 2.5,
        continued: index < runs.length - 1,
        link: run.link,
        underline: run.link !== null
      }
      if (index === 0) doc.text(run.text, margin + indent, top, options)
      else doc.text(run.text, options)
    }
    element.add(run.link ? doc.struct('Link', { alt: run.link }, [draw]) : draw)
  })
  element.end()
}

function runsOf(token: Token): Run[] {
  const runs: Run[] = []
  let [bold, italic] = [false, false]
  let link: string | null = null
  const push = (text: string): void => {
    const last = runs.at(-1)
    if (last && last.bold === bold && last.italic === italic && last.link === link) last.text += text
    else if (text) runs.push({ text, bold, italic, link })
  }
  for (const child of token.children ?? []) {
    if (child.type === 'strong_open') bold = true
    else if (child.type === 'strong_close') bold = false
    else if (child.type === 'em_open') italic = true
    else if (child.type === 'em_close') italic = false
    else if (child.type === 'link_open') link = String(child.attrGet('href'))
    else if (child.type === 'link_close') link = null
    else if (child.type === 'softbreak') push(' ')
    else if (child.type === 'hardbreak') push('\n')
    else push(child.content)
  }
  return runs
}

function plain(doc: Doc): Doc {
  return doc.font('text').fontSize(11).fillColor(ink)
}

/** A heading, or the mark of an item, never stands alone at the foot of a page. */
function keepTogether(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage()
}

/** Not part of the text: readers are not told it on every page. */
function foot(doc: Doc, words: string): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0
    const said = words.replace('{page}', String(page + 1)).replace('{pages}', String(count))
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] } as never)
    doc
      .font('text')
      .fontSize(9)
      .fillColor(quiet)
      .text(said, margin, doc.page.height - 46, { width: doc.page.width - 2 * margin, lineBreak: false })
    doc.endMarkedContent()
  }
}

let read: Promise<Record<keyof typeof fonts, Buffer>> | undefined

/** The pages' own fonts, unpacked once: what writes PDF files cannot take glyphs out of a packed one. */
function readFonts(): Promise<Record<keyof typeof fonts, Buffer>> {
  read ??= Promise.all(Object.values(fonts).map(fontOf)).then(([text, bold, italic]) => ({
    text: text!,
    bold: bold!,
    italic: italic!
  }))
  read.catch(() => (read = undefined))
  return read
}

async function fontOf(name: string): Promise<Buffer> {
  const folder = join(installation(), 'node_modules/@kern-ux/native/dist/fonts/fira-sans')
  return Buffer.from(await decompress(await readFile(join(folder, `${name}.woff2`))))
}
