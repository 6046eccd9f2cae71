import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

const negations = new Set(
  'nicht nie niemals niemand niemanden niemandem nichts nirgends kein keine keinen keinem keiner keines weder'.split(
    ' '
  )
)
/** Deny by themselves, beside "un-". */
const denying = new Set('ohne ausgeschlossen auszuschließen selten abwegig fehlerhaft'.split(' '))
const un =
  /^un(?!d$|s$|ter|ser|sre|ten|längst|bedingt|gefähr|entgelt|mittelbar|verzüglich|weit|wetter|iver|ikat|i$|io|terschied)[a-zäöüß]{4,}/
const reach = 8

/** "nicht unüblich", "nicht ohne", "keiner … nicht": two denials that the reader must cancel. */
export function doubleNegation(reading: Reading, sentence: Sentence, add: Add): void {
  const { tokens } = reading
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    if (!negations.has(tokens[i]!.lower)) continue
    const second = secondDenial(reading, sentence, i)
    if (second === -1) continue
    add({ rule: 'doubleNegation', severity: 'warning', reason: 'doubleNegation', ...span(reading, i, second) })
    i = second
  }
}

function secondDenial(reading: Reading, sentence: Sentence, first: number): number {
  const { tokens } = reading
  const isNot = tokens[first]!.lower === 'nicht'
  const end = Math.min(sentence.last, first + reach)
  for (let i = first + 1; i < end; i++) {
    reading.steps++
    const { kind, text, lower } = tokens[i]!
    if (kind === 'sign' && ',;:–'.includes(text)) return -1
    // "weder … noch", "nicht … sondern", "keine … und keine" are plain denials in a row.
    if (lower === 'und' || lower === 'oder' || lower === 'noch' || lower === 'sondern') return -1
    if (lower === 'ohne') return i
    const isNear = i - first <= 2
    if (isNear && !tokens[i]!.capital && un.test(lower) && lower !== 'unbefugt') return i
    if (isNot && i === first + 1 && denying.has(lower)) return i
    if (!isNot && (lower === 'nicht' || lower === 'nichts')) return i
  }
  return -1
}
