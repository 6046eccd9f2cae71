import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { forgetRoutingPlan, type RoutingSetting } from '#routing/plan.ts'
import { learnAnew, learnOne } from '#routing/learn.ts'
import { settleRouting } from '#routing/settle-setting.ts'
import { suggestUnit } from '#routing/suggest.ts'
import { useWorld } from '../../tests/world/world.ts'
import { assign } from './assign.ts'
import { clockPlan } from './clock/plan.ts'
import { confirmUnit } from './confirm-unit.ts'
import { receive } from './receive.ts'
import { makeTown, said, type Town } from './town.fixture.ts'
import { warnOfNobodys } from './watch-nobody.ts'

useWorld()
let town: Town
const roads = ['Schlagloch', 'Laterne', 'Gehweg', 'Pflaster', 'Baustelle', 'Kanaldeckel']
const sport = ['Freibad', 'Turnhalle', 'Dusche', 'Schwimmkurs', 'Sportplatz', 'Flutlicht']
const usual: RoutingSetting = { learns: true, assignsFrom: null, watchers: [], warnMinutes: 60 }

beforeAll(async () => {
  town = await makeTown(addNetwork)
  // Twelve of each, given to their unit by people.
  for (const [unit, words] of [
    [town.roads, roads],
    [town.sport, sport]
  ] as const)
    for (const [at, word] of [...words, ...words].entries()) {
      const id = (await ask(`${word} ${words[(at + 1) % 6]}: wann kümmert sich jemand?`)).id
      await town.in((tx) => assign(tx, town.editor, { conversation: id, unit }))
    }
  await learnAnew(town.id)
  forgetRoutingPlan(town.id)
})
afterEach(resetClock)

const conversationOf = (id: string | null) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const ask = async (text: string, given: Partial<ReturnType<typeof said>> = {}) => {
  const { conversationId } = await town.in((tx) => receive(tx, said(town, { text, ...given })))
  return conversationOf(conversationId)
}
const settle = (given: Partial<RoutingSetting>) =>
  town.in((tx) => settleRouting(tx, town.editor, { ...usual, ...given }))
const suggestion = (id: string) => town.in(async (tx) => suggestUnit(tx, id, (await clockPlan(tx)).calendarOf(null)))

