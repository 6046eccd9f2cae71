// `ortsgespraech dev`: Vite's development server, with an embedded database in a folder of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ensureSetupLink } from '#people/set-up.ts'
import { connectDatabase, disconnectDatabase } from '#platform/database/database.ts'
import { installation } from '#platform/installation.ts'
import type { Call } from './commands.ts'
import { bringUpToDate, openDatabase } from './database.ts'
import { say } from './say.ts'
import { readSettings } from './settings.ts'
import { untilSignal } from './signals.ts'

/** Runs until Vite ends or a signal comes. The hooks connect to what DATABASE_URL and DATA_DIR name. */
export async function run(call: Call): Promise<void> {
  const settings = readSettings(call, 'data/dev')
  const database = await openDatabase(settings)
  try {
    await bringUpToDate(database)
    await announceSetup(database.program, settings.port)
    const vite = join(installation(), 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'dev', '--port', String(settings.port)], {
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

/** A new database has nobody who could sign in. */
async function announceSetup(databaseUrl: string, port: number): Promise<void> {
  connectDatabase(databaseUrl)
  const link = await ensureSetupLink(`http://localhost:${port}`).finally(disconnectDatabase)
  if (link) say({ de: `Zum Einrichten: ${link}`, en: `To set up: ${link}` })
}
