// Turns what use cases refuse into words for the terminal.
import { Invalid, Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { Complaint } from './say.ts'

/** Runs `work`; what it refuses becomes a complaint. `names` says which option a field was given by. */
export async function withWords<T>(work: () => Promise<T>, names: Record<string, string> = {}): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Complaint({ de: wordsFor('de', error, names), en: wordsFor('en', error, names) }, { cause: error })
  }
}

function wordsFor(language: 'de' | 'en', refusal: Refusal, names: Record<string, string>): string {
  if (!(refusal instanceof Invalid)) return refusalText(language, refusal.key, refusal.data)
  const lines = Object.entries(refusal.fields).map(
    ([field, key]) => `--${names[field] ?? field}: ${refusalText(language, key, refusal.data)}`
  )
  return lines.join('\n') || refusalText(language, refusal.key, refusal.data)
}
