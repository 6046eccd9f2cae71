import { type Add, isNoun, type Reading, whole } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import { isInfinitive, isInfinitiveWithZuInside, mayBeVerb, prepositions, relatives, subordinators } from '../verbs.ts'

/** Open nothing else; what they open may be interrupted by another clause: "dass die Schule, die …". */
const certain = new Set('dass weil wenn obwohl obgleich sobald solange nachdem bevor indem sodass'.split(' '))

/** More than one subordinate clause in a sentence. Infinitives with "zu" behind a comma count as such. */
export function subordinateClauses(reading: Reading, sentence: Sentence, add: Add): void {
  let count = 0
  // Clause by clause: from one comma to the next.
  for (let from = sentence.first; from < sentence.last;) {
    let to = from
    while (to < sentence.last && !isComma(reading, to)) to++
    if (from < to && isSubordinate(reading, sentence, from, to)) count++
    reading.steps += to - from + 1
    from = to + 1
  }
  if (count < 2) return
  const severity = count > 2 ? 'warning' : 'hint'
  add({ rule: 'subordinateClauses', severity, reason: 'subordinateClauses', data: { count }, ...whole(sentence) })
}

function isComma(reading: Reading, index: number): boolean {
  const { kind, text } = reading.tokens[index]!
  return kind === 'sign' && (text === ',' || text === ';' || text === ':' || text === '–')
}

function isSubordinate(reading: Reading, sentence: Sentence, from: number, to: number): boolean {
  const { tokens } = reading
  const isFirst = from === sentence.first
  let head = from
  // ", und dass …", ", in der …", ", auf die …"
  if (!isFirst && ['und', 'oder', 'aber'].includes(tokens[head]!.lower) && head + 1 < to) head++
  if (!isFirst && prepositions.has(tokens[head]!.lower) && head + 1 < to) {
    const next = tokens[head + 1]!.lower
    if (relatives.has(next) || next === 'denen' || next.startsWith('welche')) return endsInVerb(reading, to)
  }
  const word = tokens[head]!.lower
  let last = to - 1
  while (last > from && tokens[last]!.kind === 'sign') last--
  if (!isFirst && certain.has(word)) return true
  if (subordinators.has(word)) {
    // "Während der Ferien", "Als Erstes", "Wie geht es?" are none: the verb stands last in a subordinate clause.
    return endsInVerb(reading, to) && (!isFirst || to < sentence.last)
  }
  if (isFirst) return false
  if (relatives.has(word)) return endsInVerb(reading, to) && !isNoun(reading, sentence, last)
  const end = tokens[last]!.lower
  if (isInfinitiveWithZuInside(end)) return true
  return last > from && isInfinitive(end) && tokens[last - 1]!.lower === 'zu'
}

function endsInVerb(reading: Reading, to: number): boolean {
  let last = to - 1
  while (last > 0 && reading.tokens[last]!.kind === 'sign') last--
  const token = reading.tokens[last]!
  return token.kind === 'word' && !token.capital && mayBeVerb(token.lower)
}
