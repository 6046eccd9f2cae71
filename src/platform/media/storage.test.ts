import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStorageKey, openStorage } from './storage.ts'
import type { Storage } from './storage.ts'

let directory: string
let storage: Storage
const hello = Buffer.from('hello')
const hash = createHash('sha256').update(hello).digest('hex')

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'media-'))
  storage = await openStorage({ directory: join(directory, 'media') })
})

afterEach(() => rm(directory, { recursive: true }))

test('a file is named by its content and comes back as it was', async () => {
  const key = await storage.put('town-1', hello, 'webp')
  expect(key).toBe(`town-1/${hash.slice(0, 2)}/${hash}.webp`)
  expect(await storage.get(key)).toEqual(hello)
  expect(await storage.has(key)).toBe(true)
  const streamed = await storage.stream(key)
  expect(streamed?.size).toBe(5)
  expect(await text(streamed!.body)).toBe('hello')
})

test('the same content is stored once per municipality, also at the same moment, and leaves no drafts', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => storage.put('town-1', hello, 'jpg')))
  expect(new Set(keys).size).toBe(1)
  expect(await storage.put('town-2', hello, 'jpg')).not.toBe(keys[0])
  expect(await readdir(join(directory, 'media', 'town-1', 'new'))).toEqual([])
})

test('a deleted file is gone, there and for the next who opens the storage', async () => {
  const key = await storage.put('town-1', hello, 'jpg')
  await storage.delete(key)
  await storage.delete(key)
  const again = await openStorage({ directory: join(directory, 'media') })
  expect([await again.get(key), await again.stream(key), await again.has(key)]).toEqual([null, null, false])
})

test.each(['../secret', 'town-1/../../x', `town-1/${hash}.jpg`, `town-1/ab/${hash}.jpg/..`, `/ab/${hash}.jpg`, ''])(
  'what is no key is refused: %j',
  async (key) => {
    expect(isStorageKey(key)).toBe(false)
    await expect(storage.get(key)).rejects.toThrow(RangeError)
    await expect(storage.delete(key)).rejects.toThrow(RangeError)
  }
)

test('folders and extensions cannot leave the storage', async () => {
  await expect(storage.put('..', hello, 'jpg')).rejects.toThrow(RangeError)
  await expect(storage.put('town-1', hello, '../x')).rejects.toThrow(RangeError)
})
