import { describe, expect, test } from 'vitest'
import {
  addServiceTime,
  isOpenAt,
  nextOpening,
  openFrom,
  readSpans,
  serviceCalendar,
  serviceSeconds,
  workingDay,
  writeSpans,
  type Span,
  type Week
} from './hours.ts'

const nine: Span[] = [[540, 1020]]
const split: Span[] = [
  [480, 720],
  [840, 1080]
]
const office: Week = [nine, split, [], nine, [[480, 720]], [], []]
const calendar = (week: Week = office, closed: string[] = [], zone = 'Europe/Berlin') =>
  serviceCalendar(zone, week, (day) => (closed.includes(day) ? 'zu' : null))
const hours = 3600

describe('service time', () => {
  test('passes only while somebody works, over lunch, closed days and weekends', () => {
    const town = calendar(office, ['2026-11-26'])
    // Monday 16:00 local; one hour left today, then Tuesday morning.
    expect(addServiceTime(town, new Date('2026-11-23T15:00:00Z'), 2 * hours)).toEqual(new Date('2026-11-24T08:00:00Z'))
    // Tuesday 11:00: one hour, then lunch until two.
    expect(addServiceTime(town, new Date('2026-11-24T10:00:00Z'), 2 * hours)).toEqual(new Date('2026-11-24T14:00:00Z'))
    // Tuesday evening: nobody on Wednesday, closed on Thursday.
    expect(openFrom(town, new Date('2026-11-24T18:00:00Z'))).toEqual(new Date('2026-11-27T07:00:00Z'))
    expect(serviceSeconds(town, new Date('2026-11-24T18:00:00Z'), new Date('2026-11-30T09:00:00Z'))).toBe(5 * hours)
    expect(isOpenAt(town, new Date('2026-11-24T12:30:00Z'))).toBe(false)
    expect(isOpenAt(town, new Date('2026-11-24T13:00:00Z'))).toBe(true)
    expect(isOpenAt(town, new Date('2026-11-24T17:00:00Z'))).toBe(false)
  })

  test('is as long as a night with a change of the clocks really is', () => {
    const always: Week = Array.from({ length: 7 }, () => [[0, 1440]] as Span[])
    const day = (from: string, to: string) => serviceSeconds(calendar(always), new Date(from), new Date(to))
    expect(day('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23 * hours)
    expect(day('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25 * hours)
    const night: Week = Array.from({ length: 7 }, () => [[120, 180]] as Span[])
    // Two to three does not exist on that night.
    expect(nextOpening(calendar(night), new Date('2026-03-28T23:00:00Z'))).toEqual(new Date('2026-03-30T00:00:00Z'))
  })

  test('goes by the wall where nobody ever works', () => {
    const never = calendar([[], [], [], [], [], [], []])
    const at = new Date('2026-11-23T15:00:00Z')
    expect(addServiceTime(never, at, hours)).toEqual(new Date('2026-11-23T16:00:00Z'))
    expect(nextOpening(never, at)).toBeNull()
    expect(serviceSeconds(never, at, new Date('2027-11-23T15:00:00Z'))).toBe(0)
    expect(workingDay(calendar())).toBe(7 * hours)
  })

  test('adds up, never goes back, and ends while somebody works, wherever it begins', () => {
    let seed = 20261122
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed % below
    }
    for (let round = 0; round < 400; round++) {
      const week: Week = Array.from({ length: 7 }, (): Span[] => {
        const from = random(1380)
        const to = Math.min(1440, from + 10 + random(400))
        const second = to + 5 + random(200)
        return random(4) === 0
          ? []
          : second + 30 < 1440
            ? [
                [from, to],
                [second, second + 30]
              ]
            : [[from, to]]
      })
      const zone = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'][random(4)]!
      const town = calendar(week, ['2026-03-30', '2026-10-26'], zone)
      if (week.every((spans) => spans.length === 0)) continue
      const from = new Date(Date.UTC(2026, [2, 9][random(2)]!, 1 + random(30), random(24), random(60)))
      const first = 60 * random(3000)
      const second = 60 * random(3000)
      const told = `seed round ${round} in ${zone} from ${from.toISOString()}`
      const end = addServiceTime(town, from, first + second)
      expect(addServiceTime(town, addServiceTime(town, from, first), second), told).toEqual(end)
      expect(serviceSeconds(town, from, end), told).toBe(first + second)
      expect(end >= from, told).toBe(true)
      if (first + second > 0) expect(isOpenAt(town, new Date(end.getTime() - 1)), told).toBe(true)
      const opening = openFrom(town, from)!
      expect(isOpenAt(town, opening), told).toBe(true)
      expect(serviceSeconds(town, from, opening), told).toBe(0)
    }
  })
})

test('hours are read as people write them, and never overlap', () => {
  expect(readSpans('8–12, 14:00-18:00')).toEqual(split)
  expect(readSpans(' 8.30 bis 12 Uhr und 13–16 Uhr ')).toEqual([
    [510, 720],
    [780, 960]
  ])
  expect(readSpans('14-18, 8-12')).toEqual(split)
  expect([readSpans(''), readSpans('–'), readSpans('geschlossen')]).toEqual([[], [], []])
  for (const wrong of ['8', '12-8', '8-12, 11-14', '8-25', '8:70-12', 'morgens', '0-24, 24-25'])
    expect(readSpans(wrong), wrong).toBeNull()
  expect(writeSpans(split)).toBe('08:00–12:00, 14:00–18:00')
  expect(readSpans(writeSpans([[0, 1440]]))).toEqual([[0, 1440]])
})
