// The checks that need no running program. `npm run check` runs them all; the test command runs them first.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

interface Check {
  name: string
  /** From node_modules/.bin; fails when the check does not hold. */
  command: readonly string[]
}

/** The others read what it writes. */
const first: Check = { name: 'SvelteKit knows the routes', command: ['svelte-kit', 'sync'] }

/** The longest first, so that the short ones fill the gaps. */
const others: readonly Check[] = [
  { name: 'types', command: ['svelte-check', '--fail-on-warnings', '--output', 'human'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'module boundaries',
    command: ['depcruise', '--config', 'dependency-cruiser.config.mjs', '--output-type', 'err', 'src']
  },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '--quiet'] },
  { name: 'licences', command: ['node', 'tests/licences.ts'] },
  { name: 'house rules', command: ['node', 'tests/rules.ts'] }
]

/** Runs every check, as many at once as the machine has room for; each one's output stands together. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  let failed = (await holds(first)) ? 0 : 1
  const waiting = [...others]
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await holds(check))) failed++
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work))
  return { passed: others.length + 1 - failed, failed }
}

function holds({ name, command }: Check): Promise<boolean> {
  const [program = '', ...rest] = command
  const root = join(import.meta.dirname, '..')
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules/.bin', program), rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
    const end = (isHeld: boolean) => {
      process.stdout.write(Buffer.concat(said))
      console.log(`${isHeld ? '✓' : '✗'} ${name}`)
      resolve(isHeld)
    }
    child.on('error', (error) => {
      console.error(String(error))
      end(false)
    })
    child.on('close', (status) => end(status === 0))
  })
}

if (import.meta.main) process.exitCode = (await runChecks()).failed > 0 ? 1 : 0
