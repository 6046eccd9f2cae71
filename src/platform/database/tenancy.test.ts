import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { installationTables } from '#platform/database/tables.ts'
import { eventsAfter, record } from '#platform/journal/journal.ts'
import { newId } from '#platform/id.ts'
import { useWorld } from '../../../tests/world/world.ts'

const world = useWorld()

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
    record(tx, { kind: 'system' }, 'municipality.created', id)
  })
  return id
}

async function allTables(): Promise<string[]> {
  const client = new pg.Client({ connectionString: world().superuserUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`
  )
  await client.end()
  return rows.map((row) => row.name)
}

describe('tenancy', () => {
  it('knows every table as one of the installation or isolates it by municipality', async () => {
    const client = new pg.Client({ connectionString: world().superuserUrl })
    await client.connect()
    const forgotten: string[] = []
    for (const table of await allTables()) {
      if ((installationTables as readonly string[]).includes(table)) continue
      const { rows } = await client.query<{ secured: boolean; policies: number; first: string }>(
        `select c.relrowsecurity and c.relforcerowsecurity as secured,
           (select count(*)::int from pg_policies where tablename = $1) as policies,
           (select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
            where i.indrelid = c.oid and i.indisprimary) as first
         from pg_class c where c.relname = $1 and c.relnamespace = 'public'::regnamespace`,
        [table]
      )
      const [row] = rows
      if (!row?.secured || row.policies === 0 || row.first !== 'municipality_id') forgotten.push(table)
    }
    const unique = await client.query<{ name: string }>(
      `select c.relname || '.' || x.relname as name from pg_index i
       join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indisunique and c.relnamespace = 'public'::regnamespace and a.attname <> 'municipality_id' and c.relname <> all ($1)`,
      [installationTables]
    )
    await client.end()
    expect(forgotten).toEqual([])
    expect(unique.rows.map((row) => row.name)).toEqual([])
  })

  it('gives the program a role that can neither bypass row-level security nor change the schema', async () => {
    const rows = await inInstallation((tx) =>
      sql<{ bypass: boolean; super: boolean; owned: number }>`
        select rolbypassrls as bypass, rolsuper as super,
          (select count(*)::int from pg_class where relowner = r.oid) as owned
        from pg_roles r where rolname = current_user`.execute(tx)
    )
    expect(rows.rows[0]).toEqual({ bypass: false, super: false, owned: 0 })
  })

  it('shows a town its own rows only, in every table, and refuses rows of another', async () => {
    const [first, second] = [await town('eins'), await town('zwei')]
    for (const table of await allTables()) {
      if ((installationTables as readonly string[]).includes(table)) continue
      const count = (tx: Tx): Promise<number> =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where municipality_id <> ${first}`
          .execute(tx)
          .then((answer) => answer.rows[0]!.n)
      expect(await inMunicipality(first, count), table).toBe(0)
    }
    await expect(
      inMunicipality(first, (tx) =>
        tx.insertInto('topic').values({ municipality_id: second, id: newId(), name: 'x', slug: 'x' }).execute()
      )
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('shows no row of any town outside of a municipality', async () => {
    await town('drei')
    for (const table of await allTables()) {
      if ((installationTables as readonly string[]).includes(table)) continue
      const { rows } = await inInstallation((tx) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)
      )
      expect(rows[0]!.n, table).toBe(0)
    }
  })

  it('refuses a transaction inside a transaction', async () => {
    const id = await town('vier')
    await expect(inMunicipality(id, () => inMunicipality(id, async () => 1))).rejects.toThrow('pass the outer tx')
  })
})

describe('journal', () => {
  it('misses no event and leaves no gap for a reader while eight write', async () => {
    const id = await town('fuenf')
    const seen: number[] = []
    let done = false
    const reading = (async () => {
      for (let position = 0; ;) {
        const finished = done
        const events = await inMunicipality(id, (tx) => eventsAfter(tx, position))
        for (const event of events) seen.push((position = event.position))
        if (finished && events.length === 0) return
      }
    })()
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let index = 0; index < 25; index++) {
          await inMunicipality(id, async (tx) => record(tx, { kind: 'system' }, 'topic.touched', newId()))
        }
      })
    )
    done = true
    await reading
    expect(seen).toEqual(Array.from({ length: 201 }, (_, index) => index + 1))
  })

  it('keeps what it holds: no change, no deletion', async () => {
    const id = await town('sechs')
    await expect(inMunicipality(id, (tx) => tx.updateTable('event').set({ kind: 'x.y' }).execute())).rejects.toThrow(
      'immutable'
    )
    await expect(inMunicipality(id, (tx) => tx.deleteFrom('event').execute())).rejects.toThrow('immutable')
  })

  it('rolls back with the change it belongs to', async () => {
    const id = await town('sieben')
    await inMunicipality(id, async (tx) => {
      record(tx, { kind: 'system' }, 'topic.touched', newId())
      throw new Error('changed my mind')
    }).catch(() => {})
    expect(await inMunicipality(id, (tx) => eventsAfter(tx, 1))).toEqual([])
  })
})
