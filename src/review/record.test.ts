import { afterEach, beforeAll, expect, test } from 'vitest'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { levelOf } from '#people/trust.ts'
import { type Person, type Role, system } from '#people/types.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { levelHistory, listLevels, ownLevels } from './levels.ts'
import { decideProposal, makeProposals, openProposals } from './proposals.ts'
import { forgetRecords, ownRecord } from './record.ts'
import { setLevel } from './set-level.ts'
import { endAgreement, enterAgreement, settleTrust } from './settings.ts'

useWorld()
let town: SmallTown
let leader: Person
beforeAll(async () => {
  town = await makeSmallTown()
  leader = await hire('Leitung', 'leader', town.sportUnitId)
  await town.act((tx) => settleTrust(tx, leader, { proposeReviews: 3, proposeMonths: 6, recordMonths: 12 }))
})
afterEach(resetClock)

const hire = (name: string, role: Role, unitId: string): Promise<Person> =>
  town.act(async (tx) => {
    const { personId } = await addPerson(tx, system, {
      name,
      email: `${newId()}@town.example`,
      roles: [{ role, unitId }]
    })
    return (await loadPerson(tx, personId))!
  })

/** Reviews of this person, with these outcomes. */
const reviewed = (person: Person, outcomes: string[]): Promise<void> =>
  town.act(async (tx) => {
    for (const outcome of outcomes) {
      const review = newId()
      const at = now()
      await tx
        .insertInto('review')
        .values({ id: review, subject_kind: 'post', kind: 'after', asked_at: at, due_at: at, state: 'fine' })
        .execute()
      const row = { id: newId(), person_id: person.id, unit_id: town.sportUnitId, review_id: review, outcome, at }
      await tx.insertInto('trust_record').values(row).execute()
    }
  })

test('without a works agreement nothing is proposed, and a record is its person’s alone', async () => {
  const expert = await hire('Anna', 'expert', town.sportUnitId)
  await reviewed(expert, ['approved', 'fine', 'fine', 'approved'])
  expect(await town.act(makeProposals)).toBe(0)
  expect(await town.act((tx) => openProposals(tx, leader))).toEqual([])
  expect(await town.act((tx) => ownRecord(tx, expert))).toMatchObject({ clean: 4, found: 0 })
  expect(await town.act((tx) => ownRecord(tx, leader))).toMatchObject({ clean: 0, outcomes: [] })
})

test('with it a higher level is proposed after enough reviews without a finding; a leader decides', async () => {
  const good = await hire('Gerda', 'expert', town.sportUnitId)
  const found = await hire('Fritz', 'expert', town.sportUnitId)
  await reviewed(good, ['approved', 'approved', 'fine'])
  await reviewed(found, ['approved', 'approved', 'approved', 'corrected'])
  await town.act((tx) =>
    enterAgreement(tx, leader, { day: '2026-01-15', reference: 'DV 3', url: 'https://intranet.example/dv' })
  )
  await town.act(makeProposals)
  const open = await town.act((tx) => openProposals(tx, leader))
  expect(open.map(({ personName, level }) => [personName, level])).toEqual([
    ['Anna', 'after'],
    ['Gerda', 'after']
  ])
  expect(await town.act(makeProposals)).toBe(0)
  const proposal = open.find(({ personName }) => personName === 'Gerda')!.id
  const decide = (who: Person, accept: boolean) =>
    town.act((tx) => decideProposal(tx, who, { proposal, accept, reason: 'Verlässlich' }))
  await expect(decide(town.editor, true)).rejects.toMatchObject({ status: 403 })
  await decide(leader, true)
  await expect(decide(leader, false)).rejects.toMatchObject({ key: 'reviews.decidedMeanwhile' })
  expect(await town.act((tx) => levelOf(tx, good, town.sportUnitId))).toBe('after')
  expect(await town.act((tx) => levelOf(tx, found, town.sportUnitId))).toBe('before')
  // What is open when the agreement ends is over.
  await town.act((tx) => endAgreement(tx, leader))
  expect(await town.act((tx) => openProposals(tx, leader))).toEqual([])
})

test('records go when their time is over', async () => {
  const expert = await hire('Alt', 'expert', town.sportUnitId)
  await reviewed(expert, ['fine'])
  moveClock({ byMs: 300 * 86_400_000 })
  await town.act(forgetRecords)
  expect((await town.act((tx) => ownRecord(tx, expert))).outcomes).toHaveLength(1)
  moveClock({ byMs: 100 * 86_400_000 })
  expect(await town.act(forgetRecords)).toBeGreaterThan(0)
  expect((await town.act((tx) => ownRecord(tx, expert))).outcomes).toEqual([])
})

test('a level holds for the unit and everything below, nearest first, and its history is shown to person and leaders', async () => {
  const editor = await hire('Edda', 'editor', town.rootUnitId)
  await town.act((tx) =>
    setLevel(tx, system, { person: editor.id, unit: town.rootUnitId, level: 'before', reason: 'Neu hier' })
  )
  expect(await town.act((tx) => levelOf(tx, editor, town.sportUnitId))).toBe('before')
  await town.act((tx) =>
    setLevel(tx, leader, { person: editor.id, unit: town.sportUnitId, level: 'free', reason: 'Kennt sich aus' })
  )
  expect(await town.act((tx) => levelOf(tx, editor, town.sportUnitId))).toBe('free')
  expect(await town.act((tx) => levelOf(tx, editor, town.trafficUnitId))).toBe('before')
  const own = await town.act((tx) => ownLevels(tx, editor))
  expect(own).toMatchObject([{ level: 'before', byRole: 'after', isSet: true }])
  const mine = (await town.act((tx) => levelHistory(tx, editor, [editor.id]))).get(editor.id)!
  expect(mine.map(({ reason }) => reason)).toEqual(['Kennt sich aus', 'Neu hier'])
  // A leader sees what concerns the own unit only.
  const theirs = (await town.act((tx) => levelHistory(tx, leader, [editor.id]))).get(editor.id)!
  expect(theirs.map(({ reason }) => reason)).toEqual(['Kennt sich aus'])
  const lines = await town.act((tx) => listLevels(tx, leader))
  expect(lines.every(({ unitId }) => unitId === town.sportUnitId)).toBe(true)
  await expect(town.act((tx) => listLevels(tx, town.editor))).rejects.toMatchObject({ status: 403 })
})
