/**
 * The editor's text as the language module reads it: headings and items with their Markdown signs, links with where they
 * lead, and for every letter its place in the editor.
 */
import type { Node } from '@tiptap/pm/model'

export interface Reading {
  text: string
  /** Runs of letters that stand one to one in the editor, in order. */
  runs: { offset: number; position: number; length: number }[]
}

/** Reads the whole document. */
export function readDocument(document: Node): Reading {
  const runs: Reading['runs'] = []
  const parts: string[] = []
  let length = 0
  const add = (text: string, position?: number): void => {
    if (position !== undefined) runs.push({ offset: length, position, length: text.length })
    parts.push(text)
    length += text.length
  }
  document.descendants((block, position, parent, index) => {
    if (!block.isTextblock) return true
    const isInCell = parent?.type.name === 'tableCell' || parent?.type.name === 'tableHeader'
    if (length > 0) add(isInCell ? '\n' : '\n\n')
    if (block.type.name === 'heading') add(`${'#'.repeat(Number(block.attrs.level))} `)
    else if (block.type.name === 'codeBlock') add('    ')
    else if (parent?.type.name === 'listItem' && index === 0) add('- ')
    else if (isInCell) add('| ')
    let link: string | null = null
    const close = (): void => {
      if (link !== null) add(`](${link})`)
      link = null
    }
    block.forEach((child, at) => {
      const href = child.marks.find((mark) => mark.type.name === 'link')?.attrs.href as string | undefined
      const isBare = href !== undefined && child.text !== undefined && href.endsWith(child.text)
      if (link !== (href ?? null)) {
        close()
        if (href !== undefined && !isBare) {
          add('[')
          link = href
        }
      }
      if (child.isText) add(child.text!, position + 1 + at)
      else add(child.type.name === 'hardBreak' ? '\n' : ' ', position + 1 + at)
    })
    close()
    if (isInCell) add(' |')
    return false
  })
  return { text: parts.join(''), runs }
}

/** Where a passage of the reading stands in the editor, or null when nothing of it does. */
export function placeOf({ runs }: Reading, offset: number, length: number): { from: number; to: number } | null {
  const end = offset + length
  let from: number | null = null
  let to: number | null = null
  for (const run of runs) {
    if (run.offset + run.length <= offset) continue
    if (run.offset >= end) break
    from ??= run.position + Math.max(0, offset - run.offset)
    to = run.position + Math.min(run.length, end - run.offset)
  }
  return from === null || to === null || to <= from ? null : { from, to }
}
