// `npm run bench -- NAME [--json]`: runs one benchmark, or all. Each case compares with a baseline measured in the same
// run on the same machine, so the ratio means something anywhere. What each measures: docs/benchmarks.md.
import { parseArgs } from 'node:util'
import type { Bench, Measured } from './case.ts'

const benches: Record<string, () => Promise<Bench>> = {
  start: async () => (await import('./start.ts')).bench,
  site: async () => (await import('./site.ts')).bench,
  fanout: async () => (await import('./fanout.ts')).bench,
  intake: async () => (await import('./intake.ts')).bench,
  inbox: async () => (await import('./inbox.ts')).bench,
  language: async () => (await import('./language.ts')).bench
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } }
})
const wanted = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = wanted.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
for (const name of wanted) {
  const run = await benches[name]!()
  for await (const measured of run()) print(name, measured)
}
process.exit(0)

function print(bench: string, { name, value, unit, baseline, goal, atMost }: Measured): void {
  const ratio = value / baseline
  if (values.json) {
    console.log(
      JSON.stringify({
        bench,
        case: name,
        value: round(value),
        unit,
        baseline: round(baseline),
        ratio: round(ratio),
        goal
      })
    )
    return
  }
  const met = atMost ? ratio <= goal : ratio >= goal
  console.log(
    `${met ? '✓' : '✗'} ${bench} ${name}: ${round(value)} ${unit}, baseline ${round(baseline)}, ratio ${round(ratio)} (goal ${atMost ? '<=' : '>='} ${goal})`
  )
}

function round(figure: number): number {
  return Number(figure.toPrecision(4))
}
