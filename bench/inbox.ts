// What finding costs as the years pile up: the inbox with 10 thousand, 100 thousand and 1 million conversations, each in an embedded
// database of its own, read through the functions that the pages call, under row-level security.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Bench, Measured } from './case.ts'

const sizes = [10_000, 100_000, 1_000_000]
const names = ['list', 'filter', 'search-rare', 'search-frequent', 'open']
/** In turns, so that whatever else this machine does meets all sizes. */
const turns = 140
const rounds = 5

/**
 * Cases per size: `list`, `filter`, `search-rare`, `search-frequent`, `open`, each p50 and p95 against a second; then `list-tenfold`,
 * `filter-tenfold` and `search-rare-tenfold`: the larger of the two ratios of p95 between neighbouring sizes; `search-frequent`: p95 at a million
 * against a second.
 */
export const bench: Bench = async function* () {
  const towns = sizes.map((size) => fork(join(import.meta.dirname, 'inbox-town.ts'), [String(size)]))
  try {
    await Promise.all(towns.map(readyOrEnded))
    const p95: Record<string, number[]> = {}
    for (const name of names) {
      const times = await measure(towns, name)
      p95[name] = times.map((of) => quantile(of, 0.95))
      for (const [at, size] of sizes.entries())
        for (const share of [0.5, 0.95])
          yield atMostASecond(`${name}-${size}-p${share * 100}`, quantile(times[at]!, share))
    }
    for (const name of ['list', 'filter', 'search-rare']) yield tenfold(`${name}-tenfold`, p95[name]!)
    yield atMostASecond('search-frequent', p95['search-frequent']!.at(-1)!)
  } finally {
    const ended = towns.filter((town) => town.exitCode === null).map((town) => once(town, 'exit'))
    for (const town of towns) if (town.connected) town.send({ name: 'end' })
    await Promise.all(ended)
  }
}

async function readyOrEnded(town: ChildProcess): Promise<void> {
  const ended = once(town, 'exit').then(() => 'ended')
  if ((await Promise.race([once(town, 'message'), ended])) === 'ended') throw new Error('a town could not be filled')
}

/** Milliseconds per round, for each size. The first turn only warms up. */
async function measure(towns: ChildProcess[], name: string): Promise<number[][]> {
  const times: number[][] = towns.map(() => [])
  for (let turn = 0; turn <= turns; turn++) {
    for (const [at, town] of towns.entries()) {
      town.send({ name, rounds })
      const [took] = (await once(town, 'message')) as [number[]]
      if (turn > 0) times[at]!.push(...took)
    }
  }
  return times
}

function quantile(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1]!
}

function atMostASecond(name: string, value: number): Measured {
  return { name, value, unit: 'ms', baseline: 1000, goal: 1, atMost: true }
}

/** The step between neighbouring sizes that is steepest. */
function tenfold(name: string, values: number[]): Measured {
  const steps = values.slice(1).map((value, at) => ({ value, baseline: values[at]! }))
  const steepest = steps.toSorted((a, b) => b.value / b.baseline - a.value / a.baseline)[0]!
  return { name, ...steepest, unit: 'ms', goal: 1.5, atMost: true }
}
