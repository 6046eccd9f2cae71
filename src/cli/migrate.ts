// `ortsgespraech migrate`: brings the database up to date without serving anything.
import type { Call } from './commands.ts'
import { borrowDatabase, bringUpToDate } from './database.ts'
import { say } from './say.ts'
import { readSettings } from './settings.ts'

/** Migrates the embedded database or the one of DATABASE_URL. */
export async function run(call: Call): Promise<void> {
  const database = await borrowDatabase(readSettings(call))
  try {
    await bringUpToDate(database)
    say({ de: 'Die Datenbank ist auf dem neuesten Stand.', en: 'The database is up to date.' })
  } finally {
    await database.stop()
  }
}
