// One town of so many conversations, in a process and a database of its own, that is asked what finding costs. For inbox.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { listConversations, countsFor } from '#dialogue/queries.ts'
import { searchConversations } from '#dialogue/search.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { createMunicipality } from '#municipality/create.ts'
import { loadPerson } from '#people/person.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { runOn } from '../tests/operation/installation.ts'

/** As many conversations hold the rare word, whatever the size. */
const rareHits = 20
const units = 12

interface Town {
  id: string
  who: Person
  fill(from: number, to: number, step: number): Promise<void>
}

type Work = (tx: Tx, round: number) => Promise<unknown>

function cases({ who }: Town, step: number): Record<string, Work> {
  let after: string | null = null
  let opened: string[] = []
  return {
    // The first page, and on from there: the tenth costs what the first does.
    list: async (tx, round) => {
      if (round % 10 === 0) after = null
      const list = await listConversations(tx, who, { view: 'all', after })
      await countsFor(tx, who)
      after = list.next
      opened = list.rows.map(({ id }) => id)
      if (list.rows.length !== 40) throw new Error('the list is not full')
    },
    filter: async (tx, round) => {
      const filters = [
        { state: 'done' as const, unit: 'none' },
        { priority: 'urgent' as const },
        { overdue: true },
        { note: true, state: 'active' as const },
        { from: '2000-01-01', state: 'waiting' as const }
      ]
      await listConversations(tx, who, { view: 'any', filters: filters[round % filters.length] })
    },
    'search-rare': async (tx) => {
      const { hits } = await searchConversations(tx, who, `Quittenfest${step}`)
      if (hits.length !== rareHits) throw new Error(`found ${hits.length} of ${rareHits}`)
    },
    'search-frequent': async (tx) => {
      const { hits } = await searchConversations(tx, who, 'Sperrmüll')
      if (hits.length !== 50) throw new Error(`found ${hits.length} of 50`)
    },
    open: (tx, round) => openConversation(tx, who, opened[round % opened.length]!)
  }
}

async function makeTown(ownerUrl: string): Promise<Town> {
  const { municipalityId, unitIds, firstPerson } = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: 'www.musterstadt.example',
    units: Array.from({ length: units }, (_, number) => `Amt ${number + 1}`),
    firstPerson: {
      name: 'Erika Muster',
      email: 'erika@musterstadt.example',
      password: 'ein langer Satz als Kennwort'
    }
  })
  const who = (await inMunicipality(municipalityId, (tx) => loadPerson(tx, firstPerson.personId)))!
  const channel = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('channel').select('id').where('network', '=', 'site').executeTakeFirstOrThrow()
  )
  return {
    id: municipalityId,
    who,
    fill: async (from, to, step) => {
      const client = new pg.Client({ connectionString: ownerUrl })
      await client.connect()
      try {
        await client.query(`select set_config('app.municipality_id', '${municipalityId}', false)`)
        await client.query(conversations, [from, to, unitIds, channel.id, firstPerson.personId])
        await client.query(messages, [from, to, channel.id, step, Math.floor((to - from) / rareHits), rareHits])
        await client.query(notes, [from, to, channel.id, firstPerson.personId])
        await client.query('vacuum (analyze) conversation')
        await client.query('vacuum (analyze) message')
        // What the counts are kept for.
        await client.query(
          `insert into conversation_count (view, count) values ('unit:none', $1)
          on conflict (municipality_id, view) do update set count = excluded.count`,
          [to]
        )
      } finally {
        await client.end()
      }
    }
  }
}

/** A number as an id, in the order of the numbers. */
const idOf = (number: string, kind: number) => `(lpad(to_hex(${number}), 8, '0') || '-0000-7000-8000-${kind}')`

