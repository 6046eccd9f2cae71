// Public holidays: which hold in a Land, and when, computed from the rules in content/holidays.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { installation } from '#platform/installation.ts'
import { landByKey } from './laender.ts'

export interface Holiday {
  /** `YYYY-MM-DD`. */
  day: string
  key: string
  name: { de: string; en: string }
}

type Rule =
  | { kind: 'fixed'; date: string }
  | { kind: 'easter'; offsetDays: number }
  | { kind: 'weekdayBefore'; weekday: number; date: string }
  | { kind: 'once'; date: string }

interface Entry {
  key: string
  name: { de: string; en: string }
  rule: Rule
}

let entries: Map<string, Entry> | null = null
const known = new Map<string, Holiday[]>()

export interface RegionalHoliday {
  key: string
  name: { de: string; en: string }
  /** In which part of the Land it holds. */
  where: string
}

/** What holds in parts of the Land only, for a municipality to choose from. */
export function regionalHolidays(land: string): RegionalHoliday[] {
  const listed = (landByKey(land)?.regionalHolidays ?? []) as { key: string; where: string }[]
  return listed.flatMap(({ key, where }) => {
    const entry = rules().get(key)
    return entry ? [{ key, where, name: entry.name }] : []
  })
}

/**
 * The public holidays of a Land in a year, by day. Those that hold in a part of the Land only are among them when they
 * were chosen.
 * @example holidaysOf('DE-BY', 2026, ['mariae-himmelfahrt'])
 */
export function holidaysOf(land: string, year: number, regional: readonly string[] = []): Holiday[] {
  const chosen = regional.length === 0 ? [] : regionalHolidays(land).filter(({ key }) => regional.includes(key))
  const key = [land, year, ...chosen.map((one) => one.key)].join(' ')
  let found = known.get(key)
  if (!found) {
    const names = [...((landByKey(land)?.holidays ?? []) as string[]), ...chosen.map((one) => one.key)]
    found = names
      .flatMap((name) => {
        const entry = rules().get(name)
        const day = entry && dayOf(entry.rule, year)
        return day ? [{ day, key: name, name: entry.name }] : []
      })
      .sort((a, b) => a.day.localeCompare(b.day))
    if (known.size > 500) known.clear()
    known.set(key, found)
  }
  return found
}

/** The holiday of the Land on this day (`YYYY-MM-DD`), or null. */
export function holidayOn(land: string, day: string): Holiday | null {
  return holidaysOf(land, Number(day.slice(0, 4))).find((holiday) => holiday.day === day) ?? null
}

/** The holidays of the Land from one day up to, and not including, another. */
export function holidaysBetween(land: string, from: string, to: string): Holiday[] {
  const found: Holiday[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    found.push(...holidaysOf(land, year).filter(({ day }) => day >= from && day < to))
  }
  return found
}

function rules(): Map<string, Entry> {
  if (!entries) {
    const file = join(installation(), 'content', 'holidays.json')
    const { holidays } = JSON.parse(readFileSync(file, 'utf8')) as { holidays: Entry[] }
    entries = new Map(holidays.map((entry) => [entry.key, entry]))
  }
  return entries
}

function dayOf(rule: Rule, year: number): string | null {
  if (rule.kind === 'fixed') return `${year}-${rule.date}`
  if (rule.kind === 'once') return rule.date.startsWith(`${year}-`) ? rule.date : null
  if (rule.kind === 'easter') return easter(year).add({ days: rule.offsetDays }).toString()
  const limit = Temporal.PlainDate.from(`${year}-${rule.date}`)
  const back = (limit.dayOfWeek - rule.weekday + 7) % 7 || 7
  return limit.subtract({ days: back }).toString()
}

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher (Nature, 1876). */
function easter(year: number): Temporal.PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return Temporal.PlainDate.from({ year, month, day })
}
