// Rules of this house that no linter knows: each prints what breaks it.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|svelte|sql|mjs)$/.test(file) && !file.startsWith('node_modules'))
const wrong: string[] = []
/** Longer than 400 lines with a reason. */
const mayBeLong = new Map([
  ['src/platform/database/schema.ts', 'generated'],
  ['migrations/0001_foundation.sql', 'the schema reads best in one piece']
])

for (const file of files) {
  const text = read(file)
  const lines = text.split('\n').length
  if (lines > 420 && !mayBeLong.has(file)) wrong.push(`${file}: ${lines} lines; split it`)
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.)/.test(file)) wrong.push(`${file}: name it after what it does`)
  if (!file.startsWith('src/')) continue
  const isTest = file.endsWith('.test.ts')
  if (/^src\/(routes|ui)\//.test(file) && !isTest && /\bselectFrom\(|\binsertInto\(|\bsql`/.test(text))
    wrong.push(`${file}: SQL belongs in a module`)
  if (/^src\/(?!platform\/clock|routes|ui|cli|server)/.test(file) && !isTest && /new Date\(\)|Date\.now\(\)/.test(text))
    wrong.push(`${file}: take the time from platform/clock`)
  if (isTest && /\.(skip|only|todo)\(|skipIf|waitForTimeout/.test(text))
    wrong.push(`${file}: no skipped and no sleeping tests`)
}
if (read('package-lock.json').includes('"resolved": "http')) wrong.push('package-lock.json names a registry host')
const command = 'npm ci && npm test'
if (!read('README.md').includes(command) || !read('.ci/run').includes(command))
  wrong.push(`README.md and .ci/run must both call: ${command}`)
for (const line of wrong) console.error(line)
process.exitCode = wrong.length > 0 ? 1 : 0

function read(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return ''
  }
}
