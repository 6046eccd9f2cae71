// An installation on a folder of its own, run inside the test's process, and the command line beside it.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { createMunicipality, type Created } from '#municipality/create.ts'
import { startEmbedded } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { roles, type Urls } from '#platform/database/roles.ts'
import { installation } from '#platform/installation.ts'
import { startProgram } from '#program.ts'
import { jobs } from '#jobs.ts'

export interface Ended {
  code: number
  said: string
}

/** Runs a command of the command line to its end. */
export async function call(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env: NodeJS.ProcessEnv = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '', ...environment }
  delete env.npm_lifecycle_event
  return promisify(execFile)(process.execPath, [join(installation(), 'bin/start.mjs'), ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr
    })
  )
}

/** A folder for data, short enough for a socket in it. */
export async function dataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp('/tmp/og-ops-')
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Runs the program on a folder without its web server, in this process. */
export async function runOn(dataDirectory: string, works = false): Promise<{ urls: Urls; stop(): Promise<void> }> {
  const { urls, stop } = await startEmbedded({ dataDirectory, log: () => {} })
  await migrate({
    ownerUrl: urls.owner,
    programRole: roles.program,
    keeperRole: roles.keeper,
    directory: join(installation(), 'migrations'),
    queues: jobs.map((job) => job.name)
  })
  const stopProgram = await startProgram({ databaseUrl: urls.program, dataDirectory, works })
  return {
    urls,
    async stop() {
      await stopProgram()
      await stop()
    }
  }
}

/** Makes a town on what runs in this process. */
export async function town(name = 'Musterstadt', siteHost = 'www.musterstadt.example'): Promise<Created> {
  return createMunicipality({
    name,
    kind: 'stadt',
    land: 'DE-NW',
    siteHost,
    units: ['Ordnungsamt'],
    firstPerson: { name: 'Aylin Öz', email: `a.oez@${name.toLowerCase()}.example`, password: 'Kastanienallee 7' }
  })
}

/** Asks the database directly. */
export async function ask<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = []
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}
