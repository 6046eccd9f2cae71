import { expect, test } from 'vitest'
import { laender } from './laender.ts'
import { holidayOn, holidaysBetween, holidaysOf, regionalHolidays } from './holidays.ts'

test('the moving holidays of 2026 and 2027 in North Rhine-Westphalia', () => {
  const days = (year: number) => holidaysOf('DE-NW', year).map(({ day, key }) => `${day} ${key}`)
  expect(days(2026)).toEqual([
    '2026-01-01 neujahr',
    '2026-04-03 karfreitag',
    '2026-04-06 ostermontag',
    '2026-05-01 tag-der-arbeit',
    '2026-05-14 christi-himmelfahrt',
    '2026-05-25 pfingstmontag',
    '2026-06-04 fronleichnam',
    '2026-10-03 tag-der-deutschen-einheit',
    '2026-11-01 allerheiligen',
    '2026-12-25 erster-weihnachtstag',
    '2026-12-26 zweiter-weihnachtstag'
  ])
  expect(holidayOn('DE-NW', '2027-03-26')?.key).toBe('karfreitag')
})

test('the Day of Repentance is the Wednesday before 23 November, in Saxony only', () => {
  for (const [year, day] of [
    [2022, '2022-11-16'],
    [2026, '2026-11-18'],
    [2029, '2029-11-21']
  ] as const) {
    expect(holidaysOf('DE-SN', year).find(({ key }) => key === 'buss-und-bettag')?.day).toBe(day)
    expect(holidayOn('DE-NW', day)).toBeNull()
  }
})

test('a holiday that is held once is held once, and a span over New Year holds both years', () => {
  expect(holidayOn('DE-BE', '2028-06-17')?.key).toBe('volksaufstand-2028')
  expect(holidayOn('DE-BE', '2029-06-17')).toBeNull()
  expect(holidaysBetween('DE-BY', '2026-12-25', '2027-01-06').map(({ day }) => day)).toEqual([
    '2026-12-25',
    '2026-12-26',
    '2027-01-01'
  ])
})

test('every Land has nine holidays or more in every year, each on a day of its own', () => {
  for (const { key } of laender())
    for (let year = 2024; year < 2060; year++) {
      const days = holidaysOf(key, year).map(({ day }) => day)
      expect(days.length).toBeGreaterThanOrEqual(9)
      // Ascension Day falls on 1 May now and then.
      expect(new Set(days).size).toBeGreaterThanOrEqual(days.length - 1)
    }
})

test('each Land has as many holidays as its law knows', () => {
  expect(Object.fromEntries(laender().map(({ key }) => [key.slice(3), holidaysOf(key, 2027).length]))).toEqual({
    BB: 12,
    BE: 10,
    BW: 12,
    BY: 12,
    HB: 10,
    HE: 10,
    HH: 10,
    MV: 11,
    NI: 10,
    NW: 11,
    RP: 11,
    SH: 10,
    SL: 12,
    SN: 11,
    ST: 11,
    TH: 11
  })
})

test('what holds in a part of a Land counts only where it was chosen, and only there', () => {
  const days = (land: string, regional: string[] = []) => holidaysOf(land, 2026, regional).map(({ day }) => day)
  expect(days('DE-BY')).not.toContain('2026-08-15')
  expect(days('DE-BY', ['mariae-himmelfahrt'])).toContain('2026-08-15')
  expect(days('DE-NI', ['mariae-himmelfahrt'])).not.toContain('2026-08-15')
  expect(regionalHolidays('DE-BY').map(({ key }) => key)).toContain('friedensfest')
})
