import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planDuty } from '#duty/duty.ts'
import { moveClock } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { readForDesk } from '#posts/desk-queries.ts'
import { planWithdrawal } from '#posts/expire.ts'
import { movePost } from '#posts/move.ts'
import { publishScheduled, schedulePost } from '#posts/schedule.ts'
import { makeDue } from '#posts/series/make.ts'
import { saveSeries } from '#posts/series/series.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { entriesBetween } from './entries.ts'
import { readHolidayFile } from './holiday-file.ts'
import { addSchoolHoliday, importSchoolHolidays, schoolHolidaysBetween } from './school-holidays.ts'
import { freeSlots } from './slots.ts'

useWorld()
let town: SmallTown
beforeAll(async () => void (town = await makeSmallTown()))
beforeEach(() => moveClock({ to: new Date('2027-03-01T07:00:00Z') }))

const bytes = (text: string) => new TextEncoder().encode(text)
const draft = (title: string, plannedAt?: string) =>
  town.act((tx) => createPost(tx, town.editor, { unitId: town.sportUnitId, title, body: 'Text.', plannedAt }))
const scheduled = async (title: string, at: string) => {
  const post = await draft(title)
  const made = await town.act((tx) => schedulePost(tx, town.editor, { post: post.id, revision: 1, at }))
  return { id: post.id, seen: made.at }
}
const read = (id: string) => town.act((tx) => readForDesk(tx, town.editor, id))

describe('the calendar', () => {
  test('shows posts where they stand, duties, holidays and school holidays, by time', async () => {
    await draft('Ohne Zeitpunkt')
    await draft('Entwurf mit Plan', '2027-04-01T09:00')
    const { id } = await scheduled('Geplant', '2027-04-02T10:00')
    await town.act((tx) =>
      planDuty(tx, town.editor, {
        personId: town.editor.id,
        unitId: town.rootUnitId,
        from: '2027-04-01T08:00',
        to: '2027-04-01T16:00',
        note: ''
      })
    )
    await town.act((tx) =>
      addSchoolHoliday(tx, town.editor, { name: 'Osterferien', from: '2027-03-22', to: '2027-04-03' })
    )
    const entries = await town.act((tx) => entriesBetween(tx, town.editor, { from: '2027-04-01', to: '2027-04-08' }))
    expect(entries.map(({ kind, title, from, state }) => [kind, title, from, state].join(' | '))).toEqual([
      'school | Osterferien | 2027-03-22 | ',
      'duty | Erika Muster | 2027-04-01T08:00 | ',
      'post | Entwurf mit Plan | 2027-04-01T09:00 | draft',
      'post | Geplant | 2027-04-02T10:00 | scheduled'
    ])
    expect(entries.find((entry) => entry.id === `post:${id}`)?.isMovable).toBe(true)
    const easter = await town.act((tx) =>
      entriesBetween(tx, town.editor, { from: '2027-03-22', to: '2027-03-30', kinds: ['holiday'] })
    )
    expect(easter.map((entry) => entry.title)).toEqual(['Karfreitag', 'Ostermontag'])
    const traffic = await town.act((tx) =>
      entriesBetween(tx, town.editor, { from: '2027-04-01', to: '2027-04-08', unitId: town.trafficUnitId })
    )
    expect(traffic.filter((entry) => entry.kind === 'post')).toEqual([])
  })

  test('whoever may not publish sees scheduled posts but does not move them', async () => {
    const entries = await town.act((tx) => entriesBetween(tx, town.expert, { from: '2027-04-01', to: '2027-04-08' }))
    expect(entries.filter((entry) => entry.kind === 'post').map(({ title, isMovable }) => [title, isMovable])).toEqual([
      ['Entwurf mit Plan', true],
      ['Geplant', false]
    ])
    const outside = await town.act((tx) => entriesBetween(tx, town.operator, { from: '2027-04-01', to: '2027-04-08' }))
    expect(outside.filter((entry) => entry.kind === 'post' || entry.kind === 'duty')).toEqual([])
  })
})

