import { beforeAll, beforeEach, expect, test } from 'vitest'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { useWorld } from '../../tests/world/world.ts'
import { changeDuty, dropDuty, handOver, planDuty } from './duty.ts'
import { dutiesBetween, handedOverTo, onDuty } from './queries.ts'

useWorld()
let town: SmallTown
beforeAll(async () => void (town = await makeSmallTown()))
beforeEach(resetClock)

const input = (more: Partial<Parameters<typeof planDuty>[2]> = {}) => ({
  personId: town.editor.id,
  unitId: town.rootUnitId,
  from: '2027-03-01T08:00',
  to: '2027-03-01T16:00',
  note: '',
  ...more
})
const plan = (more: Partial<Parameters<typeof planDuty>[2]> = {}) =>
  town.act((tx) => planDuty(tx, town.editor, input(more)))

test('a duty holds for its unit and everything below, the nearest first', async () => {
  await plan()
  await plan({ personId: town.expert.id, unitId: town.sportUnitId })
  const at = new Date('2027-03-01T09:00:00Z')
  const names = async (unit?: string) => (await town.act((tx) => onDuty(tx, at, unit))).map((duty) => duty.personName)
  expect(await names(town.sportUnitId)).toEqual(['expert', 'Erika Muster'])
  expect(await names(town.trafficUnitId)).toEqual(['Erika Muster'])
  expect((await names()).sort()).toEqual(['Erika Muster', 'expert'])
  expect(await town.act((tx) => onDuty(tx, new Date('2027-03-01T15:00:00Z')))).toEqual([])
})

test('nobody is on duty twice at the same time for the same unit, also when two plan at once', async () => {
  const times = { from: '2027-03-02T08:00', to: '2027-03-02T16:00' }
  const tries = await Promise.allSettled([plan(times), plan({ ...times, from: '2027-03-02T10:00' })])
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  await plan({ from: '2027-03-02T16:00', to: '2027-03-02T20:00' })
})

test('times that cannot be are explained at their field', async () => {
  await expect(plan({ from: '2027-03-28T02:30', to: '2027-03-28T12:00' })).rejects.toMatchObject({
    fields: { from: 'posts.timeSkipped' },
    data: { later: '03:30' }
  })
  await expect(plan({ to: '2027-03-01T07:00' })).rejects.toMatchObject({ fields: { to: 'duty.endsBefore' } })
  await expect(plan({ to: '2027-05-01T07:00' })).rejects.toMatchObject({ fields: { to: 'duty.tooLong' } })
  await expect(plan({ personId: town.expert.id })).rejects.toMatchObject({ fields: { person: 'duty.cannotAnswer' } })
  await expect(town.act((tx) => planDuty(tx, town.expert, input()))).rejects.toMatchObject({ status: 403 })
})

test('who had the duty leaves a note, and the next one finds it', async () => {
  const first = await plan({
    personId: town.expert.id,
    unitId: town.sportUnitId,
    from: '2027-04-01T08:00',
    to: '2027-04-01T16:00'
  })
  await plan({ unitId: town.sportUnitId, from: '2027-04-02T08:00', to: '2027-04-02T16:00' })
  await town.act((tx) => handOver(tx, town.expert, { duty: first, text: 'Zwei Fragen zum Bad sind offen.' }))
  moveClock({ to: new Date('2027-04-02T07:00:00Z') })
  const [next] = await town.act((tx) => onDuty(tx, new Date('2027-04-02T07:00:00Z'), town.sportUnitId))
  const before = await town.act((tx) => handedOverTo(tx, next!))
  expect(before).toMatchObject({ personName: 'expert', handOver: 'Zwei Fragen zum Bad sind offen.' })
  await expect(
    town.act((tx) => handOver(tx, town.expert, { duty: next!.id, text: 'Nicht meiner' }))
  ).rejects.toMatchObject({
    key: 'duty.notYours'
  })
})

test('a duty is changed with a check of its revision, and dropped', async () => {
  const duty = await plan({ from: '2027-05-03T08:00', to: '2027-05-03T16:00' })
  const later = { ...input({ from: '2027-05-03T09:00', to: '2027-05-03T17:00' }), duty, revision: 1 }
  await town.act((tx) => changeDuty(tx, town.editor, later))
  await expect(town.act((tx) => changeDuty(tx, town.editor, later))).rejects.toMatchObject({ status: 409 })
  const lines = () =>
    town.act((tx) => dutiesBetween(tx, town.editor, new Date('2027-05-03T00:00:00Z'), new Date('2027-05-04T00:00:00Z')))
  expect((await lines()).map((one) => one.startsAt.toISOString())).toEqual(['2027-05-03T07:00:00.000Z'])
  await town.act((tx) => dropDuty(tx, town.editor, duty))
  expect(await lines()).toEqual([])
})
