// The PostgreSQL that the program brings along and runs itself, when no DATABASE_URL names another one.
import { chmod, mkdir, realpath } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { accountFor } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { createCluster, refuseForeignFolder } from './embedded/cluster.ts'
import { superuserAt, urlsAt } from './embedded/connect.ts'
import { takeLock, whoRuns } from './embedded/lock.ts'
import type { Lock } from './embedded/lock.ts'
import { checkVersion, clusterFolder, clusterIn, dropShortSocket, linkCluster, socketFolder } from './embedded/place.ts'
import { smallMachine, startServer } from './embedded/server.ts'
import { prepareServer } from './roles.ts'
import type { Urls } from './roles.ts'

export { AlreadyRunning } from './embedded/lock.ts'
export { startTemporary } from './embedded/temporary.ts'
export { prepareServer } from './roles.ts'

export type Embedded = {
  urls: Urls
  /** The database was created by this start (a start interrupted right after may leave a next one that is not fresh). */
  fresh: boolean
  stop(): Promise<void>
}

export type EmbeddedPlan = { dataDirectory: string; log: (line: string) => void }

/**
 * Starts the embedded PostgreSQL on a data directory and creates what is missing there.
 * It ends with this process, even if that is killed; nothing that was committed is lost.
 * @throws AlreadyRunning when another process holds the data directory
 * @throws Error that says what to do when PostgreSQL cannot run here
 */
export async function startEmbedded({ dataDirectory: wanted, log }: EmbeddedPlan): Promise<Embedded> {
  const dataDirectory = await makeDataDirectory(wanted)
  const lock = await takeLock(dataDirectory)
  try {
    return await open(dataDirectory, lock, log)
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * The database that another process runs on this data directory, for commands that work beside it; null if none does.
 * @throws Error when that process has not finished starting
 */
export async function runningEmbedded(dataDirectory: string): Promise<Urls | null> {
  const running = await whoRuns(dataDirectory)
  if (!running) return null
  if (running.socket) return urlsAt(running.socket)
  throw new Error(`Process ${running.pid} is still starting on ${dataDirectory}. Try again in a moment.`)
}

async function open(dataDirectory: string, lock: Lock, log: (line: string) => void): Promise<Embedded> {
  const account = await accountFor(clusterIn(dataDirectory))
  const [binaries, cluster] = await Promise.all([findBinaries(account, log), clusterFolder(dataDirectory, account)])
  await refuseForeignFolder(cluster)
  if (!existsSync(cluster)) {
    log('Die Datenbank wird angelegt …')
    await createCluster(cluster, binaries, account)
  }
  await linkCluster(dataDirectory, cluster)
  await checkVersion(cluster, binaries.major)

  const socket = await socketFolder(cluster, account, lock.before?.socket)
  const logFile = join(dataDirectory, 'postgresql.log')
  const server = await startServer({ binaries, account, cluster, socket, logFile, settings: smallMachine, log })
  try {
    const { fresh } = await prepareServer(superuserAt(socket))
    await lock.announce({ pid: process.pid, socket })
    let stopped: Promise<void> | undefined
    const end = () => server.stop().then(() => dropShortSocket(socket))
    const stop = () => (stopped ??= end().finally(lock.release))
    return { urls: urlsAt(socket), fresh, stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Made with the least that the database's account needs: it may pass through, and cannot look around. */
async function makeDataDirectory(wanted: string): Promise<string> {
  const created = await mkdir(wanted, { recursive: true })
  const dataDirectory = await realpath(wanted)
  if (created) await chmod(dataDirectory, process.getuid?.() === 0 ? 0o711 : 0o700)
  return dataDirectory
}