describe('moving', () => {
  test('a scheduled post goes out at its new time and not at the old one, and back again', async () => {
    const { id, seen } = await scheduled('Wandert', '2027-05-03T10:00')
    const moved = await town.act((tx) => movePost(tx, town.editor, { post: id, seen, at: '2027-05-04T11:30' }))
    expect(moved.at.toISOString()).toBe('2027-05-04T09:30:00.000Z')
    moveClock({ to: new Date('2027-05-03T09:00:00Z') })
    await publishScheduled(town.id, id)
    expect((await read(id)).state).toBe('scheduled')
    await town.act((tx) => movePost(tx, town.editor, { post: id, seen: moved.at, at: '2027-05-05T10:00' }))
    moveClock({ to: new Date('2027-05-05T08:00:01Z') })
    await publishScheduled(town.id, id)
    expect((await read(id)).state).toBe('published')
  })

  test('two who move at the same time: the second is told, and nothing is overwritten', async () => {
    const { id, seen } = await scheduled('Zu zweit', '2027-06-01T10:00')
    const tries = await Promise.allSettled(
      ['2027-06-02T10:00', '2027-06-03T10:00'].map((at) =>
        town.act((tx) => movePost(tx, town.editor, { post: id, seen, at }))
      )
    )
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(tries.find((one) => one.status === 'rejected')).toMatchObject({ reason: { key: 'calendar.moved' } })
  })

  test('an hour that the clock skips is refused with the next one, an hour that comes twice is said', async () => {
    const { id, seen } = await scheduled('Zeitumstellung', '2027-03-20T10:00')
    const to = (at: string, from = seen) => town.act((tx) => movePost(tx, town.editor, { post: id, seen: from, at }))
    await expect(to('2027-03-28T02:30')).rejects.toMatchObject({
      fields: { at: 'posts.timeSkipped' },
      data: { later: '03:30' }
    })
    expect((await read(id)).scheduledAt).toEqual(seen)
    const moved = await to('2027-10-31T02:30')
    expect(moved).toMatchObject({ isDoubled: true, at: new Date('2027-10-31T00:30:00Z') })
    await expect(to('2027-02-01T10:00', moved.at)).rejects.toMatchObject({ fields: { at: 'posts.timePast' } })
    await expect(to('kein Tag', moved.at)).rejects.toMatchObject({ fields: { at: 'posts.timeInvalid' } })
  })

  test('moving a draft changes the plan and nothing else', async () => {
    const { id } = await draft('Nur ein Plan', '2027-04-01T09:00')
    const seen = (await read(id)).plannedAt!
    await town.act((tx) => movePost(tx, town.expert, { post: id, seen, at: '2027-04-06T09:00' }))
    expect(await read(id)).toMatchObject({ state: 'draft', plannedAt: new Date('2027-04-06T07:00:00Z') })
  })
})

test('what a series will bring stands there until it is made, and so does the end of what withdraws itself', async () => {
  const other = await makeSmallTown()
  await other.act((tx) =>
    saveSeries(tx, other.editor, {
      id: null,
      revision: 0,
      name: 'Sprechstunde',
      unitId: other.sportUnitId,
      title: 'Sprechstunde am {{Datum}}',
      lead: '',
      body: 'Offen.',
      rule: { kind: 'monthly-weekday', every: 1, nth: 1, day: 'MO' },
      startsOn: '2027-04-01',
      atTime: '09:00',
      endsOn: null,
      times: null,
      aheadDays: 10,
      schedules: false
    })
  )
  const { id } = await other.act((tx) => createPost(tx, other.editor, { unitId: other.sportUnitId, title: 'Sperrung' }))
  await other.act((tx) => planWithdrawal(tx, other.editor, { post: id, at: '2027-04-20T18:00', reason: 'Wieder frei' }))
  const read = async () =>
    (
      await other.act((tx) =>
        entriesBetween(tx, other.editor, { from: '2027-04-01', to: '2027-05-10', kinds: ['post'] })
      )
    ).map(({ title, from, state }) => `${from} ${title} ${state}`)
  const end = '2027-04-20T18:00 Sperrung ends'
  expect(await read()).toEqual(['2027-04-05T09:00 Sprechstunde series', end, '2027-05-03T09:00 Sprechstunde series'])
  moveClock({ to: new Date('2027-03-28T07:00:00Z') })
  await makeDue(other.id)
  expect((await read())[0]).toBe('2027-04-05T09:00 Sprechstunde am Montag, 5. April 2027 draft')
})

