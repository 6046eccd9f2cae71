// Makes a new, empty database cluster.
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { runBound } from './account.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { give } from './place.ts'

/**
 * The encoding and the order of letters do not depend on the machine: PostgreSQL's own C.UTF-8. Without these, a
 * machine without LANG gets SQL_ASCII, and German search breaks silently. `--locale=C` is all that macOS knows too.
 */
const letters = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']

/** Whoever can enter the socket's folder is let in: it is closed for all but the account and root. */
const access = 'local all all trust\n'

/**
 * Creates the cluster in one step: an interrupted creation leaves only a folder that the next one deletes.
 * With `durable: false`, for tests, it is not forced to the disk.
 * @throws Error with what initdb said
 */
export async function createCluster(
  cluster: string,
  binaries: Binaries,
  account: Account | null,
  durable = true
): Promise<void> {
  await sweep(cluster)
  // A name of its own: an initdb whose starter was killed may still be writing for a moment.
  const unfinished = await mkdtemp(`${cluster}.new-`)
  await give(unfinished, account)
  const flags = ['--username=postgres', '--auth=trust', '--no-instructions', ...(durable ? [] : ['--no-sync'])]
  const initdb = join(binaries.folder, 'bin', 'initdb')
  await runBound(account, initdb, ['-D', unfinished, ...letters, ...flags]).catch(async (cause: Error) => {
    await rm(unfinished, { recursive: true, force: true })
    throw new Error(`The database could not be created in ${cluster}: ${explain(cause)}`, { cause })
  })
  await writeFile(join(unfinished, 'pg_hba.conf'), access, { flush: true })
  await rename(unfinished, cluster)
  if (durable) await syncFolder(dirname(cluster))
}

/** Deletes what interrupted creations left; what cannot go yet goes the next time. */
async function sweep(cluster: string): Promise<void> {
  const folder = dirname(cluster)
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(cluster)}.new-`)) continue
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

/** Whether a cluster's folder holds something else, such as the half of an installation copied by hand. */
export async function refuseForeignFolder(cluster: string): Promise<void> {
  const files = await readdir(cluster).catch(() => null)
  if (!files) return
  if (files.includes('PG_VERSION')) return
  if (files.length === 0) return rm(cluster, { recursive: true })
  throw new Error(`${cluster} is not a database (PG_VERSION is missing). Move it away, or restore it from a backup.`)
}

function explain({ message }: Error): string {
  if (!/could not look up effective user/.test(message)) return message
  return `user number ${process.getuid?.()} has no entry in the system's user list, which PostgreSQL needs. Run it as a named user or set DATABASE_URL`
}
