// When a post comes again: a rule over local days, and what it is called. The time of day is put to each day in the town's zone, so
// that a change of the clocks moves nothing.
import { Temporal } from 'temporal-polyfill'
import { parseLocal } from '#platform/clock/clock.ts'

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/** As people choose it. */
export type Rule =
  | { kind: 'weekly'; every: number; days: Weekday[] }
  /** The first to fourth of a weekday in the month; -1 is the last. */
  | { kind: 'monthly-weekday'; every: number; nth: number; day: Weekday }
  /** A day of the month; -1 is the last. Months that lack it are left out. */
  | { kind: 'monthly-day'; every: number; day: number }
  /** On the day and month on which it began. */
  | { kind: 'yearly' }

/** The rule as RFC 5545 writes it. */
export function writeRule(rule: Rule): string {
  if (rule.kind === 'yearly') return 'FREQ=YEARLY'
  const every = rule.every > 1 ? `;INTERVAL=${rule.every}` : ''
  if (rule.kind === 'weekly') return `FREQ=WEEKLY${every};BYDAY=${rule.days.join(',')}`
  if (rule.kind === 'monthly-weekday') return `FREQ=MONTHLY${every};BYDAY=${rule.nth}${rule.day}`
  return `FREQ=MONTHLY${every};BYMONTHDAY=${rule.day}`
}

/** Reads what `writeRule` wrote; null for anything else. */
export function readRule(text: string): Rule | null {
  const parts = Object.fromEntries(text.split(';').map((part) => part.split('=', 2)))
  const every = Number(parts.INTERVAL ?? 1)
  if (!Number.isInteger(every) || every < 1 || every > 12) return null
  if (parts.FREQ === 'YEARLY') return { kind: 'yearly' }
  const days = String(parts.BYDAY ?? '').split(',')
  if (parts.FREQ === 'WEEKLY') {
    const known = weekdays.filter((day) => days.includes(day))
    return known.length > 0 && known.length === days.length ? { kind: 'weekly', every, days: known } : null
  }
  if (parts.FREQ !== 'MONTHLY') return null
  const nth = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(days[0] ?? '')
  if (nth) return { kind: 'monthly-weekday', every, nth: Number(nth[1]), day: nth[2] as Weekday }
  const day = Number(parts.BYMONTHDAY)
  return Number.isInteger(day) && (day === -1 || (day >= 1 && day <= 31)) ? { kind: 'monthly-day', every, day } : null
}

export interface Course {
  /** As `writeRule` writes it. */
  rule: string
  startsOn: string
  endsOn: string | null
  times: number | null
}

/** The days of a course from one day on (`YYYY-MM-DD`), at most `most`, up to and not including `to`. */
export async function daysOf(course: Course, from: string, most: number, to?: string): Promise<string[]> {
  if (!readRule(course.rule)) return []
  const until = [course.endsOn, to && dayBefore(to)].filter((day) => typeof day === 'string').sort()[0]
  if (until !== undefined && until < course.startsOn) return []
  const { RRuleTemporal } = await import('rrule-temporal')
  const start = atNoon(course.startsOn)
  const all = new RRuleTemporal({
    rruleString: `RRULE:${course.rule}${course.times ? `;COUNT=${course.times}` : ''}`,
    dtstart: start,
    maxIterations: 20_000
  })
  const found: string[] = []
  // With a number of times each one counts from the beginning; otherwise the years before `from` need not be walked through.
  const iterate = course.times
    ? all.all((_date: unknown, index: number) => index < course.times!)
    : all.between(
        atNoon(from < course.startsOn ? course.startsOn : from),
        until ? atNoon(until) : atNoon(from < course.startsOn ? course.startsOn : from).add({ years: 6 }),
        true
      )
  for (const date of iterate as Temporal.ZonedDateTime[]) {
    const day = date.toPlainDate().toString()
    if (day < from || (until && day > until)) continue
    found.push(day)
    if (found.length >= most) break
  }
  return found
}

/** When a local day and time is; the hour that the clock skips is the one after it, of one that comes twice the first. */
export function momentOf(local: string, zone: string): Date | null {
  const time = parseLocal(local, zone)
  if (time.kind === 'invalid') return null
  if (time.kind === 'exact') return time.at
  return time.kind === 'skipped' ? time.later : time.earlier
}

function atNoon(day: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' })
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}
