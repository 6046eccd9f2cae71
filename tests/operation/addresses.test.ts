// After its period nothing yields the address of a commenter: not the data folder with the write-ahead log, not the logs, not
// an older backup that is restored, with every key that is left.
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { submitComment } from '#dialogue/comment.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system } from '#people/types.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { unsealWith } from '#platform/keys/keys.ts'
import { startLog } from '#platform/log/log.ts'
import { eraseAddresses } from '#privacy/address.ts'
import { agreeToHold, askForAddress, lookAtAddress } from '#privacy/hold.ts'
import { ask, call, dataFolder, runOn, town } from './installation.ts'

vi.setConfig({ testTimeout: 180_000 })

const address = '203.0.113.211'
let data: Awaited<ReturnType<typeof dataFolder>>
beforeAll(async () => {
  data = await dataFolder()
})
afterAll(async () => {
  resetClock()
  startLog({ level: 'fatal' })
  await data.remove()
})

interface Sealed {
  message_id: string
  sealed: string
}

it('after the period nothing that is left yields a commenter’s address', async () => {
  const lines: string[] = []
  startLog({ level: 'trace', write: (line) => lines.push(line) })
  moveClock({ to: new Date('2031-03-03T10:00:00Z') })
  let running = await runOn(data.path)
  startLog({ level: 'trace', write: (line) => lines.push(line) })
  const { municipalityId, rootUnitId } = await town()
  const within = <T>(work: (tx: Tx) => Promise<T>) => inMunicipality(municipalityId, work)
  const people = await within((tx) => staff(tx, rootUnitId))
  const post = await within((tx) => publish(tx, rootUnitId))
  const comment = async (text: string) =>
    (await within((tx) => submitComment(tx, { post, name: 'Vera', text, address }))).message
  const message = await comment('Nur gefragt')
  const threat = await comment('Eine Drohung')
  const hold = await within((tx) =>
    askForAddress(tx, people.editor, { message: threat, reason: 'Bedrohung nach § 241 StGB, Anzeige läuft', days: 14 })
  )
  await within((tx) => agreeToHold(tx, people.officer, { hold }))
  expect(await within((tx) => lookAtAddress(tx, people.editor, hold))).toBe(address)
  const dayKey = (await keys().findDayKey(municipalityId, '2031-03-03'))!
  const [holdKey] = await Promise.all((await keys().listHoldKeys()).map((one) => keys().findHoldKey(one)))
  const secrets = [dayKey, holdKey!]

  // While the keys are there, a backup and the folder hold neither address nor key outside of the key folder.
  const backup = join(data.path, 'backups', 'early')
  expect(await call(['backup', backup], { DATA_DIR: data.path })).toEqual({ code: 0, said: expect.any(String) })
  await ask(running.urls.keeper, 'checkpoint').catch(() => [])
  expect(await whereIsIt(data.path, [Buffer.from(address), ...secrets], ['keys/days', 'keys/holds'])).toEqual([])

  const sealed = await ask<Sealed>(
    running.urls.keeper,
    `select message_id, convert_from(sealed, 'UTF8') as sealed from comment_address
     union all select id, convert_from(sealed, 'UTF8') from address_hold where sealed is not null`
  )
  expect(sealed).toHaveLength(3)

  // The machine is off for weeks; the first run after it destroys both.
  await running.stop()
  moveClock({ to: new Date('2031-04-20T10:00:00Z') })
  running = await runOn(data.path)
  await eraseAddresses()
  expect(await keys().listDayKeys()).toEqual([])
  expect(await keys().listHoldKeys()).toEqual([])
  await running.stop()
  expect(await whereIsIt(data.path, [Buffer.from(address), ...secrets])).toEqual([])

  // An older backup comes back with its rows; no key that is left, or made anew, opens them.
  expect(await call(['restore', backup, '--replace', '--without-copy'], { DATA_DIR: data.path })).toMatchObject({
    code: 0
  })
  running = await runOn(data.path)
  const open = async (id: string, text: string) => {
    const left = [await keys().dayKey(municipalityId, '2031-03-03'), keys().derive('any')]
    return left.map((key) => {
      for (const context of [`address ${municipalityId} ${id}`, `hold ${municipalityId} ${id}`])
        try {
          return unsealWith(key, text, context)
        } catch {
          continue
        }
      return null
    })
  }
  for (const row of sealed) expect(await open(row.message_id, row.sealed)).toEqual([null, null])
  await keys().destroyDayKey(municipalityId, '2031-03-03')
  // Also the rows are gone again: the erasure log was applied before anything was served, the hold finds no key.
  const left = await ask(running.urls.keeper, 'select message_id from comment_address')
  expect(left).toEqual([])
  await expect(within((tx) => lookAtAddress(tx, people.editor, hold))).resolves.toBeNull()
  await running.stop()
  expect(await whereIsIt(data.path, [Buffer.from(address), ...secrets])).toEqual([])
  expect(lines.join('')).not.toContain(address)
  expect(message).not.toBe(threat)
})

async function staff(tx: Tx, unitId: string) {
  const person = async (name: string, role: 'editor' | 'privacy') => {
    const { personId } = await addPerson(tx, system, { name, email: `${newId()}@t.example`, roles: [{ role, unitId }] })
    return (await loadPerson(tx, personId))!
  }
  return { editor: await person('Rita', 'editor'), officer: await person('Doris', 'privacy') }
}

async function publish(tx: Tx, unitId: string): Promise<string> {
  const id = newId()
  const shown = { state: 'published', version_number: 1, published_at: now(), has_draft: false }
  await tx
    .insertInto('post')
    .values({ id, slug: 'bad', unit_id: unitId, ...shown })
    .execute()
  await tx
    .insertInto('post_version')
    .values({ post_id: id, number: 1, title: 'Bad', lead: '', body: '', html: '', words: 1, at: now() })
    .execute()
  return id
}

/** Every file below a folder, links followed, that holds one of these bytes. */
async function whereIsIt(folder: string, wanted: Buffer[], except: string[] = []): Promise<string[]> {
  const found: string[] = []
  const look = async (path: string, name: string): Promise<void> => {
    if (except.includes(name)) return
    const real = await realpath(path).catch(() => null)
    const kind = real && (await lstat(real).catch(() => null))
    if (!real || !kind) return
    if (kind.isDirectory()) {
      for (const entry of await readdir(real)) await look(join(real, entry), name ? `${name}/${entry}` : entry)
    } else if (kind.isFile()) {
      // The running database removes files of its own in between.
      const bytes = await readFile(real).catch(() => Buffer.alloc(0))
      if (wanted.some((one) => bytes.includes(one))) found.push(name)
    }
  }
  await look(folder, '')
  return found
}
