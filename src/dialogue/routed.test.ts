import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { now } from '#platform/clock/clock.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { dropRule, keepRule, moveRule, switchRule, type RuleInput } from '#routing/settle-rule.ts'
import { readRules } from '#routing/plan.ts'
import { tryRule } from '#routing/trial.ts'
import { useWorld } from '../../tests/world/world.ts'
import { submitComment } from './comment.ts'
import { enter } from './enter.ts'
import { receive } from './receive.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
beforeEach(async () => {
  await town.in(async (tx) => {
    for (const { id } of await readRules(tx)) await dropRule(tx, town.editor, id)
  })
})

const rule = (given: Partial<RuleInput>): RuleInput => ({
  name: 'Straßenschäden',
  words: ['Schlagloch'],
  allWords: [],
  notWords: [],
  places: [],
  channels: [],
  topics: [],
  languages: [],
  hours: 'any',
  overPost: true,
  unit: town.roads,
  priority: null,
  topic: null,
  ...given
})
const add = async (given: Partial<RuleInput> = {}, active = true) => {
  const { id } = await town.in((tx) => keepRule(tx, town.editor, rule(given), null))
  if (active) await town.in((tx) => switchRule(tx, town.editor, { rule: id, active: true }))
  return id
}
const conversationOf = (id: string | null) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const ask = async (text: string, given: Partial<ReturnType<typeof said>> = {}) => {
  const { conversationId } = await town.in((tx) => receive(tx, said(town, { text, ...given })))
  return conversationOf(conversationId)
}

describe('a rule that is switched on', () => {
  test('gives what comes in to its unit, whatever the channel', async () => {
    const id = await add()
    const reply = await ask('Riesiges Schlagloch vor der Schule!')
    expect(reply).toMatchObject({ unit_id: town.roads, routed: { by: 'rule', rule: id, assigned: true } })
    const comment = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'Eva', text: 'Auf dem Weg zum Bad sind Schlaglöcher.', address: null })
    )
    expect((await conversationOf(comment.conversation)).unit_id).toBe(town.roads)
    const note = await town.in((tx) => enter(tx, town.editor, { name: 'Herr K.', text: 'Meldet ein Schlagloch' }))
    expect((await conversationOf(note.conversation)).unit_id).toBe(town.roads)
  })

  test('overrules nobody who said where it belongs', async () => {
    await add()
    const note = await town.in((tx) =>
      enter(tx, town.editor, { name: 'Frau M.', text: 'Schlagloch auf dem Sportplatz', unit: town.sport })
    )
    expect(await conversationOf(note.conversation)).toMatchObject({ unit_id: town.sport, routed: null })
  })

  test('leaves what stands below a post of a unit, when it is told to', async () => {
    await add({ overPost: false })
    const comment = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'Eva', text: 'Schlagloch am Eingang?', address: null })
    )
    expect((await conversationOf(comment.conversation)).unit_id).toBe(town.sport)
  })

  test('takes what nobody has as soon as it is said', async () => {
    await add()
    const first = await ask('Hallo, ist da jemand?', { remoteId: 'https://away.example/hello' })
    expect(first.unit_id).toBeNull()
    const second = await ask('Es geht um das Schlagloch', { inReplyTo: 'https://away.example/hello' })
    expect(second).toMatchObject({ id: first.id, unit_id: town.roads })
    const counts = await town.in((tx) =>
      tx.selectFrom('conversation_count').select('count').where('view', '=', `unit:${town.roads}`).executeTakeFirst()
    )
    expect(counts!.count).toBeGreaterThan(0)
  })

  test('stands back behind the one before it', async () => {
    await add({ unit: town.sport, words: ['Schlagloch', 'Bad'] })
    const roads = await add()
    expect((await ask('Schlagloch')).unit_id).toBe(town.sport)
    await town.in((tx) => moveRule(tx, town.editor, { rule: roads, up: true }))
    expect((await ask('Schlagloch')).unit_id).toBe(town.roads)
  })
})

describe('a draft', () => {
  test('does nothing, and tells what it would have done', async () => {
    await ask('Der Spielplatz am Anger ist kaputt', { unitId: town.sport })
    await ask('Die Schaukel auf dem Spielplatz quietscht')
    const given = rule({ words: ['Spielplatz'] })
    const before = await town.in((tx) => tx.selectFrom('routing_rule').select('id').execute())
    const trial = await town.in((tx) => tryRule(tx, town.editor, given, null))
    expect(trial).toMatchObject({ hits: 2, moves: 2, taken: 0 })
    expect(trial.went).toContainEqual({ name: null, count: 1 })
    expect(trial.shown.map(({ found }) => found)).toEqual([['Spielplatz'], ['Spielplatz']])
    expect(await town.in((tx) => tx.selectFrom('routing_rule').select('id').execute())).toEqual(before)
    await add({ words: ['Spielplatz'] }, false)
    expect((await ask('Spielplatz')).unit_id).toBeNull()
  })

  test('tells what an earlier rule takes already', async () => {
    await ask('Die Bushaltestelle am Markt')
    await add({ words: ['Bushaltestelle'], unit: town.sport })
    const trial = await town.in((tx) => tryRule(tx, town.editor, rule({ words: ['Bushaltestelle'] }), null))
    expect(trial).toMatchObject({ hits: 0, taken: 1 })
  })
})

describe('settling rules', () => {
  test('is for those who hold their role in the whole town, and stands in the journal', async () => {
    await expect(town.in((tx) => keepRule(tx, town.sportExpert, rule({}), null))).rejects.toThrow(NotAllowed)
    const since = now()
    const id = await add()
    const events = await town.in((tx) =>
      tx
        .selectFrom('event')
        .select('kind')
        .where('subject_id', '=', id)
        .where('at', '>=', since)
        .orderBy('position')
        .execute()
    )
    expect(events.map(({ kind }) => kind)).toEqual(['routing.rule-made', 'routing.rule-on'])
  })

  test('refuses what would take everything or goes nowhere', async () => {
    const kept = (given: Partial<RuleInput>) => town.in((tx) => keepRule(tx, town.editor, rule(given), null))
    await expect(kept({ words: [' , '] })).rejects.toThrow(Invalid)
    await expect(kept({ unit: '' })).rejects.toMatchObject({ fields: { unit: 'unitNotFound' } })
    await expect(kept({ name: ' ' })).rejects.toMatchObject({ fields: { name: 'routing.nameMissing' } })
  })
})
