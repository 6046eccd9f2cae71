// Tests against servers that somebody really runs: `npm run test:real -- mail`. What they need is named by variables
// (docs/operations.md); without them they fail and say so, they do not pass by being left out.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const known: Record<string, { file: string; needs: readonly string[] }> = {
  mail: {
    file: 'tests/mail/real.ts',
    needs: ['REAL_MAIL_ADDRESS', 'REAL_IMAP', 'REAL_SMTP', 'REAL_MAIL_USER', 'REAL_MAIL_PASSWORD']
  }
}
const root = join(import.meta.dirname, '..')
const asked = process.argv.slice(2)
if (asked.length === 0 || asked.some((name) => !known[name])) {
  console.error(`Usage: npm run test:real -- ${Object.keys(known).join('|')}`)
  process.exit(2)
}
for (const name of asked) {
  const { file, needs } = known[name]!
  const missing = needs.filter((variable) => !process.env[variable])
  if (missing.length > 0) {
    console.error(
      `${name}: no real server is named. Set ${missing.join(', ')} (docs/operations.md, "Tests against real servers").`
    )
    process.exit(1)
  }
  const { status } = spawnSync(
    join(root, 'node_modules/.bin/vitest'),
    ['run', '--config', 'tests/real.config.ts', file],
    {
      cwd: root,
      stdio: 'inherit'
    }
  )
  if (status !== 0) process.exit(status ?? 1)
}
