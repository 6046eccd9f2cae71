import { fail } from '@sveltejs/kit'
import type { Language } from '#language/shared.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'

export interface Refused<Values> {
  /** What was typed, to be shown again; never a password. */
  values: Values
  /** What to say at which field. */
  fields: Record<string, string>
  /** What to say above the form; null when it stands at a field. */
  problem: string | null
  /** Names the form, where a page has several. */
  form?: string
}

/** Turns a refusal into what a form shows, in words; the typed values come back. Throws on what is no refusal. */
export function refused<Values>(error: unknown, language: Language, values: Values, form?: string) {
  if (!(error instanceof Refusal)) throw error
  const fields: Record<string, string> = {}
  if (error instanceof Invalid) {
    for (const [field, key] of Object.entries(error.fields)) fields[field] = refusalText(language, key, error.data)
  }
  const problem = Object.keys(fields).length > 0 ? null : refusalText(language, error.key, error.data)
  return fail(error.status, { values, fields, problem, form } satisfies Refused<Values>)
}

/** A text field of a form. */
export function text(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
