// Where the database's files lie. Normally in the data directory; elsewhere when its account cannot get there.
import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { canReach } from './account.ts'
import type { Account } from './account.ts'

/** The folder for what root's installations must put at a place that every account can reach. */
export const systemPlace = '/var/lib/ortsgespraech'

/** The name of the database's folder, or of the link to it, in a data directory. */
export const clusterIn = (dataDirectory: string) => join(dataDirectory, 'postgresql')

/**
 * The folder of the database for this data directory, whether it is there already or not.
 * For root, when a folder above is closed for the account: `/var/lib/ortsgespraech/<name>-<hash of the path>`.
 */
export async function clusterFolder(dataDirectory: string, account: Account | null): Promise<string> {
  const here = clusterIn(dataDirectory)
  const entry = await lstat(here).catch(() => null)
  if (entry) {
    const folder = await realpath(here).catch(() => {
      throw new Error(`${here} points to a folder that is gone. If the database is lost for good, delete this link.`)
    })
    if (await canReach(account, dirname(folder))) return folder
    throw new Error(`The user who runs PostgreSQL cannot get to ${folder}: a folder above it is closed (chmod o+x).`)
  }
  if (await canReach(account, dataDirectory)) return here

  const home = join(systemPlace, distinctName(dataDirectory))
  // Without a link to it, this is what is left of a deleted data directory: kept, but never brought back silently.
  if (existsSync(home)) await rename(home, `${home}.left-${Math.round((await stat(home)).mtimeMs)}`)
  await mkdir(home, { recursive: true, mode: 0o711 })
  await chmod(systemPlace, 0o755)
  return join(home, 'postgresql')
}

/** Makes the data directory point to a database that lies elsewhere; to be done when that database is complete. */
export async function linkCluster(dataDirectory: string, cluster: string): Promise<void> {
  const here = clusterIn(dataDirectory)
  if (cluster !== here && !(await lstat(here).catch(() => null))) await symlink(cluster, here)
}

function distinctName(dataDirectory: string): string {
  const name = basename(dataDirectory) === 'data' ? basename(dirname(dataDirectory)) : basename(dataDirectory)
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12)
  return `${name.replace(/[^\w-]/g, '') || 'data'}-${hash}`
}

/**
 * A folder for the server's socket that only its account can enter. Beside the database if the path is short enough (a
 * socket's path has 104 bytes on macOS, 108 on Linux), else one with a short random name.
 */
export async function socketFolder(cluster: string, account: Account | null, before?: string): Promise<string> {
  const beside = join(dirname(cluster), 'socket')
  if (Buffer.byteLength(beside) <= 80) {
    await mkdir(beside, { recursive: true, mode: 0o700 })
    await give(beside, account)
    return beside
  }
  await dropShortSocket(before)
  const root = process.getuid?.() === 0 && existsSync('/run') ? '/run' : '/tmp'
  const folder = await mkdtemp(join(root, 'ortsgespraech-'))
  await give(folder, account)
  return folder
}

/** Deletes a socket's folder that does not lie in the data directory. */
export async function dropShortSocket(socket: string | undefined): Promise<void> {
  if (socket && shortName.test(socket)) await rm(socket, { recursive: true, force: true })
}

const shortName = /^\/(run|tmp)\/ortsgespraech-\w{6}$/

/** Makes the folder the account's, closed for all others. */
export async function give(folder: string, account: Account | null): Promise<void> {
  if (account) await chown(folder, account.uid, account.gid)
  await chmod(folder, 0o700)
}

/**
 * @throws Error when the database was made by another major version of PostgreSQL
 */
export async function checkVersion(cluster: string, major: string): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (made === major) return
  throw new Error(
    `${cluster} belongs to PostgreSQL ${made}, but this release brings version ${major}. ` +
      'Make a backup with the release before, then restore it into an empty data directory.'
  )
}
