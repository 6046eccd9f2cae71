import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FindingKey } from '#municipality/findings.ts'
import { call, dataFolder, runOn, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let data: Awaited<ReturnType<typeof dataFolder>>
let running: Awaited<ReturnType<typeof runOn>>
beforeAll(async () => {
  data = await dataFolder()
  running = await runOn(data.path)
  await town('Musterstadt', 'localhost:3000')
})
afterAll(async () => {
  await running.stop()
  await data.remove()
})

interface Found {
  ok: boolean
  parts: { municipality: string | null; findings: { state: string; key: FindingKey; text: string; todo?: string }[] }[]
}

async function doctor(
  args: string[] = [],
  environment: Record<string, string> = {}
): Promise<Found & { code: number }> {
  const ended = await call(['doctor', '--json', ...args], { DATA_DIR: data.path, SMTP_URL: '', ...environment })
  const start = ended.said.indexOf('{')
  if (start < 0) throw new Error(ended.said)
  return { code: ended.code, ...(JSON.parse(ended.said.slice(start)) as Found) }
}

const keysOf = (part: Found['parts'][number] | undefined) => part?.findings.map(({ state, key }) => `${state}: ${key}`)

describe('doctor', () => {
  it('finds a fresh installation in order, beside the running program, and says what is still to do', async () => {
    const { ok, code, parts } = await doctor()
    expect({ ok, code }).toEqual({ ok: true, code: 0 })
    expect(keysOf(parts[0])).toEqual([
      'good: programRuns',
      'good: diskGood',
      'good: keysGood',
      'warning: backupNone',
      'warning: mailMissing',
      'good: databaseGood',
      'good: schemaGood',
      'good: rolesGood',
      'good: clockGood'
    ])
    expect(parts[1]?.municipality).toBe('Musterstadt (localhost:3000)')
    expect(keysOf(parts[1])).toEqual(['warning: addressLocal'])
  })

  it('speaks German and English, with a sign before each line', async () => {
    const german = await call(['doctor', '--lang', 'de'], { DATA_DIR: data.path })
    expect(german.said).toMatch(/✓ PostgreSQL \S+ antwortet\./)
    expect(german.said).toMatch(/! Im Datenordner liegt keine Sicherung\.\n {4}ortsgespraech backup/)
    const english = await call(['doctor', '--lang', 'en'], { DATA_DIR: data.path })
    expect(english.said).toContain('✓ The program works as ortsgespraech_program')
  })

  it('finds keys that others can read, a clock that is wrong, and a mail server that is away', async () => {
    await chmod(join(data.path, 'keys', 'days'), 0o755)
    const { ok, code, parts } = await doctor([], {
      ORTSGESPRAECH_CLOCK: '120000',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'desk@musterstadt.example'
    })
    expect({ ok, code }).toEqual({ ok: false, code: 1 })
    expect(keysOf(parts[0])).toEqual(
      expect.arrayContaining(['failed: keysOpen', 'failed: mailFailing', 'failed: clockWrong'])
    )
    await chmod(join(data.path, 'keys', 'days'), 0o700)
  })

  it('says that the way out is closed, and that there is no such municipality', async () => {
    const { parts } = await doctor(['--ask', 'nobody.invalid'])
    expect(keysOf(parts[0])).toContain('failed: outsideClosed')
    const unknown = await call(['doctor', '--municipality', 'other.example'], { DATA_DIR: data.path })
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining('no municipality at other.example') })
  })

  it('says that there is no data, and makes none', async () => {
    const nowhere = join(data.path, 'nowhere')
    const { code, parts } = await doctor([], { DATA_DIR: nowhere })
    expect(code).toBe(1)
    expect(keysOf(parts[0])).toContain('failed: databaseAway')
    await mkdir(nowhere)
  })

  it('has the words for everything it can find, in both languages', async () => {
    const { messages } = await import('#ui/messages/messages.ts')
    const data = new Proxy({}, { get: () => 7 }) as Record<string, number>
    for (const language of ['de', 'en'] as const) {
      for (const [key, words] of Object.entries(messages(language).doctor.findings)) {
        const { text, todo } = words(data)
        expect(text, key).toMatch(/^\S.*[.]$|: 7$/)
        expect(todo ?? 'x', key).not.toMatch(/undefined/)
      }
    }
  })
})
