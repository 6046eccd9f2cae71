// The test command: build, checks, then every test. Its last line reads "N passed, N failed".
// With arguments it runs only the named test files, without build and checks: `npm test -- src/dialogue`.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './check.ts'

const root = join(import.meta.dirname, '..')
const chosen = process.argv.slice(2)
let passed = 0
let failed = 0

if (chosen.length > 0) await run(['svelte-kit', 'sync'])
else ({ passed, failed } = await runChecks())
const folder = await mkdtemp(join(tmpdir(), 'ortsgespraech-tests-'))
const report = join(folder, 'report.json')
const code = await run([
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...chosen
])
const counted = await count(report)
passed += counted.passed
failed += counted.failed
// A file that cannot be loaded, or an error outside of a test, fails the run without failing a test.
if (code !== 0 && counted.failed === 0) failed++
await rm(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function run(command: readonly string[]): Promise<number> {
  const [program = '', ...rest] = command
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', program), rest, { cwd: root, stdio: 'inherit' })
    child.on('error', (error) => {
      console.error(String(error))
      resolve(1)
    })
    child.on('close', (status) => resolve(status ?? 1))
  })
}

async function count(file: string): Promise<{ passed: number; failed: number }> {
  try {
    const read = JSON.parse(await readFile(file, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      numPendingTests: number
      numTodoTests: number
    }
    // A skipped test counts as failed: nothing may be skipped silently.
    return { passed: read.numPassedTests, failed: read.numFailedTests + read.numPendingTests + read.numTodoTests }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
