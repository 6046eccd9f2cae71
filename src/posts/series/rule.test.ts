import { describe, expect, test } from 'vitest'
import { type Course, daysOf, momentOf, readRule, type Rule, writeRule } from './rule.ts'

const course = (rule: Rule, more: Partial<Course> = {}): Course => ({
  rule: writeRule(rule),
  startsOn: '2027-01-01',
  endsOn: null,
  times: null,
  ...more
})

describe('a rule', () => {
  test('every first Monday of the month', async () => {
    const first = course({ kind: 'monthly-weekday', every: 1, nth: 1, day: 'MO' })
    expect(await daysOf(first, '2027-01-01', 4)).toEqual(['2027-01-04', '2027-02-01', '2027-03-01', '2027-04-05'])
    expect(await daysOf(first, '2031-05-06', 2)).toEqual(['2031-06-02', '2031-07-07'])
  })

  test('the last Friday of every second month, the last day, the 31st, which not every month has', async () => {
    expect(await daysOf(course({ kind: 'monthly-weekday', every: 2, nth: -1, day: 'FR' }), '2027-01-01', 3)).toEqual([
      '2027-01-29',
      '2027-03-26',
      '2027-05-28'
    ])
    expect(await daysOf(course({ kind: 'monthly-day', every: 1, day: -1 }), '2027-02-01', 2)).toEqual([
      '2027-02-28',
      '2027-03-31'
    ])
    expect(await daysOf(course({ kind: 'monthly-day', every: 1, day: 31 }), '2027-02-01', 2)).toEqual([
      '2027-03-31',
      '2027-05-31'
    ])
  })

  test('every second week keeps its step from where it began, and yearly its day', async () => {
    const weekly = course({ kind: 'weekly', every: 2, days: ['TU', 'TH'] }, { startsOn: '2027-03-02' })
    expect(await daysOf(weekly, '2027-03-10', 3)).toEqual(['2027-03-16', '2027-03-18', '2027-03-30'])
    expect(await daysOf(course({ kind: 'yearly' }, { startsOn: '2028-02-29' }), '2028-01-01', 2)).toEqual([
      '2028-02-29',
      '2032-02-29'
    ])
  })

  test('ends on its last day or after so many times, counted from the beginning', async () => {
    const weekly: Rule = { kind: 'weekly', every: 1, days: ['FR'] }
    expect(await daysOf(course(weekly, { endsOn: '2027-01-15' }), '2027-01-01', 9)).toEqual([
      '2027-01-01',
      '2027-01-08',
      '2027-01-15'
    ])
    expect(await daysOf(course(weekly, { times: 4 }), '2027-01-10', 9)).toEqual(['2027-01-15', '2027-01-22'])
    expect(await daysOf(course(weekly), '2027-01-01', 9, '2027-01-15')).toEqual(['2027-01-01', '2027-01-08'])
    expect(await daysOf(course(weekly, { endsOn: '2026-12-01' }), '2027-01-01', 9)).toEqual([])
  })

  test('is read back as it was written, and nothing else is read', async () => {
    const rules: Rule[] = [
      { kind: 'weekly', every: 3, days: ['MO', 'SU'] },
      { kind: 'monthly-weekday', every: 1, nth: -1, day: 'WE' },
      { kind: 'monthly-day', every: 6, day: -1 },
      { kind: 'yearly' }
    ]
    for (const rule of rules) expect(readRule(writeRule(rule))).toEqual(rule)
    for (const text of [
      '',
      'FREQ=SECONDLY',
      'FREQ=WEEKLY;BYDAY=XX',
      'FREQ=MONTHLY;BYMONTHDAY=99',
      'FREQ=WEEKLY;INTERVAL=0'
    ])
      expect(readRule(text)).toBeNull()
  })
})

test('an hour that the clock skips becomes the next one, of one that comes twice it is the first', async () => {
  const at = (local: string) => momentOf(local, 'Europe/Berlin')?.toISOString()
  expect(at('2027-03-28T02:30')).toBe('2027-03-28T01:30:00.000Z')
  expect(at('2027-10-31T02:30')).toBe('2027-10-31T00:30:00.000Z')
  // Nine o'clock stays nine o'clock.
  expect([at('2027-03-27T09:00'), at('2027-03-29T09:00')]).toEqual([
    '2027-03-27T08:00:00.000Z',
    '2027-03-29T07:00:00.000Z'
  ])
})