describe('what was learned', () => {
  test('is suggested with its reason and certainty, and assigns nothing by itself', async () => {
    const one = await ask('Da ist ein riesiges Schlagloch im Gehweg')
    expect(one).toMatchObject({ unit_id: null, routed: { by: 'learned', unit: town.roads, assigned: false } })
    const told = await suggestion(one.id)
    expect(told).toMatchObject({ unit: { id: town.roads }, isThere: false, rule: null })
    expect(told!.words).toContain('Schlagloch')
    expect(told!.certainty).toBeGreaterThan(0.5)
  })

  test('assigns by itself above the certainty that is settled, and is corrected in one click', async () => {
    await settle({ assignsFrom: 0.7 })
    const one = await ask('Schlagloch und kaputte Laterne am Gehweg')
    expect(one).toMatchObject({ unit_id: town.roads, routed: { assigned: true } })
    expect((await suggestion(one.id))!.others.map(({ id }) => id)).toEqual([town.sport])
    await town.in((tx) => assign(tx, town.editor, { conversation: one.id, unit: town.sport }))
    expect(await conversationOf(one.id)).toMatchObject({ unit_id: town.sport, taught_unit_id: town.sport })
    expect(await suggestion(one.id)).toBeNull()
    await settle({})
    expect((await ask('Schlagloch und kaputte Laterne am Gehweg')).unit_id).toBeNull()
  })

  test('grows with each assignment, and takes back what was corrected', async () => {
    const one = await ask('Zwergkaninchen Zwergkaninchen auf dem Rasen')
    const before = (await suggestion(one.id))?.unit.id
    await learnOne(town.id, { conversation: one.id, unit: town.sport, before: null })
    forgetRoutingPlan(town.id)
    const alike = await ask('Zwergkaninchen auf dem Rasen!')
    expect((await suggestion(alike.id))!.unit.id).toBe(town.sport)
    await learnOne(town.id, { conversation: one.id, unit: town.roads, before: town.sport })
    forgetRoutingPlan(town.id)
    expect((await suggestion(alike.id))!.unit.id).toBe(town.roads)
    expect([undefined, town.sport, town.roads]).toContain(before)
  })

  test('is confirmed where it was right', async () => {
    await settle({ assignsFrom: 0.7 })
    const one = await ask('Flutlicht am Sportplatz geht nicht, Dusche kalt')
    await town.in((tx) => confirmUnit(tx, town.sportExpert, { conversation: one.id }))
    expect(await conversationOf(one.id)).toMatchObject({ taught_unit_id: town.sport })
    await settle({})
  })

  test('does not outlive the texts: what was erased is gone when everything is learned anew', async () => {
    const one = await ask('Kunigunde Einhornstein, Gehweg')
    await town.in((tx) => assign(tx, town.editor, { conversation: one.id, unit: town.roads }))
    const examples = async () => {
      await learnAnew(town.id)
      return town.in((tx) => tx.selectFrom('routing_model').select('examples').executeTakeFirstOrThrow())
    }
    const { examples: before } = await examples()
    await town.in((tx) =>
      tx
        .updateTable('message')
        .set({ text: '', html: '', state: 'deleted' })
        .where('conversation_id', '=', one.id)
        .execute()
    )
    expect((await examples()).examples).toBe(before - 1)
  })

  test('is nothing where learning is switched off', async () => {
    await settle({ learns: false })
    const one = await ask('Schlagloch im Gehweg')
    expect(one.routed).toBeNull()
    expect(await suggestion(one.id)).toBeNull()
    await settle({})
  })

  test('says of what lies below a post only when another unit is far likelier', async () => {
    const comment = await ask('Das Schlagloch im Gehweg ist schon wieder offen', { postId: town.post })
    expect(comment).toMatchObject({ unit_id: town.sport, routed: null })
    expect((await suggestion(comment.id))!.unit.id).toBe(town.roads)
    const fitting = await ask('Wann öffnet das Freibad, und gibt es einen Schwimmkurs?', { postId: town.post })
    expect(await suggestion(fitting.id)).toBeNull()
  })
})

describe('what nobody has', () => {
  test('is told of once to those who watch, after its time in service hours', async () => {
    await settle({ watchers: [town.sportExpert.id] })
    await town.in((tx) => tx.updateTable('conversation').set({ none_warned_at: new Date() }).execute())
    // A Monday noon; nobody works at night.
    moveClock({ to: new Date('2027-03-01T11:00:00Z') })
    const one = await ask('Irgendetwas ganz anderes')
    expect(one.unit_id).toBeNull()
    const told = async () => {
      const count = await town.in(warnOfNobodys)
      const notices = await town.in((tx) =>
        tx
          .selectFrom('notice')
          .select('person_id')
          .where('conversation_id', '=', one.id)
          .where('kind', '=', 'nobody')
          .execute()
      )
      return { count, people: notices.map(({ person_id }) => person_id) }
    }
    expect(await told()).toEqual({ count: 0, people: [] })
    moveClock({ to: new Date('2027-03-01T12:30:00Z') })
    expect(await told()).toEqual({ count: 1, people: [town.sportExpert.id] })
    expect(await told()).toEqual({ count: 0, people: [town.sportExpert.id] })
  })

  test('does not count the night', async () => {
    await settle({})
    moveClock({ to: new Date('2027-03-02T20:00:00Z') })
    await ask('Spät am Abend gefragt')
    moveClock({ to: new Date('2027-03-03T04:00:00Z') })
    expect(await town.in(warnOfNobodys)).toBe(0)
    moveClock({ to: new Date('2027-03-03T10:00:00Z') })
    expect(await town.in(warnOfNobodys)).toBe(1)
  })
})
