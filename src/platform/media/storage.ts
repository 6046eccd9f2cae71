/**
 * Where files lie that people uploaded. A file is named by its content, so it never changes: it can be cached for ever, and
 * storing it twice is storing it once. Each municipality has a folder of its own.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { now } from '#platform/clock/clock.ts'

/** The bytes from `start` to `end`, both included. */
export interface Range {
  start: number
  end: number
}

export interface Storage {
  /** Stores a file durably and gives its key, `<folder>/<two hex digits>/<sha256>.<extension>`. */
  put(folder: string, bytes: Uint8Array, extension: string): Promise<string>
  /** The same of a file on the disk, without reading it into memory; the file stays where it is. */
  putFile(folder: string, path: string, extension: string): Promise<string>
  /** The file, or null when there is none (any more). */
  get(key: string): Promise<Buffer | null>
  /** The file, or a part of it, as a stream, with the size of the whole; null when there is none. */
  stream(key: string, range?: Range): Promise<{ size: number; body: Readable } | null>
  /** Bytes of a file; null when there is none. */
  size(key: string): Promise<number | null>
  has(key: string): Promise<boolean>
  /** Removes the file. The caller knows that nothing else in the folder's municipality uses the same content. */
  delete(key: string): Promise<void>
}

const keyShape = /^[0-9a-z-]{1,64}\/[0-9a-f]{2}\/[0-9a-f]{64}\.[0-9a-z]{1,8}$/

/** Whether a text (from an address, say) has the shape of a key. */
export function isStorageKey(text: string): boolean {
  return keyShape.test(text)
}

/** The key of content with this hash. @throws RangeError when folder or extension have no shape for it */
export function storageKey(folder: string, sha256: string, extension: string): string {
  return checkedKey(`${folder}/${sha256.slice(0, 2)}/${sha256}.${extension}`)
}

/** @throws RangeError when it is none */
export function checkedKey(key: string): string {
  if (!isStorageKey(key)) throw new RangeError('not a key of the storage')
  return key
}

/** sha256 of a file, in hexadecimal digits, read piece by piece. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Opens the storage below a directory (`<data>/media`). */
export async function openStorage({ directory }: { directory: string }): Promise<Storage> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const disk = new Disk(new FSDriver({ location: directory, visibility: 'private' }))

  /** Under another name first: a crash must not leave half a file under the name of the whole. */
  async function place(folder: string, key: string, write: (draft: string) => Promise<unknown>): Promise<string> {
    if (await disk.exists(key)) return key
    const draft = `${folder}/new/${randomUUID()}`
    try {
      await write(draft)
      await makeDurable(join(directory, draft))
      await disk.move(draft, key)
    } catch (error) {
      // Above all on a full disk, where the half would take the room that is missing.
      await disk.delete(draft).catch(() => undefined)
      throw error
    }
    return key
  }

  return {
    put: async (folder, bytes, extension) =>
      place(folder, storageKey(folder, createHash('sha256').update(bytes).digest('hex'), extension), (draft) =>
        disk.put(draft, bytes)
      ),
    putFile: async (folder, path, extension) =>
      place(folder, storageKey(folder, await hashOfFile(path), extension), (draft) =>
        disk.putStream(draft, createReadStream(path))
      ),
    async get(key) {
      if (!(await disk.exists(checkedKey(key)))) return null
      return Buffer.from(await disk.getBytes(key))
    },
    async stream(key, range) {
      const path = join(directory, checkedKey(key))
      const size = await sizeOf(path)
      return size === null ? null : { size, body: createReadStream(path, range) }
    },
    size: async (key) => sizeOf(join(directory, checkedKey(key))),
    has: async (key) => disk.exists(checkedKey(key)),
    delete: async (key) => disk.delete(checkedKey(key))
  }
}

/** A place on this machine's disk for a file that is being taken up. It lies beside the storage's own drafts. */
export async function stagingPath(directory: string, folder: string): Promise<string> {
  // The check of a key is the check of its folder.
  storageKey(folder, '0'.repeat(64), 'x')
  await mkdir(join(directory, folder, 'new'), { recursive: true, mode: 0o700 })
  return join(directory, folder, 'new', randomUUID())
}

/** Removes what a crash left half done, older than a day. Answers how many files went. */
export async function sweepStaging(directory: string, folder: string): Promise<number> {
  const place = join(directory, folder, 'new')
  let count = 0
  for (const name of await readdir(place).catch(() => [])) {
    const path = join(place, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (mtimeMs > now().getTime() - 86_400_000) continue
    await rm(path, { force: true })
    count++
  }
  return count
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    }
  )
}

async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
