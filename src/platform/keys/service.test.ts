import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { openKeys, sealWith, unsealWith, type KeyStore } from './keys.ts'
import { destroyForgotten, keysAt, serveKeys } from './service.ts'

const town = '0192f0c0-0000-7000-8000-000000000001'
let folder: string
let held: string
let server: Server
let url: string
let machine: KeyStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-service-'))
  held = join(folder, 'held')
  // Another machine of the installation has its key, and nothing else.
  machine = await openKeys(join(folder, 'machine'))
  await cp(join(folder, 'machine'), held, { recursive: true })
  server = await serveKeys({ directory: held, host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})
afterEach(resetClock)

test('another machine makes, finds and destroys keys that lie at the service alone', async () => {
  const keys = keysAt(url, machine)
  const sealed = sealWith(await keys.dayKey(town, '2031-01-01'), '203.0.113.9', 'x')
  expect(unsealWith((await keys.findDayKey(town, '2031-01-01'))!, sealed, 'x')).toBe('203.0.113.9')
  expect(await keys.findDayKey(town, '2031-01-02')).toBeNull()
  expect(await keys.listDayKeys()).toEqual([{ municipalityId: town, day: '2031-01-01' }])
  expect(await readdir(join(folder, 'machine', 'days'))).toEqual([])
  expect(await readdir(join(held, 'days', town))).toEqual(['2031-01-01.key'])
  expect(await keys.destroyDayKey(town, '2031-01-01')).toBe(true)
  expect(await keys.destroyDayKey(town, '2031-01-01')).toBe(false)

  const hold = { municipalityId: town, hold: 'a1', untilDay: '2031-02-01' }
  expect(await keys.findHoldKey(hold)).toBeNull()
  const made = await keys.holdKey(hold)
  expect(await keys.findHoldKey(hold)).toEqual(made)
  expect(await keys.listHoldKeys()).toEqual([hold])
  expect(await keys.destroyHoldKey(hold)).toBe(true)
})

test('who has another key of the installation gets nothing, and names that leave the folder neither', async () => {
  const stranger = await openKeys(join(folder, 'stranger'))
  await expect(keysAt(url, stranger).dayKey(town, '2031-01-01')).rejects.toMatchObject({ key: 'keysAway', status: 503 })
  await expect(keysAt(url, machine).dayKey('../..', '2031-01-01')).rejects.toMatchObject({ key: 'keysAway' })
})

test('a service that is away is said in words; without TLS it is neither served nor asked beyond this machine', async () => {
  await expect(keysAt('http://127.0.0.1:9/', machine).listDayKeys()).rejects.toMatchObject({ key: 'keysAway' })
  expect(() => keysAt('http://keys.town.example/', machine)).toThrow(RangeError)
  await expect(serveKeys({ directory: held, host: '0.0.0.0', port: 0 })).rejects.toThrow(RangeError)
})

test('what nobody asked to destroy goes at the service by itself when no town may keep it any more', async () => {
  const keys = keysAt(url, machine)
  await keys.dayKey(town, '2031-01-01')
  await keys.dayKey(town, '2031-01-20')
  await keys.holdKey({ municipalityId: town, hold: 'b2', untilDay: '2031-01-30' })
  moveClock({ to: new Date('2031-02-02T12:00:00Z') })
  expect(await destroyForgotten(held)).toBe(2)
  expect(await keys.listDayKeys()).toEqual([{ municipalityId: town, day: '2031-01-20' }])
})
