// Working days and hours of a town hall: its service hours, without the public holidays of its Land.
import { parseLocal, zoned } from '#platform/clock/clock.ts'
import { holidayOn } from './holidays.ts'
import type { Municipality } from './types.ts'

type Hours = Pick<Municipality, 'timeZone' | 'settings' | 'land'>

/** Days that are looked at before nobody works here any more. */
const furthest = 60

interface Shift {
  from: Date
  to: Date
}

/** When the working day ends that comes so many after the local day of `at`. Without any service day: a week later. */
export function endOfWorkingDay(town: Hours, at: Date, days = 1): Date {
  let left = days
  for (let later = 1; later <= furthest; later++) {
    const shift = shiftOn(town, at, later)
    if (shift && --left === 0) return shift.to
  }
  return new Date(at.getTime() + 7 * 86_400_000)
}

/** This moment if the town hall works, otherwise when it begins to. Without any service day: this moment. */
export function nextWorkingTime(town: Hours, at: Date): Date {
  for (let later = 0; later <= furthest; later++) {
    const shift = shiftOn(town, at, later)
    if (shift && shift.to > at) return shift.from > at ? shift.from : at
  }
  return at
}

/** When the town hall begins to work the next time after `at`. Without any service day: this moment. */
export function nextMorning(town: Hours, at: Date): Date {
  for (let later = 0; later <= furthest; later++) {
    const shift = shiftOn(town, at, later)
    if (shift && shift.from > at) return shift.from
  }
  return at
}

/** The moment at which so many working hours have gone by since `at`. Without any service day the hours are counted as they come. */
export function afterWorkingHours(town: Hours, at: Date, hours: number): Date {
  let left = hours * 3_600_000
  for (let later = 0; later <= 10 * furthest; later++) {
    const shift = shiftOn(town, at, later)
    if (!shift || shift.to <= at) continue
    const from = shift.from > at ? shift.from : at
    const room = shift.to.getTime() - from.getTime()
    if (left <= room) return new Date(from.getTime() + left)
    left -= room
  }
  return new Date(at.getTime() + hours * 3_600_000)
}

function shiftOn({ timeZone, settings, land }: Hours, at: Date, later: number): Shift | null {
  const { days, from, to } = settings.serviceHours
  // Six hours into the day is the same local day, however the clock was changed that night.
  const day = zoned(new Date(zoned(at, timeZone).startOfDay(later).getTime() + 6 * 3_600_000), timeZone)
  if (!days.includes(day.weekday) || holidayOn(land, day.day) || from >= to) return null
  const begin = parseLocal(`${day.day}T${from}`, timeZone)
  const end = parseLocal(`${day.day}T${to}`, timeZone)
  if (begin.kind === 'invalid' || end.kind === 'invalid') return null
  return {
    from: begin.kind === 'exact' ? begin.at : begin.later,
    to: end.kind === 'exact' ? end.at : end.later
  }
}
