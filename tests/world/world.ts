// A world of its own for each test file: a fresh database, a key folder, a media folder, and a town in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { connectDatabase, disconnectDatabase } from '#platform/database/database.ts'
import { startSending, stopJobs } from '#platform/jobs/jobs.ts'
import { holdKeys, releaseKeys } from '#platform/keys/held.ts'
import { startListening, stopListening } from '#platform/live/live.ts'
import { keepErasureLog } from '#privacy/erasureLog.ts'

export interface World {
  database: string
  superuserUrl: string
  ownerUrl: string
  keeperUrl: string
  programUrl: string
  /** A folder that goes away with the world. */
  directory: string
  close(): Promise<void>
}

let count = 0

/** Makes a database from the migrated template, without connecting this process to it. */
export async function makeWorld(): Promise<World> {
  const { superuser } = inject('postgres')
  const database = `world_${process.pid}_${++count}_${Math.random().toString(36).slice(2, 8)}`
  await asSuperuser(superuser, `create database ${database} template template_ortsgespraech owner ortsgespraech_owner`)
  const directory = await mkdtemp(join(tmpdir(), 'ortsgespraech-world-'))
  return {
    database,
    directory,
    superuserUrl: urlFor(superuser, database),
    ownerUrl: urlFor(superuser, database, 'ortsgespraech_owner'),
    keeperUrl: urlFor(superuser, database, 'ortsgespraech_keeper'),
    programUrl: urlFor(superuser, database, 'ortsgespraech_program'),
    async close() {
      await asSuperuser(superuser, `drop database if exists ${database} with (force)`)
      await rm(directory, { recursive: true, force: true })
    }
  }
}

/** Makes a world for the test file and connects this process to it: database, sending of jobs, listening. */
export function useWorld(): () => World {
  let world: World | undefined
  beforeAll(async () => {
    world = await makeWorld()
    connectDatabase(world.programUrl)
    await startSending()
    await startListening(world.programUrl)
    await holdKeys(join(world.directory, 'keys'))
    keepErasureLog(world.directory)
  })
  afterAll(async () => {
    await stopListening()
    await stopJobs()
    await disconnectDatabase()
    releaseKeys()
    await world?.close()
  })
  return () => {
    if (!world) throw new Error('the world is made before the first test')
    return world
  }
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The same server and socket, another database and role. */
function urlFor(superuserUrl: string, database: string, role?: string): string {
  return superuserUrl.replace(
    /^(postgres(?:ql)?:\/\/)[^@]*@([^/]*)\/[^?]*/,
    (_all, scheme: string, host: string) => `${scheme}${role ?? 'postgres'}@${host}/${database}`
  )
}
