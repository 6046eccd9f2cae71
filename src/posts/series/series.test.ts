import { beforeEach, describe, expect, test } from 'vitest'
import { endAccess } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { moveClock } from '#platform/clock/clock.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { readForDesk } from '../desk-queries.ts'
import { publishScheduled } from '../schedule.ts'
import { makeSmallTown, type SmallTown } from '../town.fixture.ts'
import { makeDue } from './make.ts'
import { nextDays, readSeries } from './queries.ts'
import { endSeries, moveDay, saveSeries, type SeriesInput, skipDay } from './series.ts'

useWorld()
let town: SmallTown
const start = new Date('2027-03-01T07:00:00Z')
beforeEach(async () => {
  moveClock({ to: start })
  town = await makeSmallTown()
})

const input = (more: Partial<SeriesInput> = {}): SeriesInput & { id: null; revision: number } => ({
  id: null,
  revision: 0,
  name: 'Wochenmarkt',
  unitId: town.sportUnitId,
  title: 'Wochenmarkt am {{Datum}}',
  lead: '',
  body: 'Der Markt im {{Monat}}.',
  rule: { kind: 'weekly', every: 1, days: ['SU'] },
  startsOn: '2027-03-07',
  atTime: '02:30',
  endsOn: null,
  times: null,
  aheadDays: 30,
  schedules: true,
  ...more
})
const begin = (more: Partial<SeriesInput> = {}, who = town.editor) => town.act((tx) => saveSeries(tx, who, input(more)))
const days = (id: string, most = 6) => town.act(async (tx) => nextDays(tx, await readSeries(tx, town.editor, id), most))
const post = (id: string) => town.act((tx) => readForDesk(tx, town.editor, id))

describe('a series of posts', () => {
  test('makes its posts ahead, each once, at its local time on both sides of the change of clocks', async () => {
    const id = await begin()
    expect(await makeDue(town.id)).toBe(4)
    expect(await makeDue(town.id)).toBe(0)
    const made = (await days(id)).filter((day) => day.isMade)
    expect(made.map(({ day, at }) => `${day} ${at}`)).toEqual([
      '2027-03-07 2027-03-07T02:30',
      '2027-03-14 2027-03-14T02:30',
      '2027-03-21 2027-03-21T02:30',
      // Half past two does not exist that night.
      '2027-03-28 2027-03-28T03:30'
    ])
    const last = await post(made.at(-1)!.postId!)
    expect(last).toMatchObject({
      state: 'scheduled',
      title: 'Wochenmarkt am Sonntag, 28. März 2027',
      body: 'Der Markt im März.',
      scheduledAt: new Date('2027-03-28T01:30:00Z')
    })
    moveClock({ to: new Date('2027-03-07T01:31:00Z') })
    await publishScheduled(town.id, made[0]!.postId!)
    expect((await post(made[0]!.postId!)).state).toBe('published')
  })

  test('two processes at the same time make no post twice', async () => {
    const id = await begin()
    const counts = await Promise.all([makeDue(town.id), makeDue(town.id), makeDue(town.id)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4)
    const posts = (await days(id)).flatMap((day) => day.postId ?? [])
    expect(new Set(posts).size).toBe(4)
  })

  test('one day is left out, another one moved; a made post is no longer changed here', async () => {
    const id = await begin({ schedules: false, atTime: '09:00', aheadDays: 10 })
    await town.act((tx) => skipDay(tx, town.editor, { series: id, day: '2027-03-07', isSkipped: true }))
    await town.act((tx) => moveDay(tx, town.editor, { series: id, day: '2027-03-14', at: '2027-03-15T10:00' }))
    await expect(
      town.act((tx) => moveDay(tx, town.editor, { series: id, day: '2027-03-21', at: '2027-03-28T02:30' }))
    ).rejects.toMatchObject({ fields: { at: 'posts.timeSkipped' } })
    await expect(
      town.act((tx) => skipDay(tx, town.editor, { series: id, day: '2027-03-08', isSkipped: true }))
    ).rejects.toMatchObject({ status: 404 })
    expect(await makeDue(town.id)).toBe(0)
    moveClock({ to: new Date('2027-03-10T07:00:00Z') })
    expect(await makeDue(town.id)).toBe(1)
    const [moved] = await days(id, 1)
    expect(moved).toMatchObject({ day: '2027-03-14', at: '2027-03-15T10:00', isMoved: true })
    expect(await post(moved!.postId!)).toMatchObject({
      state: 'draft',
      title: 'Wochenmarkt am Montag, 15. März 2027',
      plannedAt: new Date('2027-03-15T09:00:00Z')
    })
    await expect(
      town.act((tx) => skipDay(tx, town.editor, { series: id, day: '2027-03-14', isSkipped: true }))
    ).rejects.toMatchObject({ key: 'series.dayMade' })
  })

  test('what needs an approval waits for it, as any post of that person', async () => {
    const id = await begin({ times: 1 }, town.expert)
    expect(await makeDue(town.id)).toBe(1)
    const [first] = await days(id, 1)
    const made = await post(first!.postId!)
    expect(made.state).not.toBe('scheduled')
    expect(made.plannedAt).toEqual(new Date('2027-03-07T01:30:00Z'))
  })

  test('when its owner has left it makes drafts, and says so', async () => {
    const id = await begin()
    await town.act((tx) => endAccess(tx, system, town.editor.id)).catch(() => undefined)
    await makeDue(town.id)
    const [first] = await town.act(async (tx) => nextDays(tx, await readSeries(tx, town.expert, id), 1))
    expect(first).toMatchObject({ isMade: true, problem: 'series.ownerGone' })
    expect((await town.act((tx) => readForDesk(tx, town.expert, first!.postId!))).state).toBe('draft')
  })

  test('ends, goes on, and what was missed meanwhile is not made up for', async () => {
    const id = await begin({ aheadDays: 3, atTime: '10:00' })
    await town.act((tx) => endSeries(tx, town.editor, id, true))
    moveClock({ to: new Date('2027-03-21T12:00:00Z') })
    expect(await makeDue(town.id)).toBe(0)
    await town.act((tx) => endSeries(tx, town.editor, id, false))
    expect(await makeDue(town.id)).toBe(0)
    moveClock({ to: new Date('2027-03-25T12:00:00Z') })
    expect(await makeDue(town.id)).toBe(1)
  })

  test('what cannot be is refused at its field, and two who change it meet', async () => {
    await expect(
      begin({
        name: ' ',
        rule: { kind: 'weekly', every: 1, days: [] },
        startsOn: '2027-02-30',
        atTime: '24:00',
        endsOn: 'bald',
        aheadDays: 0
      })
    ).rejects.toMatchObject({
      fields: {
        name: 'nameMissing',
        rule: 'series.noWeekday',
        startsOn: 'calendar.dayInvalid',
        atTime: 'template.noTime',
        endsOn: 'calendar.dayInvalid',
        aheadDays: 'series.aheadRange'
      }
    })
    const id = await begin()
    const change = () => town.act((tx) => saveSeries(tx, town.editor, { ...input({ name: 'Neu' }), id, revision: 1 }))
    await change()
    await expect(change()).rejects.toMatchObject({ status: 409 })
    await expect(
      town.act((tx) => saveSeries(tx, town.expert, input({ unitId: town.trafficUnitId })))
    ).rejects.toMatchObject({ status: 403 })
  })
})
