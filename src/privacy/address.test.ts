import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { deleteOwnComment } from '#dialogue/ownComment.ts'
import { reapplyErasures, reapplyErasuresIfDue } from '#subjects/reapply.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'
import { unsealWith } from '#platform/keys/keys.ts'
import { startLog } from '#platform/log/log.ts'
import { useWorld } from '../../tests/world/world.ts'
import { eraseAddresses } from './address.ts'
import { keepErasureLog, readErasures } from './erasureLog.ts'

const world = useWorld()
const address = '203.0.113.77'
let berlin: Town
let kiritimati: Town
beforeAll(async () => {
  berlin = await makeTown(addNetwork)
  kiritimati = await makeTown(addNetwork, 'Pacific/Kiritimati')
})
afterEach(resetClock)

const submit = (town: Town, text: string, from = address) =>
  town.in((tx) => submitComment(tx, { post: town.post, name: 'Schwimmerin', text, address: from }))
const rowsOf = (town: Town) => town.in((tx) => tx.selectFrom('comment_address').selectAll().execute())
const daysOf = async (town: Town) =>
  (await keys().listDayKeys()).filter((key) => key.municipalityId === town.id).map(({ day }) => day)
const at = (time: string) => moveClock({ to: new Date(time) })

describe('the address of a commenter', () => {
  test('is readable with the key of its day, and stands in clear nowhere', async () => {
    const lines: string[] = []
    startLog({ level: 'trace', write: (line) => lines.push(line) })
    at('2031-03-01T12:00:00Z')
    const { message } = await submit(berlin, 'Wo steht meine Adresse?')
    const [row] = await rowsOf(berlin)
    const key = await keys().findDayKey(berlin.id, '2031-03-01')
    expect(unsealWith(key!, Buffer.from(row!.sealed).toString(), `address ${berlin.id} ${message}`)).toBe(address)
    expect(await dump(world().superuserUrl)).not.toContain(address)
    expect(lines.join('')).not.toContain(address)
    expect(await filesBelow(world().directory)).not.toContain(address)
    startLog({ level: 'fatal' })
  })

  test('is gone at the start of the eighth day in the town’s zone, with a line in the erasure log', async () => {
    at('2031-04-01T21:59:00Z') // Berlin: 1 April, 23:59 in summer time
    const { message } = await submit(berlin, 'Kurz vor Mitternacht')
    at('2031-04-07T21:59:00Z')
    await eraseAddresses()
    expect(await daysOf(berlin)).toContain('2031-04-01')
    at('2031-04-07T22:00:30Z')
    await eraseAddresses()
    expect(await daysOf(berlin)).not.toContain('2031-04-01')
    expect((await rowsOf(berlin)).map((row) => row.message_id)).not.toContain(message)
    const noted = await berlin.in((tx) =>
      tx.selectFrom('erasure').selectAll().where('day', '=', '2031-04-01').execute()
    )
    expect(noted).toMatchObject([{ what: 'address', count: 1, reason: 'kept for 7 days' }])
    expect((await readErasures()).filter((line) => line.day === '2031-04-01')).toHaveLength(1)
    expect(await eraseAddresses()).toBe(0)
  })

  test('follows each town’s own midnight', async () => {
    at('2031-05-01T10:30:00Z') // Kiritimati: 2 May, 00:30
    await submit(kiritimati, 'Am anderen Ende')
    await submit(berlin, 'Hier')
    expect(await daysOf(kiritimati)).toContain('2031-05-02')
    at('2031-05-08T10:00:30Z') // Kiritimati: 9 May, 00:00:30; Berlin: 8 May, 12:00
    await eraseAddresses()
    expect(await daysOf(kiritimati)).not.toContain('2031-05-02')
    expect(await daysOf(berlin)).not.toContain('2031-05-01')
  })

  test('is gone with the first run after the program was down for weeks', async () => {
    at('2031-06-01T12:00:00Z')
    await submit(berlin, 'Vor der Pause')
    at('2031-08-01T12:00:00Z')
    expect(await eraseAddresses()).toBeGreaterThan(0)
    expect(await rowsOf(berlin)).toEqual([])
    expect(await daysOf(berlin)).toEqual([])
  })

  test('rows that a crash left behind when their key was gone already go too', async () => {
    at('2031-09-01T12:00:00Z')
    await submit(berlin, 'Absturz')
    await keys().destroyDayKey(berlin.id, '2031-09-01')
    at('2031-09-09T12:00:00Z')
    await eraseAddresses()
    expect(await rowsOf(berlin)).toEqual([])
  })

  test('stays as long as the municipality settled, at most thirty days', async () => {
    await berlin.in((tx) =>
      tx
        .updateTable('municipality')
        .set({ settings: JSON.stringify({ addressDays: 400 }) })
        .execute()
    )
    at('2031-10-01T12:00:00Z')
    await submit(berlin, 'Länger')
    at('2031-10-30T12:00:00Z')
    await eraseAddresses()
    expect(await daysOf(berlin)).toContain('2031-10-01')
    at('2031-10-31T12:00:00Z')
    await eraseAddresses()
    expect(await daysOf(berlin)).not.toContain('2031-10-01')
    await berlin.in((tx) => tx.updateTable('municipality').set({ settings: '{}' }).execute())
  })
})

