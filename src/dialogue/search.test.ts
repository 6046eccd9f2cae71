import { beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { sql } from 'kysely'
import { useWorld } from '../../tests/world/world.ts'
import { assign } from './assign.ts'
import { settleDetails } from './details.ts'
import { readFilters } from './filters.ts'
import { note } from './note.ts'
import { listConversations } from './queries.ts'
import { receive } from './receive.ts'
import { searchConversations } from './search.ts'
import { close } from './state.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const ask = async (text: string, given = {}) =>
  (await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport, ...given })))).conversationId!
const find = async (words: string, filters = {}, who = town.editor) =>
  (await town.in((tx) => searchConversations(tx, who, words, filters))).hits.map(({ id }) => id)

test('words are found whatever their ending, accents and ß', async () => {
  const id = await ask('Die Bäume in der Römerstraße tropfen auf das Café.')
  for (const words of ['Baum', 'bäumen', 'römerstrasse', 'Cafe', '"in der römerstraße"'])
    expect(await find(words), words).toEqual([id])
  expect(await find('Römerstraße -tropfen')).toEqual([])
})

test('notes are found, too, and only by who may read the conversation', async () => {
  const id = await ask('Eine Frage')
  await town.in((tx) => note(tx, town.sportExpert, { conversation: id, text: 'Zaunkönig gesichtet' }))
  expect(await find('Zaunkönig')).toEqual([id])
  expect(await find('Zaunkönig', {}, town.roadsExpert)).toEqual([])
})

test('another town on the same database finds nothing of it', async () => {
  const other = await makeTown(addNetwork)
  await ask('Blaumeisenpfad')
  expect((await other.in((tx) => searchConversations(tx, other.editor, 'Blaumeisenpfad'))).hits).toEqual([])
  const { rows } = await other.in((tx) =>
    sql`select * from said_where(websearch_to_tsquery('german_plain', 'Blaumeisenpfad'), 10)`.execute(tx)
  )
  expect(rows).toEqual([])
})

test('filters narrow a search and a list down', async () => {
  const one = await ask('Kiebitz am Teich')
  const two = await ask('Kiebitz im Moor', { unitId: town.roads })
  await town.in((tx) =>
    settleDetails(tx, town.editor, { conversation: one, priority: 'urgent', topic: null, place: '', coordinates: '' })
  )
  await town.in((tx) => assign(tx, town.editor, { conversation: two, person: town.roadsExpert.id }))
  await town.in((tx) => close(tx, town.editor, { conversation: two }))
  await town.in((tx) => note(tx, town.editor, { conversation: one, text: 'merken' }))
  for (const [filters, ids] of [
    [{ priority: 'urgent' }, [one]],
    [{ state: 'done' }, [two]],
    [{ state: 'active' }, [one]],
    [{ unit: town.roads }, [two]],
    [{ person: town.roadsExpert.id }, [two]],
    [{ note: true }, [one]],
    [{ from: '2000-01-01', to: '2000-01-02' }, []]
  ] as const)
    expect(await find('Kiebitz', filters), JSON.stringify(filters)).toEqual(ids)
  const list = await town.in((tx) =>
    listConversations(tx, town.editor, { view: 'any', filters: { priority: 'urgent', unit: town.sport } })
  )
  expect(list.rows.map(({ id }) => id)).toEqual([one])
})

test('a frequent word fills its pages from the latest on, without gap or repetition', async () => {
  for (let n = 0; n < 6; n++) await ask(`Dauerregen ${n}`)
  const first = await town.in((tx) =>
    tx.selectFrom('conversation').selectAll().where('subject', '=', 'Dauerregen 0').executeTakeFirstOrThrow()
  )
  // More messages than count as rare, in one go.
  await town.in((tx) =>
    sql`insert into message (id, conversation_id, direction, state, channel_id, text, at, received_at)
      select gen_random_uuid(), ${first.id}, 'in', 'visible', ${town.away}, 'Dauerregen', now(), now() from generate_series(1, 1100)`.execute(
      tx
    )
  )
  const found = await find('Dauerregen')
  expect(found).toHaveLength(6)
  expect(found.at(-1)).toBe(first.id)
})

test('filters in an address that make no sense are left out', () => {
  expect(readFilters(new URLSearchParams('state=odd&unit=none&overdue=1&from=2026-13-01&person=x'))).toEqual({
    unit: 'none',
    overdue: true
  })
})
