// `ortsgespraech dev`: Vite's development server, with an embedded database in a folder of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { installation } from '#platform/installation.ts'
import type { Call } from './commands.ts'
import { bringUpToDate, openDatabase } from './database.ts'
import { readSettings } from './settings.ts'
import { untilSignal } from './signals.ts'

/** Runs until Vite ends or a signal comes. The hooks connect to what DATABASE_URL and DATA_DIR name. */
export async function run(call: Call): Promise<void> {
  const settings = readSettings(call, 'data/dev')
  const database = await openDatabase(settings)
  try {
    await bringUpToDate(database)
    const vite = join(installation(), 'node_modules/vite/bin/vite.js')
    const port = call.values.port ? ['--port', String(settings.port)] : []
    const child = spawn(process.execPath, [vite, 'dev', ...port], {
      cwd: installation(),
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: database.program, DATA_DIR: settings.dataDirectory }
    })
    const ended = once(child, 'exit')
    await Promise.race([ended, untilSignal()])
    child.kill('SIGTERM')
    await ended
  } finally {
    await database.stop()
  }
}
