// `npm run report -- NAME`: prints what a part of the program can do as JSON lines.
import { measure } from './routing-report.ts'

const [name] = process.argv.slice(2)
if (name !== 'routing') {
  console.error(`no report named ${name ?? '(none)'}; there is: routing`)
  process.exit(2)
}
for (const heldOut of ['set', 'fresh'] as const)
  for (const words of [true, false])
    for (const examples of [50, 100, 300]) console.log(JSON.stringify(measure(heldOut, words, examples)))
