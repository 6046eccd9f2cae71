// Makes a new, empty database cluster.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runAs } from './account.ts'
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
  const unfinished = `${cluster}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await give(unfinished, account)
  const flags = ['--username=postgres', '--auth=trust', '--no-instructions', ...(durable ? [] : ['--no-sync'])]
  await runAs(account, join(binaries.folder, 'bin', 'initdb'), ['-D', unfinished, ...letters, ...flags]).catch(
    (cause) => {
      throw new Error(`The database could not be created in ${cluster}: ${explain(cause as Error)}`, { cause })
    }
  )
  await writeFile(join(unfinished, 'pg_hba.conf'), access)
  await rename(unfinished, cluster)
}

/** Whether a cluster's folder holds something else, such as the half of an installation copied by hand. */
export async function refuseForeignFolder(cluster: string): Promise<void> {
  const files = await readdir(cluster).catch(() => null)
  if (!files) return
  if (files.includes('PG_VERSION')) return
  if (files.length === 0) return rm(cluster, { recursive: true })
  throw new Error(`${cluster} is not a database (PG_VERSION is missing). Move it away, or restore it from a backup.`)
}

function explain(error: Error & { stderr?: string }): string {
  const said = (error.stderr ?? error.message).trim()
  if (!/could not look up effective user/.test(said)) return said
  return `user number ${process.getuid?.()} has no entry in the system's user list, which PostgreSQL needs. Run it as a named user or set DATABASE_URL`
}
