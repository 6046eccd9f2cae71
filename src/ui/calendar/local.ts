// Local times of the municipality as texts: their zone is known to all and plays no part in reading them out.
import type { Language } from '#language/shared.ts'
import { formatDate, formatDateTime, formatTime } from '../dates.ts'

const utc = (local: string): string => `${local.length === 10 ? `${local}T00:00` : local}:00Z`
const style = (language: Language) => ({ language, zone: 'UTC' })

/** `Mo., 23. November 2026, 14:05 Uhr`; of a whole day only the day. */
export function sayLocal(local: string, language: Language): string {
  return local.length === 10 ? formatDate(utc(local), style(language)) : formatDateTime(utc(local), style(language))
}

/** `Mo., 23. November 2026` */
export function sayDay(local: string, language: Language): string {
  const all = formatDateTime(utc(local), style(language))
  return all.slice(0, all.lastIndexOf(','))
}

/** `14:05 Uhr` */
export function sayTime(local: string, language: Language): string {
  return formatTime(utc(local), style(language))
}

/** The month of a day: `November 2026`. */
export function sayMonth(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(utc(day))
  )
}

/** A local time so many days and seconds later, as the wall shows it. */
export function shiftLocal(local: string, delta: { days?: number; seconds?: number }): string {
  const at = new Date(utc(local)).getTime() + (delta.days ?? 0) * 86_400_000 + (delta.seconds ?? 0) * 1000
  return new Date(at).toISOString().slice(0, 16)
}

/** The number of the ISO week in which a day lies. */
export function weekOf(day: string): number {
  const thursday = new Date(utc(day))
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7))
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7)
}
