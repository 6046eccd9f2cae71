/**
 * The only place that knows what time it is. Tests and drills move the clock; nothing else in the program may ask the
 * system for the time.
 */
import { Temporal } from 'temporal-polyfill'

let offsetMs: number | undefined

/** The current time, moved by what `moveClock` or ORTSGESPRAECH_CLOCK (milliseconds, for servers started by tests) say. */
export function now(): Date {
  return new Date(Date.now() + offset())
}

/** Moves the clock to a time or by a span. It keeps running from there. */
export function moveClock(step: { to: Date } | { byMs: number }): void {
  offsetMs = 'to' in step ? step.to.getTime() - Date.now() : offset() + step.byMs
}

/** Puts the clock back to the system's time (and ORTSGESPRAECH_CLOCK). */
export function resetClock(): void {
  offsetMs = undefined
}

function offset(): number {
  if (offsetMs === undefined) {
    const given = Number(process.env.ORTSGESPRAECH_CLOCK ?? 0)
    offsetMs = Number.isFinite(given) ? given : 0
  }
  return offsetMs
}

export interface Zoned {
  /** The local day, `YYYY-MM-DD`. */
  day: string
  /** The local time, `HH:MM`. */
  time: string
  hour: number
  minute: number
  /** 1 is Monday, 7 is Sunday. */
  weekday: number
  /** When the local day begins that lies so many days later (or earlier). Not always midnight, nor 24 hours apart. */
  startOfDay(daysLater?: number): Date
}

/** What a clock on the wall in this zone shows. */
export function zoned(date: Date, zone: string): Zoned {
  const there = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(zone)
  const day = there.toPlainDate()
  return {
    day: day.toString(),
    time: `${two(there.hour)}:${two(there.minute)}`,
    hour: there.hour,
    minute: there.minute,
    weekday: there.dayOfWeek,
    startOfDay: (daysLater = 0) => beginning(day.add({ days: daysLater }), zone)
  }
}

/** The local day of a time in a zone, `YYYY-MM-DD`. */
export function dayIn(date: Date, zone: string): string {
  return zoned(date, zone).day
}

/** When a local day (`YYYY-MM-DD`), or one so many days later, begins in a zone. Throws a RangeError for what is no day. */
export function startOfDay(day: string, zone: string, daysLater = 0): Date {
  return beginning(Temporal.PlainDate.from(day, { overflow: 'reject' }).add({ days: daysLater }), zone)
}

/** The day (`YYYY-MM-DD`) so many days later. Throws a RangeError for what is no day. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day, { overflow: 'reject' }).add({ days }).toString()
}

export type LocalTime =
  | { kind: 'exact'; at: Date }
  /** The clock jumped over it (spring): the times that the same reading means before and after the jump. */
  | { kind: 'skipped'; earlier: Date; later: Date }
  /** The clock showed it twice (autumn). */
  | { kind: 'doubled'; earlier: Date; later: Date }
  | { kind: 'invalid' }

/** Reads what a person entered as local date and time (`YYYY-MM-DDTHH:MM`, as browsers send it) in a zone. */
export function parseLocal(text: string, zone: string): LocalTime {
  const local = readLocal(text)
  if (!local) return { kind: 'invalid' }
  const early = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const late = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const earlier = new Date(early.epochMilliseconds)
  const later = new Date(late.epochMilliseconds)
  if (earlier.getTime() === later.getTime()) return { kind: 'exact', at: earlier }
  return { kind: early.toPlainDateTime().equals(local) ? 'doubled' : 'skipped', earlier, later }
}

/** A time as browsers want it in a local date and time field of a zone (`YYYY-MM-DDTHH:MM`). */
export function formatLocal(date: Date, zone: string): string {
  const there = zoned(date, zone)
  return `${there.day}T${there.time}`
}

function readLocal(text: string): Temporal.PlainDateTime | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(text)) return undefined
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' })
  } catch {
    return undefined
  }
}

function beginning(day: Temporal.PlainDate, zone: string): Date {
  return new Date(day.toZonedDateTime(zone).epochMilliseconds)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
