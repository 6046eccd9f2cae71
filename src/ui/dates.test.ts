import { expect, test } from 'vitest'
import { formatDate, formatDateTime, formatRelative, formatShort } from './dates.ts'

const at = new Date('2026-11-23T13:05:00Z')
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a time is written as people in Germany write it, in their zone', () => {
  expect(plain(formatDateTime(at, { language: 'de' }))).toBe('Mo., 23. November 2026, 14:05 Uhr')
  expect(plain(formatDateTime('2026-07-01T22:30:00Z', { language: 'de' }))).toBe('Do., 2. Juli 2026, 00:30 Uhr')
  expect(plain(formatDateTime(at, { language: 'en' }))).toBe('Mon, 23 November 2026, 14:05')
})

test('a date does not break between day and month', () => {
  expect(formatDate(at, { language: 'de' })).toBe('23.\u00a0November 2026')
})

test.each([
  ['2026-11-23T22:30:00Z', '14:05'],
  ['2026-11-23T23:30:00Z', 'gestern'],
  ['2026-11-30T12:00:00Z', '23. Nov.'],
  ['2027-01-02T12:00:00Z', '23. Nov. 2026']
])('a short time on %s is %s', (now, text) => {
  expect(plain(formatShort(at, now, { language: 'de' }))).toBe(text)
})

test.each([
  ['2026-11-23T13:05:20Z', 'gerade eben'],
  ['2026-11-23T13:10:00Z', 'vor 5 Minuten'],
  ['2026-11-23T11:00:00Z', 'in 2 Stunden'],
  ['2026-11-25T13:05:00Z', 'vorgestern']
])('how far away it is on %s: %s', (now, text) => {
  expect(formatRelative(at, now, { language: 'de' })).toBe(text)
})

test.each([
  ['2026-03-29T00:59:59Z', '01:59'],
  ['2026-03-29T01:00:00Z', '03:00'],
  ['2026-10-25T00:59:59Z', '02:59'],
  ['2026-10-25T01:00:00Z', '02:00'],
  ['2025-12-31T23:30:00Z', '00:30']
])('%s stands on the clock as %s, also where summer time begins and ends', (time, clock) => {
  expect(plain(formatDateTime(time, { language: 'de' }))).toContain(`${clock} Uhr`)
})

test('names and clock are those that Intl has, on every day of a year and in every kind of zone', () => {
  for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'UTC']) {
    const intl = new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone
    })
    for (let day = 0; day < 366; day++) {
      const time = new Date(Date.UTC(2028, 0, 1, day % 24, (day * 7) % 60) + day * 86_400_000)
      expect(plain(formatDateTime(time, { language: 'en', zone }))).toBe(
        intl
          .format(time)
          .replace(' at ', ', ')
          .replace(/^(\w+),? /, '$1, ')
      )
    }
  }
})
