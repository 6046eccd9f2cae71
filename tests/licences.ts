// Every package that the running program brings along has a licence that goes with EUPL-1.2.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Unlicense',
  'EUPL-1.2',
  'PostgreSQL',
  'OFL-1.1',
  'Python-2.0',
  'PSF-2.0',
  'MPL-2.0',
  'LGPL-3.0-or-later',
  'WTFPL',
  'Artistic-2.0',
  'Zlib'
])
// Packages that name their licence in a file only, each looked at by a person.
const byFile = new Map([['png-js', 'MIT']])

interface Locked {
  dev?: boolean
  link?: boolean
  license?: string
  optional?: boolean
}
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
const wrong: string[] = []
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.dev || entry.link) continue
  const licence = entry.license ?? readLicence(path) ?? byFile.get(path.split('node_modules/').at(-1)!)
  if (!fits(licence)) wrong.push(`${path.replace('node_modules/', '')}: ${licence ?? 'no licence named'}`)
}
for (const line of wrong) console.error(line)
process.exitCode = wrong.length > 0 ? 1 : 0

/** An "or" needs one fitting licence, an "and" needs all. */
function fits(expression: string | undefined): boolean {
  if (!expression) return false
  const parts = expression.replace(/[()]/g, '').split(/\s+OR\s+/)
  return parts.some((part) => part.split(/\s+AND\s+/).every((one) => allowed.has(one.trim())))
}

function readLicence(path: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as { license?: string }).license
  } catch {
    return undefined
  }
}
