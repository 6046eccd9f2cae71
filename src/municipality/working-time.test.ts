import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'
import { afterWorkingHours, endOfWorkingDay, nextMorning, nextWorkingTime } from './working-time.ts'

const town = { timeZone: 'Europe/Berlin', land: 'DE-NW', settings: readSettings({}) }
const at = (text: string) => new Date(text)

test('the next working day after a Friday is the Monday', () => {
  expect(endOfWorkingDay(town, at('2026-11-20T12:00:00Z'))).toEqual(at('2026-11-23T15:00:00Z'))
  expect(endOfWorkingDay(town, at('2026-11-20T12:00:00Z'), 6)).toEqual(at('2026-11-30T15:00:00Z'))
})

test('a holiday of the Land is no working day, but elsewhere it is', () => {
  // All Saints' Day, a Sunday in 2026; in 2027 a Monday.
  expect(endOfWorkingDay(town, at('2027-10-29T10:00:00Z'))).toEqual(at('2027-11-02T15:00:00Z'))
  expect(endOfWorkingDay({ ...town, land: 'DE-BE' }, at('2027-10-29T10:00:00Z'))).toEqual(at('2027-11-01T15:00:00Z'))
})

test('at night and on holidays work begins the next morning', () => {
  expect(nextWorkingTime(town, at('2026-11-23T10:00:00Z'))).toEqual(at('2026-11-23T10:00:00Z'))
  expect(nextWorkingTime(town, at('2026-11-23T18:00:00Z'))).toEqual(at('2026-11-24T07:00:00Z'))
  expect(nextWorkingTime(town, at('2026-12-25T10:00:00Z'))).toEqual(at('2026-12-28T07:00:00Z'))
  expect(nextMorning(town, at('2026-11-23T10:00:00Z'))).toEqual(at('2026-11-24T07:00:00Z'))
})

test('working hours are counted over nights, weekends and the change of the clocks', () => {
  expect(afterWorkingHours(town, at('2026-11-20T14:00:00Z'), 8)).toEqual(at('2026-11-23T14:00:00Z'))
  expect(afterWorkingHours(town, at('2026-10-23T12:00:00Z'), 8)).toEqual(at('2026-10-26T13:00:00Z'))
})

test('without any service day nothing waits for ever', () => {
  const never = { ...town, settings: { ...town.settings, serviceHours: { days: [], from: '08:00', to: '16:00' } } }
  const now = at('2026-11-20T12:00:00Z')
  expect(nextWorkingTime(never, now)).toEqual(now)
  expect(endOfWorkingDay(never, now).getTime()).toBeGreaterThan(now.getTime())
  expect(afterWorkingHours(never, now, 8)).toEqual(at('2026-11-20T20:00:00Z'))
})
