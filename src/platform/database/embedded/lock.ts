// One process per data directory. The lock is the operating system's own (SQLite holds a file lock): it ends with the
// process that holds it, however that process ends, so there is nothing to clean up and no number to misread.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process already runs on this data directory. `pid` is 0 when it has not said its number yet. */
export class AlreadyRunning extends Error {
  readonly pid: number
  readonly dataDirectory: string
  constructor(dataDirectory: string, pid: number) {
    super(`Ortsgespräch is already running on ${dataDirectory} (process ${pid})`)
    this.name = 'AlreadyRunning'
    this.pid = pid
    this.dataDirectory = dataDirectory
  }
}

/** What the running process tells others about itself. `socket` is there once the database answers. */
export type Running = { pid: number; socket?: string }

export type Lock = {
  /** What the process before us said about itself. */
  before: Running | null
  announce(running: Running): Promise<void>
  release(): void
}

/**
 * Takes the data directory for this process.
 * @throws AlreadyRunning
 */
export async function takeLock(dataDirectory: string): Promise<Lock> {
  const held = tryLock(dataDirectory, 200)
  if (!held) throw new AlreadyRunning(dataDirectory, (await announced(dataDirectory))?.pid ?? 0)
  const announce = async (running: Running) => {
    const file = announcement(dataDirectory)
    await writeFile(`${file}.new`, JSON.stringify(running), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  const before = await announced(dataDirectory)
  await announce({ pid: process.pid })
  return { before, announce, release: () => held.close() }
}

/** Who runs on this data directory, or null when nobody does. */
export async function whoRuns(dataDirectory: string): Promise<Running | null> {
  if (!existsSync(lockFile(dataDirectory))) return null
  const held = tryLock(dataDirectory, 0)
  held?.close()
  return held ? null : announced(dataDirectory)
}

function tryLock(dataDirectory: string, timeout: number): DatabaseSync | null {
  const file = lockFile(dataDirectory)
  let lock: DatabaseSync
  try {
    lock = new DatabaseSync(file, { timeout })
    chmodSync(file, 0o600) // another user's shared lock would keep us out
  } catch (cause) {
    throw new Error(`${file} cannot be opened: does the data directory belong to another user?`, { cause })
  }
  try {
    // An exclusive transaction that is never written: it holds the file lock and leaves the file empty.
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === 5) return null
    throw new Error(`${file} cannot be locked: is the file system read-only or full?`, { cause: error })
  }
}

async function announced(dataDirectory: string): Promise<Running | null> {
  return readFile(announcement(dataDirectory), 'utf8').then(
    (text) => JSON.parse(text) as Running,
    () => null
  )
}

const lockFile = (dataDirectory: string) => join(dataDirectory, 'running.lock')
const announcement = (dataDirectory: string) => join(dataDirectory, 'running.json')
