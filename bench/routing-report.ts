// `npm run report -- routing`: how well routing learns, on messages written for this product (content/routing). JSON lines.
// What the figures say and what they do not: docs/benchmarks.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marksOf, type Marks } from '#routing/marks.ts'
import { emptySums, guess, learn, settle } from '#routing/model.ts'
import { sharpen } from '#routing/sharpen.ts'

export interface Labelled {
  unit: string
  text: string
}

export interface Accuracy {
  report: 'routing'
  /** `set`: the rest of the labelled set; `fresh`: messages written after the word list was fixed. */
  heldOut: 'set' | 'fresh'
  /** Whether the shipped list of municipal words was used. */
  words: boolean
  examples: number
  tested: number
  seeds: number
  top1: number
  top3: number
  /** Share that was said to be at least 90 % certain, and the share of them that was right. */
  certain: number
  certainRight: number
}

const folder = join(import.meta.dirname, '../content/routing')
export const units = Object.keys(JSON.parse(readFileSync(join(folder, 'units.json'), 'utf8')) as object)

/** The labelled messages, by how they came (`k` comment, `m` mail, `t` telephone note, `f` Fediverse). */
export function labelled(set: 'messages' | 'fresh'): Labelled[] {
  return units.flatMap((unit) =>
    readFileSync(join(folder, set, `${unit}.txt`), 'utf8')
      .split('\n---\n')
      .map((part) => ({ unit, text: part.replace(/^[kmtf]\| /, '').trim() }))
  )
}

/** Learns from the first `examples` of each shuffled split and tests on at most 180 others. */
export function measure(heldOut: 'set' | 'fresh', words: boolean, examples: number, seeds = 5): Accuracy {
  const prepare = (one: Labelled) => ({ unit: one.unit, marks: marksOf(one.text, words) })
  const set = labelled('messages').map(prepare)
  const fresh = heldOut === 'fresh' ? labelled('fresh').map(prepare) : null
  const figures = { tested: 0, first: 0, three: 0, certain: 0, certainRight: 0 }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const mixed = shuffled(set, seed)
    const known = mixed.slice(0, examples)
    const sums = emptySums()
    for (const one of known) learn(sums, one.marks, one.unit)
    const model = settle(sums)
    const { sharpness } = sharpen(known)
    for (const one of fresh ?? mixed.slice(-180)) count(figures, guess(model, one.marks as Marks, sharpness), one.unit)
  }
  const share = (part: number, of = figures.tested) => (of === 0 ? 0 : Math.round((part / of) * 1000) / 1000)
  return {
    report: 'routing',
    heldOut,
    words,
    examples,
    tested: figures.tested / seeds,
    seeds,
    top1: share(figures.first),
    top3: share(figures.three),
    certain: share(figures.certain),
    certainRight: share(figures.certainRight, figures.certain)
  }
}

function count(
  figures: { tested: number; first: number; three: number; certain: number; certainRight: number },
  guesses: { unit: string; certainty: number }[],
  unit: string
): void {
  const place = guesses.findIndex((one) => one.unit === unit)
  figures.tested += 1
  if (place === 0) figures.first += 1
  if (place !== -1 && place < 3) figures.three += 1
  if ((guesses[0]?.certainty ?? 0) < 0.9) return
  figures.certain += 1
  if (place === 0) figures.certainRight += 1
}

function shuffled<T>(list: T[], seed: number): T[] {
  const mixed = [...list]
  let state = seed
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}
