import { beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { NotAllowed, NotFound } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { assign } from './assign.ts'
import { actOnAll, undoAll } from './bulk.ts'
import { receive } from './receive.ts'
import { dropView, savedViews, saveView } from './saved-views.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const ask = async (text: string, unitId = town.sport) =>
  (await town.in((tx) => receive(tx, said(town, { text, unitId })))).conversationId!
const rows = (ids: string[]) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', 'in', ids).orderBy('id').execute())
const counts = () =>
  town.in((tx) =>
    tx.selectFrom('conversation_count').select(['view', 'count']).where('count', '<>', 0).orderBy('view').execute()
  )

test('several are closed and handed on at once, and stand exactly as before when it is undone', async () => {
  const ids = [await ask('Eins'), await ask('Zwei'), await ask('Drei')]
  for (const input of [
    { act: 'close' },
    { act: 'assign', unit: town.roads },
    { act: 'priority', priority: 'urgent' }
  ] as const) {
    const before = [await rows(ids), await counts()]
    const done = await town.in((tx) => actOnAll(tx, town.editor, ids, input))
    expect(done).toMatchObject({ done: 3, refused: 0 })
    expect(await town.in((tx) => undoAll(tx, town.editor, done.id!))).toBe(3)
    const after = (await rows(ids)).map((row, at) => ({ ...row, version: (before[0] as (typeof row)[])[at]!.version }))
    expect([after, await counts()]).toEqual(before)
    await expect(town.in((tx) => undoAll(tx, town.editor, done.id!))).rejects.toThrow(NotFound)
  }
})

test('who may not touch one is told, and what was changed since stays', async () => {
  const [mine, others] = [await ask('Meins'), await ask('Anderer', town.roads)]
  const done = await town.in((tx) => actOnAll(tx, town.sportExpert, [mine, others], { act: 'close' }))
  expect(done).toMatchObject({ done: 1, refused: 1 })
  await town.in((tx) => assign(tx, town.sportExpert, { conversation: mine, person: town.sportExpert.id }))
  expect(await town.in((tx) => undoAll(tx, town.sportExpert, done.id!))).toBe(0)
  expect((await rows([mine]))[0]).toMatchObject({ state: 'done' })
})

test('a view is kept for oneself or shared with a unit', async () => {
  const own = await town.in((tx) =>
    saveView(tx, town.sportExpert, { name: 'Eilig', query: 'priority=urgent', unit: null })
  )
  await town.in((tx) => saveView(tx, town.editor, { name: 'Sport offen', query: 'state=active', unit: town.sport }))
  const names = async (who: typeof town.editor) => (await town.in((tx) => savedViews(tx, who))).map(({ name }) => name)
  expect(await names(town.sportExpert)).toEqual(['Eilig', 'Sport offen'])
  expect(await names(town.roadsExpert)).toEqual([])
  await expect(
    town.in((tx) => saveView(tx, town.roadsExpert, { name: 'x', query: '', unit: town.sport }))
  ).rejects.toThrow(NotAllowed)
  await expect(town.in((tx) => dropView(tx, town.editor, own))).rejects.toThrow(NotFound)
  await town.in((tx) => dropView(tx, town.sportExpert, own))
})
