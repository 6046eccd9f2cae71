// Cuts prose into words, numbers, abbreviations, addresses, hashtags and signs. Each character is looked at a fixed number of times.
import { type Abbreviation, abbreviationAt } from './abbreviations.ts'
import { isBlank, isDigit, isLetter, isUpper } from './letters.ts'
import { blockEnd, type Work } from './markdown.ts'

export type Kind = 'word' | 'number' | 'abbreviation' | 'address' | 'hashtag' | 'sign' | 'end'

export interface Token {
  kind: Kind
  offset: number
  end: number
  text: string
  lower: string
  /** Begins with a capital letter. */
  capital: boolean
  abbreviation?: Abbreviation
}

/** Cuts a prose text (see markdown.ts). An empty line ends a block. */
export function tokenise(prose: string, work: Work): Token[] {
  const tokens: Token[] = []
  const push = (kind: Kind, offset: number, end: number, abbreviation?: Abbreviation) => {
    work.steps += 2 * (end - offset)
    const text = prose.slice(offset, end)
    const capital = isUpper(prose.charCodeAt(offset))
    tokens.push({ kind, offset, end, text, lower: text.toLowerCase(), capital, ...(abbreviation && { abbreviation }) })
    return end
  }
  let atStart = true
  for (let i = 0; i < prose.length;) {
    work.steps++
    const code = prose.charCodeAt(i)
    if (code === blockEnd || code === 0x2028) {
      i = push('end', i, i + 1)
      atStart = true
    } else if (isBlank(code)) {
      i++
      atStart = true
    } else {
      // Openers do not hide an address: "(www.example.org)".
      if (atStart && !openers.has(code)) {
        atStart = false
        const address = addressEnd(prose, i, work)
        if (address > i) {
          i = push(prose[i] === '#' ? 'hashtag' : 'address', i, address)
          continue
        }
      }
      if (isDigit(code)) i = number(prose, i, push)
      else if (isLetter(code)) i = word(prose, i, push)
      else i = push('sign', i, i + (isFirstHalf(code) && i + 1 < prose.length ? 2 : 1))
    }
  }
  return tokens
}

type Push = (kind: Kind, offset: number, end: number, abbreviation?: Abbreviation) => number

const openers = new Set([...'([{"\'„“”‚‘»«›‹<'].map((char) => char.charCodeAt(0)))
const closers = new Set([...'.,;:!?)]}"\'“”’‘«»›‹>*_'].map((char) => char.charCodeAt(0)))

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

const topLevels = new Set(
  'de com org net eu info at ch gov io app social dev tv berlin hamburg koeln cologne bayern nrw ruhr saarland sh pdf docx xlsx odt jpg png'.split(
    ' '
  )
)

/** Where an address, account or hashtag that begins at `from` ends; `from` if there is none. */
function addressEnd(text: string, from: number, work: Work): number {
  let end = from
  let at = -1
  let slash = -1
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (isBlank(code) || code === blockEnd || code === 0x2028) break
    if (code === 64 && at === -1 && end > from) at = end
    if (code === 47 && slash === -1) slash = end
  }
  work.steps += 3 * (end - from)
  const rest = end
  while (end > from && closers.has(text.charCodeAt(end - 1))) end--
  if (text[from] === '#') {
    let i = from + 1
    while (i < rest && (isLetter(text.charCodeAt(i)) || isDigit(text.charCodeAt(i)) || text[i] === '_')) i++
    return i > from + 1 && isLetter(text.charCodeAt(from + 1)) ? i : from
  }
  const beginning = text.slice(from, from + 8).toLowerCase()
  if (/^(?:https?:\/\/|www\.|mailto:|tel:)/.test(beginning)) return end
  if (text[from] === '@' && isLetter(text.charCodeAt(from + 1))) return end
  if (at > from && at < end - 1 && isNameSign(text.charCodeAt(at - 1)) && isNameSign(text.charCodeAt(at + 1)))
    return end
  return isHost(text, from, slash === -1 || slash > end ? end : slash) ? end : from
}

/** `stadt.de`, `stadt.de/bauen`, `antrag.pdf`: ends in something known, in small letters. */
function isHost(text: string, from: number, hostEnd: number): boolean {
  let dot = hostEnd - 1
  while (dot > from && dot > hostEnd - 12 && text[dot] !== '.') dot--
  if (dot <= from || text[dot] !== '.' || !topLevels.has(text.slice(dot + 1, hostEnd))) return false
  for (let i = from; i < hostEnd; i++) {
    const code = text.charCodeAt(i)
    if (!isNameSign(code) && code !== 46) return false
  }
  return true
}

function isNameSign(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 45 || code === 95
}

/** `31.12.2026`, `3,50`, `19:30`, `1.000`, `0661/123`, `8–12`; with letters behind it is a word (`24-Stunden-Dienst`). */
function number(text: string, from: number, push: Push): number {
  let i = from
  while (i < text.length) {
    if (isDigit(text.charCodeAt(i))) i++
    else if ('.,:/-–’'.includes(text[i]!) && isDigit(text.charCodeAt(i + 1))) i += 2
    else break
  }
  const joint = text[i] === '-' ? i + 1 : i
  if (!isLetter(text.charCodeAt(joint))) return push('number', from, i)
  if (joint === i && !isLetter(text.charCodeAt(i + 1))) return push('number', from, i + 1)
  return push('word', from, lettersEnd(text, joint))
}

function word(text: string, from: number, push: Push): number {
  const found = abbreviationAt(text, from, run(text, from))
  if (found) return push('abbreviation', from, found.end, found.abbreviation)
  return push('word', from, lettersEnd(text, from))
}

function run(text: string, from: number): number {
  let i = from
  while (i < text.length && isLetter(text.charCodeAt(i))) i++
  return i
}

/** Letters with what joins them: hyphens, apostrophes, the signs of gender (`Bürger*innen`, `Bürger:innen`). */
function lettersEnd(text: string, from: number): number {
  let i = from
  for (;;) {
    i = run(text, i)
    const next = text.charCodeAt(i + 1)
    const sign = text[i]
    const goesOn =
      ((sign === '-' || sign === '‑') && (isLetter(next) || isDigit(next))) ||
      ((sign === '’' || sign === "'") && isLetter(next) && i > from) ||
      ((sign === '*' || sign === ':' || sign === '_' || sign === '·') && text.startsWith('in', i + 1) && i > from)
    if (!goesOn) return i
    i++
    while (isDigit(text.charCodeAt(i))) i++
  }
}
