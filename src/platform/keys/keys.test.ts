import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeys, sealWith, unsealWith, Unsealable } from './keys.ts'

let directory: string
const town = '0192f0c0-0000-7000-8000-000000000001'

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys')
})

afterEach(() => rm(join(directory, '..'), { recursive: true }))

const modeOf = async (...path: string[]) => ((await stat(join(directory, ...path))).mode & 0o777).toString(8)

describe('the key folder', () => {
  test('is for its owner alone, with everything in it', async () => {
    const keys = await openKeys(directory)
    await keys.dayKey(town, '2026-11-03')
    expect(await modeOf()).toBe('700')
    expect(await modeOf('installation.key')).toBe('600')
    expect(await modeOf('days', town)).toBe('700')
    expect(await modeOf('days', town, '2026-11-03.key')).toBe('600')
  })

  test('keeps the installation’s key over restarts, and leaves nothing else behind', async () => {
    const sealed = (await openKeys(directory)).seal('text', 'a')
    const again = await openKeys(directory)
    expect(again.unseal(sealed, 'a')).toBe('text')
    expect((await readdir(directory)).toSorted()).toEqual(['days', 'holds', 'installation.key'])
  })

  test('a damaged key is said, not replaced', async () => {
    await openKeys(directory)
    await writeFile(join(directory, 'installation.key'), 'short')
    await expect(openKeys(directory)).rejects.toThrow('damaged')
  })

  test('derived keys differ by purpose and stay the same', async () => {
    const keys = await openKeys(directory)
    expect(keys.derive('cookies')).toHaveLength(32)
    expect(keys.derive('cookies')).toEqual((await openKeys(directory)).derive('cookies'))
    expect(keys.derive('cookies')).not.toEqual(keys.derive('links'))
  })
})

describe('sealed texts', () => {
  test('open with their context only, look different each time, and do not show the text', async () => {
    const keys = await openKeys(directory)
    const sealed = keys.seal('Grüße', 'totp:1')
    expect(sealed).toMatch(/^v1\.[\w-]+$/)
    expect(keys.seal('Grüße', 'totp:1')).not.toBe(sealed)
    expect(keys.unseal(sealed, 'totp:1')).toBe('Grüße')
    expect(() => keys.unseal(sealed, 'totp:2')).toThrow(Unsealable)
    expect(keys.unseal(keys.seal('', 'x'), 'x')).toBe('')
  })

  test.each(['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAA', 'v1.AA.BB', 'plain text'])(
    'nonsense is refused: %j',
    async (sealed) => {
      const keys = await openKeys(directory)
      expect(() => keys.unseal(sealed, 'x')).toThrow(Unsealable)
    }
  )

  test('a changed byte anywhere is noticed', async () => {
    const keys = await openKeys(directory)
    const bytes = Buffer.from(keys.seal('text', 'x').slice(3), 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes)
      changed[index] ^= 1
      expect(() => keys.unseal(`v1.${changed.toString('base64url')}`, 'x')).toThrow(Unsealable)
    }
  })
})

describe('day keys', () => {
  test('are made once and differ by municipality and day', async () => {
    const keys = await openKeys(directory)
    const first = await keys.dayKey(town, '2026-11-03')
    expect(await keys.dayKey(town, '2026-11-03')).toEqual(first)
    expect(await keys.dayKey(town, '2026-11-04')).not.toEqual(first)
    expect(await keys.dayKey('other-town', '2026-11-03')).not.toEqual(first)
    expect(await keys.listDayKeys()).toEqual([
      { municipalityId: town, day: '2026-11-03' },
      { municipalityId: 'other-town', day: '2026-11-03' },
      { municipalityId: town, day: '2026-11-04' }
    ])
  })

  test('are gone once destroyed; looking does not bring them back', async () => {
    const keys = await openKeys(directory)
    const sealed = sealWith(await keys.dayKey(town, '2026-11-03'), '203.0.113.9', 'comment:1')
    const other = await openKeys(directory)
    expect(unsealWith((await other.findDayKey(town, '2026-11-03'))!, sealed, 'comment:1')).toBe('203.0.113.9')
    expect(await other.destroyDayKey(town, '2026-11-03')).toBe(true)
    expect(await other.destroyDayKey(town, '2026-11-03')).toBe(false)
    expect(await keys.findDayKey(town, '2026-11-03')).toBeNull()
    expect(await keys.listDayKeys()).toEqual([])
    const made = await keys.dayKey(town, '2026-11-03')
    expect(() => unsealWith(made, sealed, 'comment:1')).toThrow(Unsealable)
  })

  test('names that would leave the folder are refused', async () => {
    const keys = await openKeys(directory)
    await expect(keys.dayKey('../x', '2026-11-03')).rejects.toThrow(RangeError)
    await expect(keys.dayKey(town, '../../x')).rejects.toThrow(RangeError)
    expect(() => keys.destroyDayKey('..', '2026-11-03')).toThrow(RangeError)
  })

  test('processes that ask at the same moment get the same key', async () => {
    const program = `
      import { openKeys } from ${JSON.stringify(new URL('./keys.ts', import.meta.url).href)}
      const keys = await openKeys(process.argv[1])
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.dayKey('town', '2026-11-03')))
      console.log(new Set(made.map((key) => key.toString('hex'))).size, made[0].toString('hex'), keys.derive('x').toString('hex'))`
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, directory])
    const outputs = await Promise.all(Array.from({ length: 4 }, run))
    expect(new Set(outputs.map((output) => output.stdout)).size).toBe(1)
    expect(outputs[0].stdout).toMatch(/^1 [0-9a-f]{64} /)
    expect(await readdir(join(directory, 'days', 'town'))).toEqual(['2026-11-03.key'])
    expect(await readFile(join(directory, 'installation.key'))).toHaveLength(32)
  })
})
