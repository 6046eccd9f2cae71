// Service time: when a unit works, and how much of that time lies between two moments. Plain arithmetic on a calendar in
// a zone; days with a change of the clocks are as long as they really are.
import { Temporal } from 'temporal-polyfill'

/** From and to, in minutes of the local day; 1440 is midnight at its end. */
export type Span = [from: number, to: number]
/** Seven lists of spans, Monday first. */
export type Week = Span[][]

export interface ServiceCalendar {
  zone: string
  week: Week
  /** Why this local day (`YYYY-MM-DD`) is closed, or null. */
  closed(day: string): string | null
  /** What was worked out already, by day. */
  known: Map<string, [number, number][]>
}

/** Longer than any time without a service hour is looked for. */
const mostDays = 400
const mostKnown = 4000

export function serviceCalendar(zone: string, week: Week, closed: (day: string) => string | null): ServiceCalendar {
  return { zone, week, closed, known: new Map() }
}

/** Whether somebody works at this moment. */
export function isOpenAt(calendar: ServiceCalendar, at: Date): boolean {
  const time = at.getTime()
  return spansOn(calendar, dayAt(calendar, at).toString()).some(([from, to]) => from <= time && time < to)
}

/** This moment if somebody works then, otherwise when somebody begins to; null: not within a year. */
export function openFrom(calendar: ServiceCalendar, at: Date): Date | null {
  return isOpenAt(calendar, at) ? at : nextOpening(calendar, at)
}

/** When somebody begins to work the next time after `at`; null: not within a year. */
export function nextOpening(calendar: ServiceCalendar, at: Date): Date | null {
  for (const [from] of spansFrom(calendar, at)) if (from > at.getTime()) return new Date(from)
  return null
}

/**
 * The moment at which so many seconds of service time have passed since `from`. A unit that never works keeps no time:
 * then the seconds pass as they do on every wall.
 */
export function addServiceTime(calendar: ServiceCalendar, from: Date, seconds: number): Date {
  if (seconds <= 0) return from
  let left = seconds * 1000
  let last = 0
  for (const [begin, end] of spansFrom(calendar, from)) {
    const start = Math.max(begin, from.getTime())
    if (end - start >= left) return new Date(start + left)
    left -= Math.max(0, end - start)
    last = end
  }
  return new Date((last || from.getTime()) + left)
}

/** The seconds of service time between two moments; negative when the second one lies before the first. */
export function serviceSeconds(calendar: ServiceCalendar, from: Date, to: Date): number {
  if (to < from) return -serviceSeconds(calendar, to, from)
  let sum = 0
  for (const [begin, end] of spansFrom(calendar, from)) {
    if (begin >= to.getTime()) break
    sum += Math.max(0, Math.min(end, to.getTime()) - Math.max(begin, from.getTime()))
  }
  return Math.round(sum / 1000)
}

/** The length of an ordinary working day in seconds: the mean of the days that have hours. */
export function workingDay(calendar: ServiceCalendar): number {
  const days = calendar.week.map((spans) => spans.reduce((sum, [from, to]) => sum + to - from, 0)).filter(Boolean)
  return days.length === 0 ? 86_400 : (days.reduce((sum, one) => sum + one, 0) / days.length) * 60
}

function* spansFrom(calendar: ServiceCalendar, at: Date): Generator<[number, number]> {
  let day = dayAt(calendar, at)
  for (let count = 0; count < mostDays; count++) {
    for (const span of spansOn(calendar, day.toString())) if (span[1] > at.getTime()) yield span
    day = day.add({ days: 1 })
  }
}

function spansOn(calendar: ServiceCalendar, day: string): [number, number][] {
  const known = calendar.known.get(day)
  if (known) return known
  if (calendar.known.size >= mostKnown) calendar.known.clear()
  const spans = workOut(calendar, Temporal.PlainDate.from(day))
  calendar.known.set(day, spans)
  return spans
}

function workOut({ zone, week, closed }: ServiceCalendar, day: Temporal.PlainDate): [number, number][] {
  const spans = week[day.dayOfWeek - 1] ?? []
  if (spans.length === 0 || closed(day.toString()) !== null) return []
  // A time the clock jumps over means the moment of the jump's other side; one it shows twice, the first of them.
  const moment = (minutes: number): number =>
    minutes >= 1440
      ? day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
      : day.toZonedDateTime({
          timeZone: zone,
          plainTime: new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60)
        }).epochMilliseconds
  return spans.map(([from, to]): [number, number] => [moment(from), moment(to)]).filter(([from, to]) => from < to)
}

function dayAt({ zone }: ServiceCalendar, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate()
}

/**
 * Reads what people write for a day: `8–12, 14:00-18:00`, `8 bis 16 Uhr`; empty or a dash: closed. Null: it cannot be read.
 */
export function readSpans(text: string): Span[] | null {
  const bare = text.replace(/uhr|h\b/gi, '').trim()
  if (bare === '' || /^[-–—]$|^(zu|geschlossen|closed)$/i.test(bare)) return []
  const spans: Span[] = []
  for (const part of bare.split(/[,;]|\bund\b|\band\b/i)) {
    const match = /^\s*(\d{1,2})(?:[.:](\d\d))?\s*(?:-|–|—|bis|to)\s*(\d{1,2})(?:[.:](\d\d))?\s*$/i.exec(part)
    if (!match) return null
    const from = Number(match[1]) * 60 + Number(match[2] ?? 0)
    const to = Number(match[3]) * 60 + Number(match[4] ?? 0)
    if (Number(match[2] ?? 0) > 59 || Number(match[4] ?? 0) > 59 || to > 1440 || from >= to) return null
    spans.push([from, to])
  }
  spans.sort(([a], [b]) => a - b)
  return spans.length > 6 || spans.some(([from], index) => index > 0 && from < spans[index - 1]![1]) ? null : spans
}

/** The spans of a day as people write them. */
export function writeSpans(spans: Span[]): string {
  const time = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return spans.map(([from, to]) => `${time(from)}–${time(to)}`).join(', ')
}
