/** Dates and times as people read them. Intl knows the names; the order and the non-breaking spaces are ours. */
import type { Language } from '#language/shared.ts'

export const defaultZone = 'Europe/Berlin'
const nbsp = '\u00a0'

interface Style {
  language: Language
  zone?: string
}

/** `Mo., 23. November 2026, 14:05 Uhr` */
export function formatDateTime(date: Date | string, style: Style): string {
  const { weekday } = partsOf(date, style)
  const dot = style.language === 'de' ? '.' : ''
  return `${weekday}${dot},${nbsp}${formatDate(date, style)}, ${formatTime(date, style)}`
}

/** `23. November 2026` */
export function formatDate(date: Date | string, style: Style): string {
  const { day, month, year } = partsOf(date, style)
  return style.language === 'de' ? `${day}.${nbsp}${month} ${year}` : `${day}${nbsp}${month} ${year}`
}

/** `14:05 Uhr` */
export function formatTime(date: Date | string, style: Style): string {
  const { hour, minute } = partsOf(date, style)
  return style.language === 'de' ? `${hour}:${minute}${nbsp}Uhr` : `${hour}:${minute}`
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

function partsOf(date: Date | string, { language, zone = defaultZone }: Style): Parts {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const format = formatter(
    `long ${language} ${zone}`,
    () => new Intl.DateTimeFormat(locale, { ...long, timeZone: zone })
  )
  const iso = formatter(`iso ${zone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }))
  const at = new Date(date)
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value])) as Record<
    string,
    string
  >
  return { ...(parts as unknown as Omit<Parts, 'iso'>), weekday: parts.weekday!.replace('.', ''), iso: iso.format(at) }
}

const long: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23'
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
