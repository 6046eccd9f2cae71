// Takes Markdown away without moving a letter: what is not prose becomes blanks, a block's end becomes one sign.
import { isLetter } from './letters.ts'

/** Counts what is done: characters looked at or written, tokens visited, ways tried. */
export interface Work {
  steps: number
}

/** Stands where a heading, list item, table cell or paragraph ends; no sentence goes across it. */
export const blockEnd = 0x2029
const blank = 32

/**
 * The prose of a text, as long as the text itself, so that positions stay true.
 * @example prose('**Bitte** [melden](https://example.org) Sie sich.')
 */
export function prose(text: string, work: Work): string {
  const codes = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i)
  let fenced = false
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    const fence = isFence(text, start, end)
    if (fence || fenced) fill(codes, start, end, work)
    else line(text, codes, start, end, work)
    if ((fence || fenced) && end < text.length) codes[end] = blockEnd
    if (fence) fenced = !fenced
    start = end + 1
  }
  return decode(codes)
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Half characters become one unit of replacement each, so the length stays. */
function decode(codes: Uint16Array): string {
  return decoder.decode(codes)
}

function isFence(text: string, start: number, end: number): boolean {
  let i = start
  while (i < end && i < start + 3 && text[i] === ' ') i++
  return i + 3 <= end && (text.startsWith('```', i) || text.startsWith('~~~', i))
}

function line(text: string, codes: Uint16Array, start: number, end: number, work: Work): void {
  work.steps += 2 * (end - start) + 1
  let i = skipBlanks(text, start, end)
  while (i < end && text[i] === '>') {
    codes[i] = blank
    i = skipBlanks(text, i + 1, end)
  }
  const before = start - 1
  const endsHere = () => {
    if (end < text.length) codes[end] = blockEnd
  }
  const startsHere = () => {
    if (before >= 0) codes[before] = blockEnd
  }
  if (i >= end) {
    endsHere()
    return startsHere()
  }
  const marker = listMarker(text, i, end)
  if (isRuler(text, i, end)) {
    fill(codes, i, end, work)
    startsHere()
    return endsHere()
  }
  if (text[i] === '#') {
    const from = i
    while (i < end && text[i] === '#') i++
    if (i - from <= 6 && (i === end || text[i] === ' ')) {
      fill(codes, from, i, work)
      startsHere()
      endsHere()
    }
  } else if (marker > i) {
    fill(codes, i, marker, work)
    startsHere()
  } else if (text[i] === '|') {
    startsHere()
    endsHere()
    for (let at = i; at < end; at++) if (text[at] === '|') codes[at] = blockEnd
  }
  if (text[end - 1] === '\\' || text.startsWith('  ', end - 2)) endsHere()
  inline(text, codes, i, end, work)
}

function skipBlanks(text: string, from: number, end: number): number {
  let i = from
  while (i < end && (text[i] === ' ' || text[i] === '\t' || text[i] === '\r')) i++
  return i
}

/** Where a list item's text begins, or `i` when it is none. "1. Mai" at a line's start is a date. */
function listMarker(text: string, i: number, end: number): number {
  let at = i
  if ('-*+•–·▪►✓✔→'.includes(text[i]!)) at = i + 1
  else {
    while (at < end && at < i + 3 && text[at]! >= '0' && text[at]! <= '9') at++
    if (at === i || (text[at] !== '.' && text[at] !== ')')) return i
    at++
  }
  if (at < end && text[at] !== ' ' && text[at] !== '\t') return i
  const next = skipBlanks(text, at, end)
  if (at > i + 1 && months.test(text.slice(next, next + 9))) return i
  const box = text.slice(next, next + 4)
  return box === '[ ] ' || box === '[x] ' ? next + 4 : next
}

export const months =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\.|Feb\.|Apr\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)(?!\p{Ll})/u

/** `---`, `===`, `***` and the line below a table's head. */
function isRuler(text: string, i: number, end: number): boolean {
  let signs = 0
  for (let at = i; at < end; at++) {
    if (!'-=*_|: \t\r'.includes(text[at]!)) return false
    if (text[at] !== ' ') signs++
  }
  return signs >= 3
}

/** Links keep their words, pictures and code go, signs of emphasis go. Each search goes on where the last one ended. */
function inline(text: string, codes: Uint16Array, from: number, end: number, work: Work): void {
  const open: number[] = []
  const next = finder(text, end, work)
  let filled = from
  for (let i = from; i < end; i++) {
    work.steps++
    const char = text[i]
    if (char === '`') {
      const close = next('`', i + 1)
      if (close === -1) codes[i] = blank
      else i = fill(codes, i, close + 1, work) - 1
    } else if (char === '[') open.push(i)
    else if (char === ']' && open.length > 0) {
      const start = open.pop()!
      const close = text[i + 1] === '(' ? next(')', i + 2) : -1
      if (close === -1) continue
      // A picture's words are not prose. Pictures in pictures must not fill the same place again and again.
      if (text[start - 1] === '!') filled = fill(codes, Math.max(start - 1, filled), i + 1, work)
      codes[start] = blank
      i = fill(codes, i, close + 1, work) - 1
    } else if (char === '<') {
      const close = next('>', i + 1)
      if (close === -1 || close - i > 2000 || !/[a-z/!]/i.test(text[i + 1] ?? '')) codes[i] = blank
      else i = fill(codes, i, close + 1, work) - 1
    } else if (char === '&') {
      const entity = /^&(?:#?[a-z0-9]{1,8});/i.exec(text.slice(i, Math.min(end, i + 12)))
      if (entity) i = fill(codes, i, i + entity[0].length, work) - 1
    } else if (char === '*' || char === '_' || char === '~') {
      const inWord = isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i + 1))
      if (!inWord) codes[i] = blank
    } else if (char === '\\' && '\\`*_{}[]()#+-.!~|<>'.includes(text[i + 1] ?? ' ')) {
      codes[i] = blank
      i++
    }
  }
}

/** Looks for a character up to `end`; asking again for places behind the last answer costs nothing twice. */
function finder(text: string, end: number, work: Work): (char: string, from: number) => number {
  const last = new Map<string, number>()
  return (char, from) => {
    const known = last.get(char)
    if (known !== undefined && (known === -1 || known >= from)) return known
    let at = from
    while (at < end && text[at] !== char) at++
    work.steps += at - from
    const found = at < end ? at : -1
    last.set(char, found)
    return found
  }
}

function fill(codes: Uint16Array, from: number, to: number, work: Work): number {
  work.steps += to - from
  // What ends a block stays: filling never joins two sentences.
  for (let i = from; i < to; i++) if (codes[i] !== blockEnd) codes[i] = blank
  return to
}
