// The checks that need no running program. `npm run check` runs them all; the test command runs them first.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Each check with the command (from node_modules/.bin) that fails when it does not hold. */
export const checks: readonly { name: string; command: readonly string[] }[] = [
  { name: 'SvelteKit knows the routes', command: ['svelte-kit', 'sync'] },
  { name: 'types', command: ['svelte-check', '--fail-on-warnings', '--output', 'human'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '--quiet'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'module boundaries',
    command: ['depcruise', '--config', 'dependency-cruiser.config.mjs', '--output-type', 'err', 'src']
  },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  { name: 'licences', command: ['node', 'tests/licences.ts'] },
  { name: 'house rules', command: ['node', 'tests/rules.ts'] }
]

if (import.meta.main) {
  let failed = 0
  for (const check of checks) {
    const [program = '', ...rest] = check.command
    const root = join(import.meta.dirname, '..')
    const { status } = spawnSync(join(root, 'node_modules/.bin', program), rest, { cwd: root, stdio: 'inherit' })
    console.log(`${status === 0 ? '✓' : '✗'} ${check.name}`)
    if (status !== 0) failed++
  }
  process.exitCode = failed > 0 ? 1 : 0
}
