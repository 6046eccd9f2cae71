/**
 * Where files lie that people uploaded. A file is named by its content, so it never changes: it can be cached for ever, and
 * storing it twice is storing it once. Each municipality has a folder of its own.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

export interface Storage {
  /** Stores a file durably and gives its key, `<folder>/<two hex digits>/<sha256>.<extension>`. */
  put(folder: string, bytes: Uint8Array, extension: string): Promise<string>
  /** The file, or null when there is none (any more). */
  get(key: string): Promise<Buffer | null>
  /** The file as a stream with its size, or null. */
  stream(key: string): Promise<{ size: number; body: Readable } | null>
  has(key: string): Promise<boolean>
  /** Removes the file. The caller knows that nothing else in the folder's municipality uses the same content. */
  delete(key: string): Promise<void>
}

const keyShape = /^[0-9a-z-]{1,64}\/[0-9a-f]{2}\/[0-9a-f]{64}\.[0-9a-z]{1,8}$/

/** Whether a text (from an address, say) has the shape of a key. */
export function isStorageKey(text: string): boolean {
  return keyShape.test(text)
}

/** Opens the storage below a directory (`<data>/media`). Storage over S3 will be another way to open the same interface. */
export async function openStorage(options: { directory: string }): Promise<Storage> {
  const { directory } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  return storageOn(new Disk(new FSDriver({ location: directory, visibility: 'private' })), (key) =>
    makeDurable(join(directory, key))
  )
}

function storageOn(disk: Disk, durable: (key: string) => Promise<void>): Storage {
  return {
    async put(folder, bytes, extension) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const key = checked(`${folder}/${hash.slice(0, 2)}/${hash}.${extension}`)
      if (await disk.exists(key)) return key
      // Under another name first: a crash must not leave half a file under the name of the whole.
      const draft = `${folder}/new/${randomUUID()}`
      try {
        await disk.put(draft, bytes)
        await durable(draft)
        await disk.move(draft, key)
      } catch (error) {
        // Above all on a full disk, where the half would take the room that is missing.
        await disk.delete(draft).catch(() => undefined)
        throw error
      }
      return key
    },
    async get(key) {
      if (!(await disk.exists(checked(key)))) return null
      return Buffer.from(await disk.getBytes(key))
    },
    async stream(key) {
      if (!(await disk.exists(checked(key)))) return null
      return { size: (await disk.getMetaData(key)).contentLength, body: await disk.getStream(key) }
    },
    has: async (key) => disk.exists(checked(key)),
    delete: async (key) => disk.delete(checked(key))
  }
}

function checked(key: string): string {
  if (!isStorageKey(key)) throw new RangeError('not a key of the storage')
  return key
}

async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
