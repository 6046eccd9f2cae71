import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { makeWorld, useWorld } from '../../../../tests/world/world.ts'
import { backup } from './backup.ts'
import { restore, RestoreRefused } from './restore.ts'

const world = useWorld()
const migrateOptions = {
  programRole: 'ortsgespraech_program',
  keeperRole: 'ortsgespraech_keeper',
  directory: join(import.meta.dirname, '../../../../migrations'),
  queues: []
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<T>(text)
  await client.end()
  return rows
}

async function town(name: string): Promise<string> {
  const id = newId()
  await inMunicipality(id, async (tx) => {
    await tx
      .insertInto('municipality')
      .values({
        municipality_id: id,
        name,
        kind: 'stadt',
        land: 'DE-NW',
        site_host: `${name}.example`,
        handle_domain: `${name}.example`
      })
      .execute()
    await tx.insertInto('journal_head').values({ municipality_id: id }).execute()
    const unit = newId()
    await tx.insertInto('unit').values({ id: unit, name: 'Stadt', short_name: 'Stadt', slug: 'stadt' }).execute()
    const channel = newId()
    await tx.insertInto('channel').values({ id: channel, network: 'site', unit_id: unit, name: 'Website' }).execute()
    for (const [state, due] of [
      ['due', '2020-01-01'],
      ['planned', '2099-01-01'],
      ['sent', '2020-01-01']
    ] as const) {
      await tx
        .insertInto('publication')
        .values({ id: newId(), channel_id: channel, state, key: state, due_at: due })
        .execute()
    }
    record(tx, { kind: 'system' }, 'municipality.created', id)
  })
  return id
}

it('restores every row of every town into an empty database, and holds everything outgoing', async () => {
  const [first, second] = [await town('eins'), await town('zwei')]
  const target = join(world().directory, 'backup')
  const manifest = await backup({ keeperUrl: world().keeperUrl, target, mediaDirectory: null })
  await town('later')

  const other = await makeWorld()
  await restore({
    source: target,
    keeperUrl: other.keeperUrl,
    migrate: { ...migrateOptions, ownerUrl: other.ownerUrl },
    mediaDirectory: null,
    replace: false
  })
  for (const table of manifest.tables.filter(
    ({ name }) => !['installation_setting', 'session', 'one_time_token'].includes(name)
  )) {
    const [row] = await query<{ n: number }>(other.keeperUrl, `select count(*)::int as n from ${table.name}`)
    expect(row?.n, table.name).toBe(table.rows)
  }
  const towns = await query<{ municipality_id: string }>(
    other.keeperUrl,
    'select municipality_id from municipality order by 1'
  )
  expect(towns.map((row) => row.municipality_id)).toEqual([first, second].sort())
  const states = await query<{ key: string; state: string }>(
    other.keeperUrl,
    'select distinct key, state from publication order by key'
  )
  expect(states).toEqual([
    { key: 'due', state: 'unknown' },
    { key: 'planned', state: 'planned' },
    { key: 'sent', state: 'sent' }
  ])
  const [held] = await query<{ value: object }>(
    other.keeperUrl,
    `select value from installation_setting where name = 'outgoing_held'`
  )
  expect(held?.value).toMatchObject({ reason: 'restore', backup: manifest.at, released: [] })
  // The program's role still sees one town at a time only.
  expect(await query(other.programUrl, 'select * from municipality')).toEqual([])
  await other.close()
})

it('refuses a damaged backup and a database in use, and changes nothing', async () => {
  await town('drei')
  const target = join(world().directory, 'second')
  await backup({ keeperUrl: world().keeperUrl, target, mediaDirectory: null })
  const again = {
    source: target,
    keeperUrl: world().keeperUrl,
    migrate: { ...migrateOptions, ownerUrl: world().ownerUrl },
    mediaDirectory: null,
    replace: false
  }
  const host = `insert into host (host, municipality_id) values ('x.example', '${newId()}') on conflict do nothing`
  await query(world().keeperUrl, host)
  await expect(restore(again)).rejects.toThrow(RestoreRefused)
  const file = join(target, 'tables', 'municipality.gz')
  const bytes = await readFile(file)
  await writeFile(file, bytes.subarray(0, bytes.length - 9))
  await expect(restore({ ...again, replace: true })).rejects.toThrow('damaged')
  const [row] = await query<{ n: number }>(world().keeperUrl, 'select count(*)::int as n from municipality')
  expect(row!.n).toBeGreaterThan(0)
})
