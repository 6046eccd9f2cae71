/** What several networks do with texts: count them, shorten Markdown to its first words, cut at the ends of sentences. */
import { read } from '#language/reading.ts'

const segmenter = new Intl.Segmenter('de', { granularity: 'grapheme' })

/** Signs as people see them: an emoji of several code points is one. */
export function graphemes(text: string): number {
  // Only texts with combining signs, emojis and the like need the slow way.
  if (/^[\u0020-\u024f\u2010-\u203a\n\t€]*$/.test(text)) return text.length
  let count = 0
  for (const _ of segmenter.segment(text)) count++
  return count
}

/** The lead, or without one the first paragraph of the text without its Markdown. */
export function firstParagraph({ lead, body }: { lead: string; body: string }): string {
  if (lead.trim()) return lead.trim()
  const paragraph = body
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .find((block) => block !== '' && !/^(#|\||```|~~~|!\[[^\]]*\]\([^)]*\)$|-{3,}|\*{3,})/.test(block))
  return plainOf(paragraph ?? '')
}

function plainOf(markdown: string): string {
  return markdown
    .replace(/^(?:>|[-*+]|\d{1,9}[.)])\s+/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/(?<![\p{L}\p{N}\\])[*_](?=\S)|(?<=\S)(?<!\\)[*_](?![\p{L}\p{N}])/gu, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/ *\n */g, ' ')
    .trim()
}

/**
 * Cuts a text into pieces that fit: at the ends of sentences, where one is too long between words, and where a word is
 * too long within it. Nothing is lost but the blanks between the pieces.
 */
export function cutAtSentences(
  text: string,
  roomOf: (index: number) => number,
  count: (text: string) => number
): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const room = Math.max(roomOf(pieces.length), 20)
    if (count(rest) <= room) {
      pieces.push(rest)
      break
    }
    const ends = read(rest).sentences.map((sentence) => sentence.offset)
    const end = longest(ends, rest, room, count) ?? longest(wordStarts(rest), rest, room, count) ?? within(rest, room)
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  return pieces
}

/** The last of these places up to which it fits. */
function longest(places: number[], text: string, room: number, count: (text: string) => number): number | null {
  let best: number | null = null
  for (const place of places) {
    if (place === 0 || !text.slice(0, place).trim()) continue
    if (count(text.slice(0, place).trim()) > room) break
    best = place
  }
  return best
}

function wordStarts(text: string): number[] {
  return [...text.matchAll(/\s+(?=\S)/g)].map((match) => match.index + match[0].length)
}

function within(text: string, room: number): number {
  let end = 0
  let signs = 0
  for (const { segment } of segmenter.segment(text)) {
    if (++signs > room) break
    end += segment.length
  }
  return end
}
