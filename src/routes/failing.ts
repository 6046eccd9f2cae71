// Turns what a use case refuses into what a form shows, without losing what was typed.
import { fail } from '@sveltejs/kit'
import type { ActionFailure } from '@sveltejs/kit'
import type { Language } from '#language/shared.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'

export interface Failed {
  /** Which form it was. */
  action: string
  problem: string
  /** By the field's name. */
  fields: Record<string, string>
  /** What was typed. */
  typed: Record<string, string>
  stale?: { by: string; text: string; answers: number }
}

/**
 * Runs a form's use case; a refusal comes back as a failure with words.
 * @throws whatever is no refusal: a bug
 */
export async function trying<T>(
  language: Language,
  action: string,
  typed: Record<string, string>,
  work: () => Promise<T>
): Promise<T | ActionFailure<{ failed: Failed }>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const fields =
      error instanceof Invalid
        ? Object.fromEntries(
            Object.entries(error.fields).map(([field, key]) => [field, refusalText(language, key, error.data)])
          )
        : {}
    const failed: Failed = {
      action,
      problem: Object.values(fields)[0] ?? refusalText(language, error.key, error.data),
      fields,
      typed
    }
    if (error instanceof Stale && error.key === 'answeredMeanwhile') {
      const { by, text, answers } = error.data as { by: string; text: string; answers: number }
      failed.stale = { by, text, answers }
    }
    return fail(error.status, { failed })
  }
}

/** A form's field as text; what is missing is empty. */
export function field(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
