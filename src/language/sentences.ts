// Where sentences end. A full stop ends one unless it belongs to an abbreviation, an ordinal, a date or an initial.
import { isDigit, isUpper } from './letters.ts'
import { months, type Work } from './markdown.ts'
import type { Token } from './tokens.ts'

export interface Sentence {
  /** Its tokens: from `first` up to and without `last`. */
  first: number
  last: number
  offset: number
  end: number
  /** Words, numbers, abbreviations and addresses. */
  words: number
}

/** Groups tokens to sentences. What holds no word (a line of hashtags, emojis or an address) is none. */
export function findSentences(tokens: readonly Token[], work: Work): Sentence[] {
  const sentences: Sentence[] = []
  let first = 0
  for (let i = 0; i < tokens.length; i++) {
    work.steps++
    if (!endsAt(tokens, i)) continue
    let last = i + 1
    if (tokens[i]!.kind !== 'end') while (isCloser(tokens[last])) last++
    add(sentences, tokens, first, last)
    work.steps += last - first
    first = last
    i = last - 1
  }
  add(sentences, tokens, first, tokens.length)
  return sentences
}

/** Whether a token counts as a word. */
export function isCounted(token: Token): boolean {
  return token.kind !== 'sign' && token.kind !== 'end'
}

function add(sentences: Sentence[], tokens: readonly Token[], from: number, to: number): void {
  let first = from
  let last = to
  while (first < last && tokens[first]!.kind === 'end') first++
  while (last > first && tokens[last - 1]!.kind === 'end') last--
  let words = 0
  let prose = 0
  for (let i = first; i < last; i++) {
    if (isCounted(tokens[i]!)) words++
    if (tokens[i]!.kind === 'word' || tokens[i]!.kind === 'abbreviation') prose++
  }
  if (prose === 0) return
  sentences.push({ first, last, offset: tokens[first]!.offset, end: tokens[last - 1]!.end, words })
}

function endsAt(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i]!
  if (token.kind === 'end') return true
  if (token.kind === 'abbreviation') return token.abbreviation!.mayEnd && startsSentence(tokens, i + 1)
  if (token.kind !== 'sign') return false
  if (token.text === '!' || token.text === '?') return !goesOnAfterQuote(tokens, i)
  if (token.text === '…') return endsWithDots(tokens, i)
  if (token.text !== '.') return false
  const next = tokens[i + 1]
  if (next?.text === '.') return false
  if (tokens[i - 1]?.text === '.') return endsWithDots(tokens, i)
  const previous = tokens[i - 1]
  if (!previous || previous.end !== token.offset) return true
  if (previous.kind === 'number') return !isOrdinal(tokens, i)
  // An initial: "A. Müller".
  if (previous.text.length === 1 && previous.capital) return startsSentence(tokens, i + 1)
  const after = next?.kind === 'sign' && isCloser(next) ? tokens[i + 2] : next
  if (!after || after.kind === 'end') return true
  if (after.text === ',' || after.text === ';' || after.text === ':') return false
  // An abbreviation that nobody listed is short; a long word before a small letter is a sentence typed in a hurry.
  if (isSmall(after)) return next!.offset > token.end && previous.text.length >= 5
  return after.kind !== 'number' || after.offset > token.end
}

function endsWithDots(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1]
  return !next || next.kind === 'end' || (next.kind === 'word' && next.capital)
}

/** `„Halt!“, rief sie` and `(bitte!) nicht` go on. */
function goesOnAfterQuote(tokens: readonly Token[], i: number): boolean {
  let next = i + 1
  // More signs follow: the last one decides.
  if (tokens[next]?.text === '!' || tokens[next]?.text === '?') return true
  while (isCloser(tokens[next]) && next < i + 4) next++
  const token = tokens[next]
  if (!token) return false
  return token.text === ',' || (next > i + 1 && isSmall(token))
}

function isSmall(token: Token): boolean {
  return token.kind === 'word' && !token.capital && !isDigit(token.text.charCodeAt(0))
}

function isCloser(token: Token | undefined): boolean {
  return token?.kind === 'sign' && '”“’‘"\'»«›‹)]'.includes(token.text) && token.text !== '„'
}

/** Whether the number before the full stop at `i` is one of a row: "am 3. Mai", "im 2. Stock", "vom 3. bis". */
function isOrdinal(tokens: readonly Token[], i: number): boolean {
  const number = tokens[i - 1]!
  const next = tokens[i + 1]
  if (!next || next.kind === 'end') return false
  if (next.text === ',' || next.text === '-' || next.text === '/' || next.text === ')') return true
  if (isSmall(next)) return true
  if (next.kind === 'number') return number.text.length <= 2
  if (next.kind !== 'word') return false
  if (months.test(next.text)) return true
  if (number.text.length > 2 || starters.has(next.lower)) return false
  const before = tokens[i - 2]
  return counted.test(next.lower) || (before !== undefined && articles.has(before.lower))
}

const articles = new Set(
  'der die das dem den des zum zur am vom im ab bis beim ein eine einen einer seit und unser unsere ihr jeder jede jedes'.split(
    ' '
  )
)
const counted =
  /^(?:stock|obergeschoss|og|ug|etage|klasse|platz|mal|lesung|quartal|bauabschnitt|jahrhundert|weltkrieg|liga|runde|teil|nachtrag|änderung|sitzung|halbjahr|advent|woche|geburtstag|lebensjahr|schuljahr|preis|tag|stadtfest)/

/** Words that often begin a sentence and never follow an ordinal or an initial. */
const starters = new Set(
  (
    'der die das dem den des ein eine einem einen einer es er sie wir ihr ich du man wer was wie wo wann warum wenn weil ob dass als da dann dort hier heute ' +
    'gestern morgen bitte alle auch auf aus bei bis damit danach dazu denn dennoch deshalb doch durch für gegen im in ins ist jede jeder jedes jetzt kein ' +
    'keine können kommen mit nach nur nun ob oder ohne seit sind so sollten trotzdem um und unser unsere unter viele vom von vor während weitere wegen welche ' +
    'werden wird zu zum zur zudem zusätzlich außerdem am an ab ihre ihren ihr diese dieser dieses dabei dafür darum davon sobald sollen müssen rufen melden ' +
    'nicht noch schon immer manche mehr anmeldung eintritt kosten treffpunkt informationen karten'
  ).split(' ')
)

/** Whether what follows can only be a new sentence. */
function startsSentence(tokens: readonly Token[], i: number): boolean {
  let next = i
  while (isCloser(tokens[next]) && next < i + 3) next++
  const token = tokens[next]
  if (!token || token.kind === 'end') return true
  return token.kind === 'word' && isUpper(token.text.charCodeAt(0)) && starters.has(token.lower)
}
