// The history of a goal as sentences.
import type { History } from '#goals/history.ts'
import type { Language } from '#language/shared.ts'
import { dayText, figureText } from '#ui/goals/shared.ts'
import type { Messages } from '#ui/messages/messages.ts'

export interface ChangeInWords {
  id: number
  at: Date
  by: string | null
  said: string[]
}

/** What each change says to a person. */
export function changesInWords(history: History, t: Messages['goals'], language: Language): ChangeInWords[] {
  const name = (id: unknown): string => (typeof id === 'string' && history.names[id]) || '?'
  const day = (value: unknown): string => (typeof value === 'string' && value ? dayText(value, language) : '')
  const figure = (value: unknown): string => (typeof value === 'number' ? figureText(value, '', language) : '–')
  return history.changes.map(({ position, at, by, what, data }) => ({
    id: position,
    at,
    by,
    said: t.historySays({ what, data, name, day, figure })
  }))
}
