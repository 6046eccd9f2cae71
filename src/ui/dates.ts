/** Dates and times as people read them. Intl knows the zones; names, order and non-breaking spaces are ours. */
import type { Language } from '#language/shared.ts'

export const defaultZone = 'Europe/Berlin'
const nbsp = '\u00a0'

interface Style {
  language: Language
  zone?: string
}

/** `Mo., 23. November 2026, 14:05 Uhr` */
export function formatDateTime(date: Date | string, style: Style): string {
  const parts = partsOf(date, style)
  const dot = style.language === 'de' ? '.' : ''
  return `${parts.weekday}${dot},${nbsp}${dateOf(parts, style)}, ${timeOf(parts, style)}`
}

/** `23. November 2026` */
export function formatDate(date: Date | string, style: Style): string {
  return dateOf(partsOf(date, style), style)
}

/** `14:05 Uhr` */
export function formatTime(date: Date | string, style: Style): string {
  return timeOf(partsOf(date, style), style)
}

function dateOf({ day, month, year }: Parts, { language }: Style): string {
  return language === 'de' ? `${day}.${nbsp}${month} ${year}` : `${day}${nbsp}${month} ${year}`
}

function timeOf({ hour, minute }: Parts, { language }: Style): string {
  return language === 'de' ? `${hour}:${minute}${nbsp}Uhr` : `${hour}:${minute}`
}

/** As short as can be read without doubt on the day `now`: `14:05`, `gestern`, `23. Nov.`, `23. Nov. 2025`. */
export function formatShort(date: Date | string, now: Date | string, style: Style): string {
  const then = partsOf(date, style)
  const today = partsOf(now, style)
  if (then.iso === today.iso) return `${then.hour}:${then.minute}`
  const yesterday = partsOf(new Date(new Date(now).getTime() - 24 * 3600_000), style)
  if (then.iso === yesterday.iso) return style.language === 'de' ? 'gestern' : 'yesterday'
  const month = monthNames(style.language)[Number(then.iso.slice(5, 7)) - 1]
  const day = style.language === 'de' ? `${then.day}.${nbsp}${month}` : `${then.day}${nbsp}${month}`
  return then.year === today.year ? day : `${day} ${then.year}`
}

/** How far away: `vor 5 Minuten`, `in 2 Stunden`. Only beside the exact time, or with it in the tooltip. */
export function formatRelative(date: Date | string, now: Date | string, { language }: Style): string {
  const seconds = (new Date(date).getTime() - new Date(now).getTime()) / 1000
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60]
  ]
  const format = formatter(`relative ${language}`, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  return language === 'de' ? 'gerade eben' : 'just now'
}

interface Parts {
  weekday: string
  day: string
  month: string
  year: string
  hour: string
  minute: string
  /** `2026-11-23` in the zone, to compare days. */
  iso: string
}

/** Names and clock by hand: Intl takes a hundred times as long, and a page of comments shows dozens of times. */
function partsOf(date: Date | string, { language, zone = defaultZone }: Style): Parts {
  const at = new Date(date).getTime()
  const local = new Date(at + offsetMs(at, zone))
  const month = local.getUTCMonth()
  const two = (figure: number) => String(figure).padStart(2, '0')
  return {
    weekday: weekdays[language][local.getUTCDay()]!,
    day: String(local.getUTCDate()),
    month: months[language][month]!,
    year: String(local.getUTCFullYear()),
    hour: two(local.getUTCHours()),
    minute: two(local.getUTCMinutes()),
    iso: `${local.getUTCFullYear()}-${two(month + 1)}-${two(local.getUTCDate())}`
  }
}

const quarterHourMs = 900_000
const maxOffsets = 5_000
/** By zone, then by quarter. */
const offsets = new Map<string, Map<number, number>>()

/** How far the zone's clock is ahead of UTC. Clocks are only ever put forward or back at a quarter of an hour. */
function offsetMs(at: number, zone: string): number {
  const quarter = Math.floor(at / quarterHourMs)
  let known = offsets.get(zone)
  if (!known) offsets.set(zone, (known = new Map()))
  let offset = known.get(quarter)
  if (offset === undefined) {
    const clock = formatter(`clock ${zone}`, () => new Intl.DateTimeFormat('sv-SE', { ...digits, timeZone: zone }))
    const start = quarter * quarterHourMs
    offset = Date.parse(`${clock.format(start).replace(' ', 'T')}Z`) - start
    if (known.size >= maxOffsets) known.clear()
    known.set(quarter, offset)
  }
  return offset
}

/** `2026-11-23 14:05:00` in Swedish. */
const digits: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit'
}

const weekdays: Record<Language, string[]> = {
  de: ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
}

const months: Record<Language, string[]> = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember'
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December'
  ]
}

function monthNames(language: Language): string[] {
  return language === 'de'
    ? ['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.']
    : ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']
}

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map<string, unknown>()
function formatter<T>(key: string, make: () => T): T {
  let known = formatters.get(key) as T | undefined
  if (known === undefined) formatters.set(key, (known = make()))
  return known
}
