// How sure a guess may be said to be: tried on the examples themselves, each part guessed by what the others taught.
import { emptySums, learn, likeness, settle } from './model.ts'
import type { Marks } from './marks.ts'

export interface Example {
  marks: Marks
  unit: string
}

/** What trying it on itself gave; shares between 0 and 1. */
export interface Tried {
  examples: number
  first: number
  firstThree: number
  /** Of those that were said to be at least 90 % certain: how many, and the share that was right. */
  certain: number
  certainRight: number
}

const parts = 5
const mostTried = 800
export const usualSharpness = 12

/** Finds the sharpness under which the examples are least surprising, and says how good the guesses are. */
export function sharpen(all: Example[]): { sharpness: number; tried: Tried } {
  const examples = all.slice(0, mostTried)
  const guessed: { near: Float64Array; right: number }[] = []
  for (let part = 0; part < parts; part += 1) {
    const sums = emptySums()
    for (const [index, one] of examples.entries()) if (index % parts !== part) learn(sums, one.marks, one.unit)
    const model = settle(sums)
    for (const [index, one] of examples.entries())
      if (index % parts === part)
        guessed.push({ near: likeness(model, one.marks.all), right: model.units.indexOf(one.unit) })
  }
  const known = guessed.filter(({ right, near }) => right !== -1 && near.length > 1)
  let best = { sharpness: usualSharpness, surprise: Infinity }
  for (const sharpness of [3, 5, 8, 12, 17, 24, 34, 48, 68]) {
    const surprise = known.reduce((sum, one) => sum - Math.log(Math.max(1e-6, certaintyOf(one, sharpness))), 0)
    if (surprise < best.surprise) best = { sharpness, surprise }
  }
  const { sharpness } = best
  const certain = guessed.filter(
    ({ near }) => Math.max(...near.keys().map((at) => certaintyOf({ near, right: at }, sharpness))) >= 0.9
  )
  const share = (list: typeof guessed, places: number) =>
    list.length === 0 ? 0 : list.filter((one) => placeOf(one) < places).length / list.length
  return {
    sharpness,
    tried: {
      examples: guessed.length,
      first: share(guessed, 1),
      firstThree: share(guessed, 3),
      certain: certain.length,
      certainRight: share(certain, 1)
    }
  }
}

function certaintyOf({ near, right }: { near: Float64Array; right: number }, sharpness: number): number {
  return 1 / near.reduce((sum, one) => sum + Math.exp((one - near[right]!) * sharpness), 0)
}

function placeOf({ near, right }: { near: Float64Array; right: number }): number {
  return right === -1 ? Infinity : near.filter((one) => one > near[right]!).length
}
