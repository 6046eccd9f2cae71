import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import { conjunctions, isInfinitive, isInfinitiveWithZuInside, prepositions, sein } from '../verbs.ts'

const reach = 30
/** "schwer zu finden" says how something is, not what somebody must do. */
const judging = new Set('leicht schwer schwierig einfach gut kaum besser schlecht'.split(' '))

/** What somebody may do or ought to know, not what somebody must do. */
const offering = new Set('sehen hören lesen finden haben tun sagen spüren'.split(' '))

/** "ist … zu entrichten", "ist einzureichen", "die einzureichen sind": an order that hides whose duty it is. */
export function isTo(reading: Reading, sentence: Sentence, add: Add): void {
  const { tokens } = reading
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    if (!sein.has(tokens[i]!.lower)) continue
    const before = orderEndingAt(reading, sentence, i - 1)
    if (before !== -1) {
      add({ rule: 'isTo', severity: 'warning', reason: 'isTo', ...span(reading, before, i) })
      continue
    }
    const end = Math.min(sentence.last, i + reach)
    for (let at = i + 1; at < end; at++) {
      reading.steps++
      const { kind, text, lower } = tokens[at]!
      if (kind === 'sign' && ',;:'.includes(text)) break
      if (sein.has(lower)) break
      if (!isClosed(reading, sentence, at)) continue
      if (orderEndingAt(reading, sentence, at) === -1) continue
      add({ rule: 'isTo', severity: 'warning', reason: 'isTo', ...span(reading, i, at) })
      break
    }
  }
}

/** Where the infinitive with "zu" that ends at `index` begins, or -1. */
function orderEndingAt(reading: Reading, sentence: Sentence, index: number): number {
  const { tokens } = reading
  if (index < sentence.first) return -1
  const { kind, lower, capital } = tokens[index]!
  if (kind !== 'word' || capital) return -1
  if (isInfinitiveWithZuInside(lower)) return index
  const zu = index - 1
  if (offering.has(lower)) return -1
  if (zu < sentence.first || tokens[zu]!.lower !== 'zu' || !isInfinitive(lower)) return -1
  return zu > sentence.first && judging.has(tokens[zu - 1]!.lower) ? -1 : zu
}

/** Behind a verb the clause ends or something is added; behind "zu bestimmten" comes a noun. */
function isClosed(reading: Reading, sentence: Sentence, index: number): boolean {
  if (index + 1 >= sentence.last) return true
  const next = reading.tokens[index + 1]!
  return next.kind === 'sign' || conjunctions.has(next.lower) || prepositions.has(next.lower)
}