test('after a restore the erasure log is applied again', async () => {
  const { token, message } = await submit(berlin, 'Wird gelöscht')
  const before = await berlin.in((tx) =>
    tx.selectFrom('message').selectAll().where('id', '=', message).executeTakeFirstOrThrow()
  )
  await berlin.in((tx) => deleteOwnComment(tx, { token }))
  // The backup held the text and did not know of the erasure.
  const client = new pg.Client({ connectionString: world().superuserUrl })
  await client.connect()
  await client.query(`update message set text = $2, html = $3, author_name = $4, state = 'held' where id = $1`, [
    message,
    before.text,
    before.html,
    before.author_name
  ])
  await client.query(`set session_replication_role = replica; delete from erasure where subject_id = '${message}'`)
  await client.end()
  await inInstallation((tx) =>
    tx.insertInto('installation_setting').values({ name: 'erasures_due', value: '"x"' }).execute()
  )
  await reapplyErasuresIfDue()
  expect(await reapplyErasures()).toBe(0)
  const after = await berlin.in((tx) =>
    tx.selectFrom('message').selectAll().where('id', '=', message).executeTakeFirstOrThrow()
  )
  expect(after).toMatchObject({ state: 'deleted', text: '', author_name: '' })
  expect(
    await berlin.in((tx) => tx.selectFrom('erasure').selectAll().where('subject_id', '=', message).execute())
  ).toHaveLength(1)
})

test('a line of the log that a crash cut off swallows nothing', async () => {
  const { appendFile, mkdtemp } = await import('node:fs/promises')
  const folder = await mkdtemp(join(world().directory, 'log-'))
  await appendFile(join(folder, 'erasures.log'), '{"id":"half')
  keepErasureLog(folder)
  const { token } = await submit(berlin, 'Nach dem Absturz')
  await berlin.in((tx) => deleteOwnComment(tx, { token }))
  expect(await readErasures()).toHaveLength(1)
  keepErasureLog(world().directory)
})

/** Everything in every table, as text. */
async function dump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`
    )
    let all = ''
    for (const { name } of rows) {
      const { rows: found } = await client.query(
        `select t::text, encode(convert_to(t::text, 'UTF8'), 'escape') as raw from ${name} t`
      )
      all += JSON.stringify(found)
    }
    const { rows: sealed } = await client.query<{ raw: string }>(
      `select encode(sealed, 'escape') as raw from comment_address`
    )
    return all + JSON.stringify(sealed)
  } finally {
    await client.end()
  }
}

async function filesBelow(directory: string): Promise<string> {
  let all = ''
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) all += await readFile(join(entry.parentPath, entry.name), 'latin1')
  return all
}
