/**
 * The text between Markdown, which is kept, and the editor, which is shown. Markdown has no raw HTML here, as on the site:
 * `<b>` is four signs. Needs no browser, so that the way there and back can be proven by tests.
 */
import { type AnyExtension, getSchema, type JSONContent } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { TableKit } from '@tiptap/extension-table'
import { MarkdownManager } from '@tiptap/markdown'
import { StarterKit } from '@tiptap/starter-kit'
import { outsideCode, outsideInlineCode } from './outside-code.ts'

const Picture = Image.extend({
  renderMarkdown: (node) => {
    const alt = String(node.attrs?.alt ?? '')
      .replace(/[[\]\\]/g, '\\$&')
      .replace(/\s+/g, ' ')
    const title = node.attrs?.title ? ` "${String(node.attrs.title).replace(/["\\]/g, '\\$&')}"` : ''
    return `![${alt}](${String(node.attrs?.src ?? '')}${title})`
  }
})

/** What a text can have: the same as the site shows, nothing that gets lost. */
export function writingExtensions(): AnyExtension[] {
  return [
    StarterKit.configure({
      underline: false,
      heading: { levels: [2, 3, 4, 5, 6] },
      link: {
        openOnClick: false,
        autolink: true,
        linkOnPaste: true,
        defaultProtocol: 'https',
        protocols: ['tel', 'mailto'],
        HTMLAttributes: { target: null, rel: null }
      },
      dropcursor: { width: 2 }
    }),
    TableKit.configure({ table: { resizable: false } }),
    Picture.configure({ inline: true, allowBase64: false })
  ]
}

const schema = getSchema(writingExtensions())
const manager = new MarkdownManager({ extensions: writingExtensions() })
// Not its own copy but the package's; nothing else of ours uses it.
manager.instance.use({ tokenizer: { html: () => undefined, tag: () => undefined } as never })
// The package writes `&amp;` and `snake\_case` where nobody needs it; people read and edit this Markdown, too.
const render = manager.renderNodeToMarkdown.bind(manager)
Object.assign(manager, {
  renderNodeToMarkdown(...[node, ...rest]: Parameters<typeof render>): string {
    // An empty list item has no first paragraph.
    if (!node) return ''
    const text = render(node, ...rest)
    return node.type === 'paragraph' ? escapeStarts(text) : text
  },
  encodeTextForMarkdown(text: string, node: JSONContent, parent?: JSONContent): string {
    const isCode = parent?.type === 'codeBlock' || (node.marks ?? []).some((mark) => mark.type === 'code')
    return isCode ? text : escapeText(text)
  }
})

/** @example toDocument('## Warum\n\nWeil **gebaut** wird.') */
export function toDocument(markdown: string): JSONContent {
  const parsed = fitted(manager.parse(outsideCode(markdown, readable)))
  try {
    schema.nodeFromJSON(parsed).check()
    return parsed
  } catch {
    // Nothing of a text may get lost: what has no form here stays as the words it was written in.
    const paragraphs = markdown.split(/\n{2,}/).filter((text) => text.trim() !== '')
    return fitted({
      type: 'doc',
      content: paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
    })
  }
}

const inline = new Set(['text', 'image', 'hardBreak'])
const needsBlocks = new Set(['doc', 'listItem', 'blockquote', 'tableCell', 'tableHeader'])

/** The same tree as the schema wants it: blocks in blocks, a paragraph first in an item, nothing empty that may not be. */
function fitted(node: JSONContent): JSONContent {
  const children = (node.content ?? []).filter(Boolean).map(fitted)
  if (!needsBlocks.has(node.type ?? '')) {
    const kept = children.filter((child) => child.type !== 'text' || child.text)
    return node.content ? { ...node, content: kept } : node
  }
  const blocks: JSONContent[] = []
  for (const child of children) {
    const last = blocks.at(-1)
    if (!inline.has(child.type ?? '')) {
      if (!((child.type === 'bulletList' || child.type === 'orderedList') && !child.content?.length)) blocks.push(child)
    } else if (last?.type === 'paragraph' && last.attrs?.isWrap) last.content!.push(child)
    else blocks.push({ type: 'paragraph', attrs: { isWrap: true }, content: [child] })
  }
  if (blocks.length === 0 || (node.type === 'listItem' && blocks[0]!.type !== 'paragraph')) {
    blocks.unshift({ type: 'paragraph' })
  }
  for (const block of blocks) if (block.attrs?.isWrap) delete block.attrs
  return { ...node, content: blocks }
}

/** The Markdown of what stands in the editor. */
export function toMarkdown(document: JSONContent): string {
  return outsideCode(manager.serialize(fitted(document)), (text) =>
    text
      .replace(/(?:\n*(?:&nbsp;|\u00a0))+\s*$/, '')
      .replace(/[ \t]+$/gm, (blanks) => (blanks === '  ' ? blanks : ''))
      .replace(/\n{3,}/g, '\n\n')
  ).trim()
}

function escapeText(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/[`*[\]~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w{1,32};)/g, '&amp;')
    .replace(/<(?=[a-z/!?])/gi, '&lt;')
}

/** At the start of a line some signs begin a list, a heading, a quotation. */
function escapeStarts(text: string): string {
  return text.replace(
    /^( {0,3})(?:(\d{1,9})([.)])(?=\s|$)|([-+](?=\s|$)|#{1,6}(?=\s|$)|>|[-=]{2,}\s*$))/gm,
    (_, indent, number, dot, sign) => (number ? `${indent}${number}\\${dot}` : `${indent}\\${sign}`)
  )
}

const named: Record<string, string> = {
  nbsp: '\u00a0',
  shy: '\u00ad',
  copy: '©',
  reg: '®',
  euro: '€',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bdquo: '„',
  ldquo: '“',
  rdquo: '”',
  sect: '§',
  deg: '°',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  rarr: '→',
  middot: '·',
  thinsp: '\u2009'
}

/** The first level is the page's own heading. Names of signs become the signs; boxes to tick, which the site does not know either, stay brackets. */
function readable(text: string): string {
  const lines = text
    .replace(/^( {0,3})#(?=[ \t])/gm, '$1##')
    .replace(/^(?![-+*>#|=]|\d+[.)])(.*\S.*)\n={1,}[ \t]*$/gm, '$1\n---')
    .replace(/^(\s*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=\s)/gm, '$1\\[$2\\]')
  return outsideInlineCode(lines, (part) => part.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole))
}
