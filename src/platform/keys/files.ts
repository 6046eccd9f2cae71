/** Key files on disk: whole or absent, durable, and readable by their owner alone. */
import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder that only its owner may enter, durably; narrows one that is there already. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch(unless('EEXIST'))
  await chmod(path, 0o700)
  await syncFolder(dirname(path))
}

/**
 * Writes a file under a name that nobody has, and gives what lies under the name afterwards. The bytes are on disk before the
 * name exists (a link fails when the name is taken), so that no process ever reads half a key, also after a crash.
 */
export async function createOnce(path: string, bytes: Buffer): Promise<Buffer> {
  const existing = await readKey(path)
  if (existing) return existing
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path).catch(unless('EEXIST'))
  } finally {
    await unlink(draft)
  }
  await syncFolder(dirname(path))
  const now = await readKey(path)
  if (!now) throw new Error('a key was destroyed while it was made')
  return now
}

/** A key, or null when there is none. @throws when the file is damaged */
export async function readKey(path: string): Promise<Buffer | null> {
  const bytes = await readFile(path).catch(unless('ENOENT'))
  if (!bytes) return null
  if (bytes.length !== 32) throw new Error(`damaged key file: ${path}`)
  return bytes
}

/**
 * Overwrites a file, then removes it, each durably. On disks that write elsewhere than they overwrite (flash, snapshots) the
 * old bytes may survive below the file system for a while: put the key folder on a disk that is encrypted and not
 * snapshotted.
 */
export async function destroyFile(path: string): Promise<boolean> {
  const file = await open(path, 'r+').catch(unless('ENOENT'))
  if (!file) return false
  try {
    const { size } = await file.stat()
    await file.write(randomBytes(Math.max(size, 32)), 0, undefined, 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await unlink(path).catch(unless('ENOENT'))
  await syncFolder(dirname(path))
  return true
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function unless(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error
  }
}
