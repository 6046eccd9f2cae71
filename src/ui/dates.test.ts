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