const conversations = `
  insert into conversation (id, state, subject, channel_id, network, unit_id, assignee_id, contact_name, visibility, unread,
    priority, message_count, answer_count, last_excerpt, last_direction, last_message_at, first_message_at, waiting_since, due_at)
  select ${idOf('n', 100000000000)}::uuid,
    case when n % 20 = 0 then 'open' when n % 20 = 1 then 'waiting' else 'done' end,
    'Frage ' || n, $4, 'site',
    case when n % 10 = 3 then null else ($3::uuid[])[1 + n % ${units}] end,
    case when n % 3 = 0 then $5::uuid end,
    (array['Anna', 'Ben', 'Cem', 'Dilan', 'Emil', 'Frieda', 'Gül', 'Hans'])[1 + n % 8] || ' ' || (array['Müller', 'Schmidt', 'Yılmaz',
      'Weber', 'Kaya', 'Schulz', 'Hoffmann'])[1 + (n / 7) % 7] || ' ' || to_hex(n), 'public', n % 40 = 0,
    case when n % 50 = 0 then 'urgent' else 'normal' end, 1, 0, 'Guten Tag, ich habe eine Frage', 'in', at, at,
    case when n % 20 = 0 then at end, case when n % 400 = 0 then now() - (n / 400 % 3000) * interval '1 minute' end
  from (select n, timestamptz '2016-01-01' + n * interval '5 minutes' as at from generate_series($1::int + 1, $2::int) as n) as numbers`

const messages = `
  insert into message (id, conversation_id, direction, state, channel_id, author_name, text, html, at, received_at)
  select ${idOf('n', 200000000000)}::uuid, ${idOf('n', 100000000000)}::uuid, 'in', 'visible', $3, 'Anna', text, '<p>' || text || '</p>', at, at
  from (
    select n, timestamptz '2016-01-01' + n * interval '5 minutes' as at,
      'Guten Tag, ich habe eine Frage zum Thema ' || (array['Straßenbeleuchtung', 'Kita', 'Freibad', 'Baustelle', 'Radweg', 'Ausweis',
        'Hundesteuer', 'Spielplatz'])[1 + n % 8] || ' in der ' || (array['Hauptstraße', 'Gartenstraße', 'Ringstraße'])[1 + n % 3] || ' '
      || n % 997 || '. Wann wird das erledigt, und wer ist zuständig? '
      || case when n % 10 = 7 then 'Der Sperrmüll liegt noch da. ' else 'Der Gehweg ist zugeparkt. ' end
      || case when (n - $1::int) % $5::int = 0 and (n - $1::int) / $5::int <= $6::int then 'Kommt das Quittenfest' || $4::int || '? ' else '' end as text
    from generate_series($1::int + 1, $2::int) as n
  ) as numbers`

/** A note in every tenth. */
const notes = `
  insert into message (id, conversation_id, direction, state, visibility, channel_id, person_id, author_name, text, html, at, received_at)
  select ${idOf('n', 300000000000)}::uuid, ${idOf('n', 100000000000)}::uuid, 'note', 'visible', 'internal', $3, $4, 'Erika Muster',
    'Bitte mit dem Bauhof klären.', '<p>Bitte mit dem Bauhof klären.</p>', at, at
  from (select n, timestamptz '2016-01-01' + n * interval '5 minutes' as at from generate_series($1::int + 1, $2::int) as n where n % 10 = 0) as numbers`

const size = Number(process.argv[2])
const folder = await mkdtemp('/tmp/og-bench-')
const running = await runOn(join(folder, 'data'))
const town = await makeTown(running.urls.owner)
await town.fill(0, size, 0)
const works = cases(town, 0)
let round = 0
process.on('message', async ({ name, rounds }: { name: string; rounds: number }) => {
  if (name === 'end') {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
    process.exit(0)
  }
  const times: number[] = []
  for (let left = rounds; left > 0; left--) {
    const startedAt = performance.now()
    await inMunicipality(town.id, (tx) => works[name]!(tx, round++))
    times.push(performance.now() - startedAt)
  }
  process.send!(times)
})
process.send!('ready')
