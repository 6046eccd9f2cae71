import { afterEach, describe, expect, test } from 'vitest'
import { addDays, dayIn, formatLocal, moveClock, now, parseLocal, resetClock, startOfDay, zoned } from './clock.ts'

const berlin = 'Europe/Berlin'

afterEach(() => {
  delete process.env.ORTSGESPRAECH_CLOCK
  resetClock()
})

describe('the clock', () => {
  test('shows the time of the system unless it was moved', () => {
    expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(1000)
  })

  test('moves to a time, then by a span, and keeps running', () => {
    const target = new Date('2030-05-01T10:00:00Z')
    moveClock({ to: target })
    expect(now().getTime() - target.getTime()).toBeLessThan(1000)
    moveClock({ byMs: 86_400_000 })
    expect(now().getTime()).toBeGreaterThanOrEqual(target.getTime() + 86_400_000)
    resetClock()
    expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(1000)
  })

  test('starts moved when the environment says so, and ignores nonsense there', () => {
    process.env.ORTSGESPRAECH_CLOCK = '-3600000'
    expect(Math.abs(now().getTime() - (Date.now() - 3_600_000))).toBeLessThan(1000)
    resetClock()
    process.env.ORTSGESPRAECH_CLOCK = 'tomorrow'
    expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(1000)
  })
})

describe('local days', () => {
  test('a late evening in UTC is already the next day in Berlin', () => {
    const there = zoned(new Date('2026-07-01T22:30:00Z'), berlin)
    expect(there).toMatchObject({ day: '2026-07-02', time: '00:30', hour: 0, minute: 30, weekday: 4 })
    expect(dayIn(new Date('2026-07-01T21:59:59Z'), berlin)).toBe('2026-07-01')
  })

  test('the start of a day so many days later follows the change of the clocks', () => {
    const there = zoned(new Date('2026-03-28T12:00:00Z'), berlin)
    expect(there.startOfDay()).toEqual(new Date('2026-03-27T23:00:00Z'))
    expect(there.startOfDay(1)).toEqual(new Date('2026-03-28T23:00:00Z'))
    expect(there.startOfDay(2)).toEqual(new Date('2026-03-29T22:00:00Z'))
    expect(there.startOfDay(-1)).toEqual(new Date('2026-03-26T23:00:00Z'))
    expect(startOfDay('2026-10-25', berlin)).toEqual(new Date('2026-10-24T22:00:00Z'))
    expect(startOfDay('2026-10-25', berlin, 8)).toEqual(new Date('2026-11-01T23:00:00Z'))
  })

  test('a day that begins at one o’clock begins there', () => {
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toEqual(new Date('2018-11-04T03:00:00Z'))
  })

  test('days are added over the end of months and years, and nonsense is refused', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(() => startOfDay('2026-02-30', berlin)).toThrow(RangeError)
  })
})

describe('local input', () => {
  test('an ordinary time is exact, and shown again as entered', () => {
    const read = parseLocal('2026-07-01T09:15', berlin)
    expect(read).toEqual({ kind: 'exact', at: new Date('2026-07-01T07:15:00Z') })
    expect(formatLocal(new Date('2026-07-01T07:15:00Z'), berlin)).toBe('2026-07-01T09:15')
    expect(parseLocal('2026-07-01 09:15:30', berlin)).toEqual({ kind: 'exact', at: new Date('2026-07-01T07:15:30Z') })
  })

  test('the hour that spring skips is named as skipped', () => {
    expect(parseLocal('2026-03-29T02:30', berlin)).toEqual({
      kind: 'skipped',
      earlier: new Date('2026-03-29T00:30:00Z'),
      later: new Date('2026-03-29T01:30:00Z')
    })
  })

  test('the hour that autumn doubles is named as doubled', () => {
    expect(parseLocal('2026-10-25T02:30', berlin)).toEqual({
      kind: 'doubled',
      earlier: new Date('2026-10-25T00:30:00Z'),
      later: new Date('2026-10-25T01:30:00Z')
    })
  })

  test.each([
    '',
    'morgen',
    '2026-02-30T10:00',
    '2026-13-01T10:00',
    '2026-01-01T25:00',
    '2026-01-01',
    '2026-01-01T10:00Z'
  ])('what is no local time is invalid: %j', (text) => expect(parseLocal(text, berlin)).toEqual({ kind: 'invalid' }))
})
