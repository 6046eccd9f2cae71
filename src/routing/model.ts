// What is learned: per unit the sum of its texts' marks (each text of the same length), compared with a new text by the
// angle between them, rare marks counting more (Rocchio 1971, with inverse document frequencies). It is a sum, so an
// example can be added and taken back at any time, and no single text is kept.
import type { Marks } from './marks.ts'

/** For learning: easy to change. */
export interface Sums {
  units: string[]
  /** Examples by unit, in the order of `units`. */
  examples: number[]
  marks: Map<number, { texts: number; byUnit: Map<number, number> }>
}

/** For guessing: small and quick. */
export interface Model {
  units: string[]
  examples: number
  /** Sorted. */
  marks: Uint32Array
  rarity: Float32Array
  /** Where the sums of a mark begin; one more than there are marks. */
  starts: Uint32Array
  unitOf: Uint8Array
  sum: Float32Array
  /** By unit. */
  length: Float64Array
}

export interface Guess {
  unit: string
  /** Between 0 and 1. */
  certainty: number
}

const mostUnits = 250
/** Above this many marks those that only one text has are let go. */
const mostMarks = 120_000

export function emptySums(): Sums {
  return { units: [], examples: [], marks: new Map() }
}

/** Adds an example, or takes one back (`times` -1). */
export function learn(sums: Sums, marks: Marks, unit: string, times: 1 | -1 = 1): void {
  let at = sums.units.indexOf(unit)
  if (at === -1) {
    if (times === -1 || sums.units.length >= mostUnits) return
    at = sums.units.push(unit) - 1
    sums.examples.push(0)
  }
  sums.examples[at] = Math.max(0, sums.examples[at]! + times)
  let length = 0
  for (const weight of marks.all.values()) length += weight * weight
  length = Math.sqrt(length) || 1
  for (const [mark, weight] of marks.all) {
    const row = sums.marks.get(mark) ?? { texts: 0, byUnit: new Map<number, number>() }
    row.texts += times
    const sum = (row.byUnit.get(at) ?? 0) + (times * weight) / length
    if (sum > 1e-6) row.byUnit.set(at, sum)
    else row.byUnit.delete(at)
    if (row.texts > 0 && row.byUnit.size > 0) sums.marks.set(mark, row)
    else sums.marks.delete(mark)
  }
}

/** Makes the sums ready for guessing. */
export function settle(sums: Sums): Model {
  const isMany = sums.marks.size > mostMarks
  const sorted = [...sums.marks].filter(([, { texts }]) => !isMany || texts > 1).toSorted(([a], [b]) => a - b)
  const entries = sorted.reduce((count, [, { byUnit }]) => count + byUnit.size, 0)
  const examples = sums.examples.reduce((all, one) => all + one, 0)
  const model: Model = {
    units: sums.units,
    examples,
    marks: new Uint32Array(sorted.length),
    rarity: new Float32Array(sorted.length),
    starts: new Uint32Array(sorted.length + 1),
    unitOf: new Uint8Array(entries),
    sum: new Float32Array(entries),
    length: new Float64Array(sums.units.length)
  }
  let at = 0
  for (const [index, [mark, { texts, byUnit }]] of sorted.entries()) {
    model.marks[index] = mark
    const rarity = (model.rarity[index] = Math.log(1 + examples / texts))
    for (const [unit, sum] of byUnit) {
      model.unitOf[at] = unit
      model.sum[at] = sum
      model.length[unit]! += (sum * rarity) ** 2
      at += 1
    }
    model.starts[index + 1] = at
  }
  for (const [unit, square] of model.length.entries()) model.length[unit] = Math.sqrt(square) || 1
  return model
}

/** How near a text is to each unit, between 0 and 1, in the order of `model.units`. */
export function likeness(model: Model, marks: Iterable<[number, number]>): Float64Array {
  const near = new Float64Array(model.units.length)
  let own = 0
  for (const [mark, weight] of marks) {
    const index = find(model.marks, mark)
    if (index === -1) continue
    const rarity = model.rarity[index]!
    own += (weight * rarity) ** 2
    for (let at = model.starts[index]!; at < model.starts[index + 1]!; at += 1) {
      const unit = model.unitOf[at]!
      near[unit]! += (weight * rarity * model.sum[at]! * rarity) / model.length[unit]!
    }
  }
  const length = Math.sqrt(own) || 1
  return near.map((one) => one / length)
}

/** The units for a text, likeliest first, with certainties that add up to one. */
export function guess(model: Model, marks: Marks, sharpness: number): Guess[] {
  const near = likeness(model, marks.all)
  const most = Math.max(...near)
  const powers = near.map((one) => Math.exp((one - most) * sharpness))
  const sum = powers.reduce((all, one) => all + one, 0)
  return Array.from(powers, (power, at) => ({ unit: model.units[at]!, certainty: power / sum })).toSorted(
    (a, b) => b.certainty - a.certainty
  )
}

/** The words of a text that speak most for this unit against the others. */
export function reasons(model: Model, marks: Marks, unit: string, most = 3): string[] {
  const at = model.units.indexOf(unit)
  if (at === -1) return []
  const scored = [...marks.byWord].map(([said, own]) => {
    const near = likeness(
      model,
      [...own].map((mark) => [mark, marks.all.get(mark)!])
    )
    const others = (near.reduce((all, one) => all + one, 0) - near[at]!) / Math.max(1, near.length - 1)
    return { said, speaks: near[at]! - others }
  })
  return scored
    .filter(({ speaks }) => speaks > 0)
    .toSorted((a, b) => b.speaks - a.speaks)
    .slice(0, most)
    .map(({ said }) => said)
}

function find(sorted: Uint32Array, wanted: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const here = sorted[middle]!
    if (here === wanted) return middle
    if (here < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
