// The database of a command: the embedded one, or the server that DATABASE_URL names.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { runningEmbedded, startEmbedded } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { outsideServer } from '#platform/database/outside.ts'
import { roles } from '#platform/database/roles.ts'
import { installation } from '#platform/installation.ts'
import { jobs } from '#jobs.ts'
import { Complaint, say } from './say.ts'
import type { Settings } from './settings.ts'

export interface OpenDatabase {
  program: string
  programRole: string
  /** Missing when DATABASE_URL is set without DATABASE_ADMIN_URL. */
  owner?: string
  keeper?: string
  stop(): Promise<void>
}

/**
 * Opens the database for a process that serves, which must be the only one on its data directory.
 * @throws AlreadyRunning
 */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  if (settings.databaseUrl) return openOutside(settings.databaseUrl, settings.adminUrl)
  const { urls, stop } = await startEmbedded({ dataDirectory: settings.dataDirectory, log: console.log })
  return { ...urls, programRole: roles.program, stop }
}

/** Opens the database for a command that may work beside a running program; else it is started for the command. */
export async function borrowDatabase(settings: Settings): Promise<OpenDatabase> {
  const running = settings.databaseUrl ? null : await runningEmbedded(settings.dataDirectory)
  if (!running) return openDatabase(settings)
  return { ...running, programRole: roles.program, stop: async () => {} }
}

async function openOutside(databaseUrl: string, adminUrl: string | undefined): Promise<OpenDatabase> {
  const outside = await outsideServer(databaseUrl, adminUrl).catch((cause: Error) => {
    throw new Complaint(
      {
        de: `Der Server von DATABASE_URL ist nicht zu gebrauchen: ${cause.message}`,
        en: `The server of DATABASE_URL cannot be used: ${cause.message}`
      },
      { cause }
    )
  })
  if (outside.powerful) {
    say({
      de: 'Hinweis: Der Benutzer in DATABASE_URL darf zu viel. Besser: ein eigener Benutzer dort, der Verwalter in DATABASE_ADMIN_URL.',
      en: 'Note: the user in DATABASE_URL may do too much. Better: a user of its own there, the administrator in DATABASE_ADMIN_URL.'
    })
  }
  return { ...outside, stop: async () => {} }
}

/**
 * Brings the schema up to date, or makes sure that it is where this process may not change it.
 * @throws Complaint
 */
export async function bringUpToDate(database: OpenDatabase): Promise<void> {
  const directory = join(installation(), 'migrations')
  if (!database.owner) return refuseIfOld(database.program, directory)
  const applied = await migrate({
    ownerUrl: database.owner,
    programRole: database.programRole,
    keeperRole: roles.keeper,
    directory,
    queues: jobs.map((job) => job.name)
  })
  for (const name of applied) say({ de: `Datenbank: ${name}`, en: `Database: ${name}` })
}

async function refuseIfOld(programUrl: string, directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql'))
  const client = new pg.Client({ connectionString: programUrl })
  await client.connect()
  try {
    const noTable = '42P01'
    const { rows } = await client
      .query<{ name: string }>('select name from schema_migration')
      .catch((error: { code?: string }) => {
        if (error.code === noTable) return { rows: [] }
        throw error
      })
    const applied = rows.map((row) => row.name)
    if (names.every((name) => applied.includes(name))) return
  } finally {
    await client.end()
  }
  throw new Complaint({
    de: 'Die Datenbank ist nicht auf dem Stand dieser Version. Mit DATABASE_ADMIN_URL „ortsgespraech migrate“ aufrufen.',
    en: 'The database is not up to date with this release. Run "ortsgespraech migrate" with DATABASE_ADMIN_URL.'
  })
}
