/** Days and states of campaigns in words. */
import type { Language } from '#language/shared.ts'
import { formatDate } from '../dates.ts'
import { messages } from '../messages/messages.ts'

/** A local day (`YYYY-MM-DD`) as people read it. */
export function dayText(day: string, language: Language): string {
  return formatDate(`${day}T12:00:00Z`, { language, zone: 'UTC' })
}

/** From when to when; empty without both. */
export function periodText(from: string | null, to: string | null, language: Language): string {
  const t = messages(language).campaigns
  if (from && to) return t.periodFromTo(dayText(from, language), dayText(to, language))
  if (from) return t.periodFrom(dayText(from, language))
  return to ? t.periodTo(dayText(to, language)) : ''
}

export const stateTones = { planned: 'info', running: 'accent', done: 'success', archived: 'neutral' } as const
