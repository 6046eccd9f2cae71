// What commands other than `start` need: the database of the settings, borrowed from a running program or started for the
// command, and the use cases' surroundings on it.
import { existsSync } from 'node:fs'
import { clusterIn } from '#platform/database/embedded/place.ts'
import { startProgram } from '#program.ts'
import { borrowDatabase, bringUpToDate } from './database.ts'
import type { OpenDatabase } from './database.ts'
import { Complaint } from './say.ts'
import type { Settings } from './settings.ts'

/**
 * Runs `work` where use cases can be called. Works beside a running program; this process does no jobs.
 * @throws Complaint
 */
export async function withProgram<T>(settings: Settings, work: () => Promise<T>): Promise<T> {
  return withDatabase(settings, async (database) => {
    await bringUpToDate(database)
    const stop = await startProgram({
      databaseUrl: database.program,
      dataDirectory: settings.dataDirectory,
      works: false
    })
    try {
      return await work()
    } finally {
      await stop()
    }
  })
}

/** Runs `work` on the database as it is, without bringing it up to date. @throws Complaint when there is none */
export async function withDatabase<T>(settings: Settings, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  refuseWithoutData(settings)
  const database = await borrowDatabase(settings)
  try {
    return await work(database)
  } finally {
    await database.stop()
  }
}

/** Whether there is a database at all: a mistyped folder must not become a new, empty installation. */
export function hasData({ databaseUrl, dataDirectory }: Settings): boolean {
  return databaseUrl !== undefined || existsSync(clusterIn(dataDirectory))
}

function refuseWithoutData(settings: Settings): void {
  if (hasData(settings)) return
  const folder = settings.dataDirectory
  throw new Complaint({
    de: `In ${folder} liegen keine Daten. Der richtige Ordner: --data ORDNER oder DATA_DIR; neu anfangen: npm start.`,
    en: `There is no data in ${folder}. The right folder: --data FOLDER or DATA_DIR; to begin anew: npm start.`
  })
}
