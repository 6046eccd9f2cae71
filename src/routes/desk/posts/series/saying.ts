// A rule in words.
import type { Language } from '#language/shared.ts'
import { formatDate } from '#ui/dates.ts'
import { messages } from '#ui/messages/messages.ts'

type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'
type Rule =
  | { kind: 'weekly'; every: number; days: Weekday[] }
  | { kind: 'monthly-weekday'; every: number; nth: number; day: Weekday }
  | { kind: 'monthly-day'; every: number; day: number }
  | { kind: 'yearly' }

/** `jeden ersten Montag im Monat` */
export function sayRule(rule: Rule, startsOn: string, language: Language): string {
  const t = messages(language).series
  if (rule.kind === 'weekly') return t.say.weekly(rule.every, rule.days, t.weekday)
  if (rule.kind === 'monthly-weekday') return t.say.nth(rule.every, t.nths[rule.nth] ?? '', t.weekday[rule.day])
  if (rule.kind === 'monthly-day') return t.say.day(rule.every, rule.day)
  const day = formatDate(`${startsOn}T00:00:00Z`, { language, zone: 'UTC' })
  return t.say.yearly(day.replace(/\s?\d{4}$/, ''))
}
