// No room left. The system's own limit for the size of a file plays the full disk: it needs no rights and no mount.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { installation } from '#platform/installation.ts'
import { openStorage } from '#platform/media/storage.ts'
import { isDiskFull } from '#platform/disk.ts'
import { readiness } from '../../src/cli/readiness.ts'
import { dataFolder, runOn, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let data: Awaited<ReturnType<typeof dataFolder>>
let running: Awaited<ReturnType<typeof runOn>>
let municipalityId: string
beforeAll(async () => {
  data = await dataFolder()
  running = await runOn(data.path)
  ;({ municipalityId } = await town())
})
afterAll(async () => {
  await running.stop()
  await data.remove()
})

/** Runs Node where no file may become larger than this. */
async function cramped(kilobytes: number, args: string[]): Promise<{ code: number; said: string }> {
  const script = `ulimit -f ${kilobytes * 2}; exec "$0" "$@"`
  const env = { ...process.env, DATA_DIR: data.path, LANG: 'en_US.UTF-8', LC_ALL: '' }
  return promisify(execFile)('/bin/sh', ['-c', script, process.execPath, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr
    })
  )
}

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())

describe('a full disk', () => {
  it('lets a backup end in words, without the half of it', async () => {
    const storage = await openStorage({ directory: join(data.path, 'media') })
    await storage.put(municipalityId, randomBytes(300_000), 'webp')
    const target = join(data.path, 'backups', 'too-big')
    const ended = await cramped(200, [join(installation(), 'bin/start.mjs'), 'backup', target])
    expect(ended).toEqual({ code: 1, said: expect.stringContaining('has no room for the backup') })
    expect(ended.said).not.toMatch(/at \w+ \(/)
    expect(await readdir(join(data.path, 'backups'))).toEqual([])
  })

  it('lets an upload fail as what it is, and leaves no half of it', async () => {
    const directory = join(data.path, 'uploads')
    const url = (path: string) => JSON.stringify(pathToFileURL(join(installation(), path)).href)
    const program = `
      const { openStorage } = await import(${url('src/platform/media/storage.ts')})
      const { isDiskFull } = await import(${url('src/platform/disk.ts')})
      const storage = await openStorage({ directory: ${JSON.stringify(directory)} })
      await storage.put('town', Buffer.alloc(300_000, 'x'), 'webp').catch((error) => console.log(isDiskFull(error)))`
    const ended = await cramped(200, ['--input-type=module', '-e', program])
    expect(ended).toEqual({ code: 0, said: 'true\n' })
    expect(await files(directory)).toEqual([])
  })

  it('is announced before it comes', async () => {
    expect(await readiness(data.path, 0)).toEqual({ ok: true })
    expect(await readiness(data.path, Infinity)).toEqual({ ok: true, warnings: ['disk'] })
  })

  it('is told from other faults, also when it is the database’s', () => {
    expect(isDiskFull(Object.assign(new Error('no space'), { code: 'ENOSPC' }))).toBe(true)
    expect(isDiskFull(new Error('upload', { cause: { code: '53100' } }))).toBe(true)
    expect(isDiskFull(new Error('ENOSPC in a text'))).toBe(false)
    expect(isDiskFull(null)).toBe(false)
  })
})
