// The marks of a text that the classifier goes by: stems, pairs of them, pieces of three to five letters (which forgive
// spelling, dialect and compounds), and the fields it speaks of. Each is only a number: no text can be read from them.
import { fieldsOf } from './fields.ts'
import { isIdle, wordsOf } from './text.ts'

/**
 * How much each kind of mark counts. The weight of the fields was chosen among 1, 2, 3, 4 and 8 after looking at the report; on the
 * fresh messages the choice moved the first three by six hundredths (docs/benchmarks.md says what that is worth).
 */
const usualWeights = { stem: 0.3, pair: 0.2, piece: 1, field: 2, area: 2 }
export type Weights = typeof usualWeights

export interface Marks {
  /** Weight by mark. */
  all: Map<number, number>
  /** The marks of each word as it was written. */
  byWord: Map<string, Set<number>>
}

/** The marks of a text. Without `withFields` only what stands in the text itself. */
export function marksOf(text: string, withFields = true, weights: Weights = usualWeights): Marks {
  const all = new Map<number, number>()
  const byWord = new Map<string, Set<number>>()
  const words = wordsOf(text)
  const telling = words.filter((word) => !isIdle(word))
  const add = (kind: string, what: string, weight: number, said?: string) => {
    const mark = hash(`${kind}${what}`)
    all.set(mark, weight)
    if (said === undefined) return
    const own = byWord.get(said) ?? new Set()
    byWord.set(said, own.add(mark))
  }
  for (const [at, { said, bare, stem }] of telling.entries()) {
    add('w', stem, weights.stem, said)
    const next = telling[at + 1]
    if (next) add('p', `${stem} ${next.stem}`, weights.pair)
    const framed = `^${bare.slice(0, 40)}$`
    for (let length = 3; length <= 5; length += 1)
      for (let from = 0; from + length <= framed.length; from += 1)
        add('c', framed.slice(from, from + length), weights.piece, said)
  }
  if (!withFields) return { all, byWord }
  const hits = fieldsOf(words)
  const times = (name: (hit: (typeof hits)[number]) => string, of: string) =>
    hits.filter((hit) => name(hit) === of).length
  for (const hit of hits) {
    add('f', hit.field, weights.field * Math.sqrt(times((one) => one.field, hit.field)), hit.said)
    add('a', hit.area, weights.area * Math.sqrt(times((one) => one.area, hit.area)), hit.said)
  }
  return { all, byWord }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 2166136261
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619)
  return value >>> 0
}
