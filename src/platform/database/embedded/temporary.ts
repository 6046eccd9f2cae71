// A throw-away server for tests: fast instead of safe, and gone with the process that started it.
import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { roles } from '#platform/database/roles.ts'
import { accountFor } from './account.ts'
import { findBinaries } from './binaries.ts'
import { createCluster } from './cluster.ts'
import { superuserAt, urlAt } from './connect.ts'
import { isAlive } from './orphan.ts'
import { give } from './place.ts'
import { smallMachine, startServer } from './server.ts'

export type Temporary = {
  superuserUrl: string
  /** The connection string for a database; as the superuser if no role is named. */
  urlFor(database: string, role?: string): string
  /** Makes a database, as a copy of another one if named (which nobody may be connected to). */
  createDatabase(name: string, template?: string): Promise<void>
  stop(): Promise<void>
}

const forTests = {
  ...smallMachine,
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off'
}

/** Short, because the socket lies in it; always /tmp, because TMPDIR may be closed for the account. */
const place = '/tmp'
const prefix = 'og-test-'

/**
 * Starts an empty server in a temporary folder, without any safety against power cuts: for tests only.
 * It is stopped and deleted by `stop`, and when this process ends.
 */
export async function startTemporary(): Promise<Temporary> {
  await sweep()
  const folder = await mkdtemp(join(place, `${prefix}${process.pid}-`))
  await chmod(folder, 0o711)
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    const account = await accountFor(folder)
    const binaries = await findBinaries(account, () => undefined)
    const cluster = join(folder, 'postgresql')
    const socket = join(folder, 's')
    await createCluster(cluster, binaries, account, false)
    await mkdir(socket)
    await give(socket, account)
    const logFile = join(folder, 'postgresql.log')
    const server = await startServer({ binaries, account, cluster, socket, logFile, settings: forTests, log: complain })
    const atExit = () => {
      process.kill(server.pid(), 'SIGKILL')
      remove()
    }
    process.once('exit', atExit)
    return {
      superuserUrl: superuserAt(socket),
      urlFor: (database, role = 'postgres') => urlAt(socket, role, database),
      createDatabase: (name, template) => createDatabase(superuserAt(socket), name, template),
      async stop() {
        process.off('exit', atExit)
        await server.stop()
        remove()
      }
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function createDatabase(superuserUrl: string, name: string, template = 'template1'): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const [database, pattern] = [name, template].map((word) => client.escapeIdentifier(word))
    await client.query(`create database ${database} template ${pattern} owner ${roles.owner}`)
  } finally {
    await client.end()
  }
}

const complain = (line: string) => void process.stderr.write(`${line}\n`)

/** Deletes what killed test runs left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(place)) {
    const pid = name.startsWith(prefix) ? parseInt(name.slice(prefix.length), 10) : NaN
    if (pid > 0 && !isAlive(pid)) await rm(join(place, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