test('free slots are working days with room around them, an hour after the town hall opens', async () => {
  const other = await makeSmallTown()
  const slots = () => other.act((tx) => freeSlots(tx, other.editor))
  moveClock({ to: new Date('2027-03-22T10:00:00Z') })
  expect((await slots()).map((slot) => slot.at)).toEqual([
    '2027-03-23T09:00',
    // Good Friday and Easter Monday are no working days.
    '2027-03-30T09:00',
    '2027-04-02T09:00'
  ])
  for (const plannedAt of ['2027-03-23T11:00', '2027-03-30T08:00'])
    await other.act((tx) => createPost(tx, other.editor, { unitId: other.sportUnitId, title: 'Belegt', plannedAt }))
  const found = await slots()
  expect(found.map((slot) => slot.at)).not.toContain('2027-03-23T09:00')
  expect(found[0]).toMatchObject({ hoursLeft: 7 })
})

describe('school holidays from a file', () => {
  test('CSV as Excel writes it', async () => {
    const file = new Uint8Array([
      ...bytes('Ferien;Beginn;Ende\r\nSommerferien;19.07.2027;31.08.2027\r\n'),
      0x46,
      0x72,
      0xfc,
      ...bytes('hjahr'),
      ...bytes(';2027-03-22;2027-04-03\r\n')
    ])
    expect(readHolidayFile(file)).toEqual({
      holidays: [
        { name: 'Sommerferien', startsOn: '2027-07-19', endsOn: '2027-08-31' },
        { name: 'Frühjahr', startsOn: '2027-03-22', endsOn: '2027-04-03' }
      ],
      problems: []
    })
  })

  test('iCalendar, whose end is the first day that no longer counts', () => {
    const file = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20270719',
      'DTEND;VALUE=DATE:20270901',
      'SUMMARY:Sommerferien Nordrhein-',
      ' Westfalen\\, 2027',
      'END:VEVENT',
      'END:VCALENDAR'
    ].join('\r\n')
    expect(readHolidayFile(bytes(file)).holidays).toEqual([
      { name: 'Sommerferien Nordrhein-Westfalen, 2027', startsOn: '2027-07-19', endsOn: '2027-08-31' }
    ])
  })

  test('all or nothing: a wrong line is named and nothing is taken; what is there already is not doubled', async () => {
    const take = (text: string) => town.act((tx) => importSchoolHolidays(tx, town.editor, bytes(text)))
    const wrong: [string, string, number][] = [
      ['Herbst;23.10.2027;06.11.2027\nWinter;24.12.2027;31.02.2028', 'calendar.rowWithoutDay', 2],
      ['Herbst;23.10.2027;06.10.2027', 'calendar.rowBackwards', 1],
      [';23.10.2027;24.10.2027', 'calendar.rowWithoutName', 1],
      ['nur Text', 'calendar.fileEmpty', 1],
      ['"offen;1', 'calendar.fileUnreadable', 1]
    ]
    for (const [text, key, line] of wrong) await expect(take(text)).rejects.toMatchObject({ key, data: { line } })
    const there = () => town.act((tx) => schoolHolidaysBetween(tx, '2027-10-01', '2028-03-01'))
    expect(await there()).toEqual([])
    expect(await take('Herbst;23.10.2027;06.11.2027')).toBe(1)
    expect(await take('Herbst;23.10.2027;06.11.2027\nWinter;24.12.2027;08.01.2028')).toBe(1)
    expect(await there()).toHaveLength(2)
    expect(readHolidayFile(new Uint8Array(600_000)).problems[0]!.key).toBe('calendar.fileTooLarge')
  })
})
