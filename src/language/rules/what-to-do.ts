import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import { months } from '../markdown.ts'
import type { Mark } from '../types.ts'

/**
 * A text with a duty or a deadline that nowhere says "Sie müssen …", "Melden Sie …", "Bitte …": the reader's first question,
 * "Was muss ich tun?", stays open. One mark, where the duty stands.
 */
export function whatToDo(reading: Reading, marks: readonly Mark[], add: Add): void {
  let duty: { offset: number; length: number } | null = null
  for (const sentence of reading.sentences) {
    if (answers(reading, sentence)) return
    duty ??= dutyIn(reading, sentence, marks)
  }
  if (duty) add({ rule: 'whatToDo', severity: 'warning', reason: 'whatToDo', ...duty })
}

/** Questions and offers, no answers. */
const noOrder = new Set(
  'haben sind können wollen möchten sollen dürfen werden würden kennen wissen suchen brauchen finden ziehen'.split(' ')
)
const modal = new Set(
  'müssen können brauchen sollten dürfen melden schicken zahlen bezahlen beantragen bringen kommen wenden'.split(' ')
)

function answers(reading: Reading, sentence: Sentence): boolean {
  const { tokens } = reading
  const asks = tokens[sentence.last - 1]?.text === '?'
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { lower, text, capital } = tokens[i]!
    const next = tokens[i + 1]
    if (text === 'bitte' || text === 'Bitte') return true
    // Only the address has a capital letter inside a sentence; at its beginning "Sie müssen" may be anybody.
    if (!asks && text === 'Sie' && next && modal.has(next.lower)) return true
    if (!asks && modal.has(lower) && next?.text === 'Sie') return true
    if (!asks && capital && i === sentence.first && lower.endsWith('en') && next?.text === 'Sie' && !noOrder.has(lower))
      return true
    if ((lower === 'du' || lower === 'ihr') && next && /(?:st|t)$/.test(next.lower) && next.kind === 'word') return true
    if (lower === 'so' && next?.lower === 'geht') return true
    if (lower === 'tun' && tokens[i - 1]?.lower === 'ich') return true
  }
  return asksWho(reading, sentence)
}

/** "Wer einen Hund hält, muss ihn anmelden." */
function asksWho(reading: Reading, sentence: Sentence): boolean {
  if (reading.tokens[sentence.first]?.lower !== 'wer') return false
  for (let i = sentence.first; i + 1 < sentence.last && i < sentence.first + 40; i++) {
    reading.steps++
    if (reading.tokens[i]!.text === ',') return reading.tokens[sentence.last - 1]?.text !== '?'
  }
  return false
}

const dutyWord =
  /(?:frist|fristen|pflicht|pflichten|pflichtig|pflichtige|stichtag)$|^(?:verpflichtet|anmeldeschluss|abgabetermin|einzureichen|anzumelden|abzugeben|vorzulegen|anzuzeigen|nachzuweisen)$/
/** With a date behind "bis" they make a deadline; without them it is only how long something lasts. */
const request =
  /^(?:anmeld|antr[aä]g|abgab|einreich|gebühr|zahl|überweis|bewerb|bewirb|unterlagen|stellungnahme|rückmeld|beitr[aä]g|angemeldet|eingereicht|beantragt|bezahlt)/
/** "ist zu rechnen" asks nothing of anybody. */
const noDuty = /(?:rechnen|erwarten|sehen|hören|lesen|finden|verstehen|hoffen|befürchten|entnehmen)$/

function dutyIn(
  reading: Reading,
  sentence: Sentence,
  marks: readonly Mark[]
): Mark | { offset: number; length: number } | null {
  const order = orderIn(reading, sentence, marks)
  if (order) return { offset: order.offset, length: order.length }
  let deadline = -1
  let asked = false
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { kind, lower } = reading.tokens[i]!
    if (kind !== 'word') continue
    if (lower.length <= 40 && dutyWord.test(lower)) return span(reading, i, i)
    if (request.test(lower)) asked = true
    if (lower === 'bis' && deadline === -1 && hasDate(reading, sentence, i + 1)) deadline = i
  }
  return asked && deadline !== -1 ? span(reading, deadline, deadline) : null
}

/** The first order of the sentence; marks come in the order of the text, so each is looked at once. */
function orderIn(reading: Reading, sentence: Sentence, marks: readonly Mark[]): Mark | null {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (marks[middle]!.offset < sentence.offset) low = middle + 1
    else high = middle
  }
  for (let i = low; i < marks.length && marks[i]!.offset < sentence.end; i++) {
    reading.steps++
    const { offset, length } = marks[i]!
    if (!noDuty.test(reading.text.slice(Math.max(offset, offset + length - 20), offset + length))) return marks[i]!
  }
  return null
}

/** A date within a few words: "zum 31. März", "spätestens 1.3.2027", "Freitag, 4. Mai". */
function hasDate(reading: Reading, sentence: Sentence, from: number): boolean {
  const end = Math.min(sentence.last, from + 6)
  for (let i = from; i < end; i++) {
    const { kind, text } = reading.tokens[i]!
    if (kind === 'word' && months.test(text)) return true
    if (kind === 'number' && /^\d{1,2}\.\d{1,2}/.test(text)) return true
  }
  return false
}
