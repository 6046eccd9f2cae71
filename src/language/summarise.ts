import { examine } from './examine.ts'
import type { Language } from './shared.ts'
import { languageTexts, type Level } from './texts.ts'
import type { Examination, Scores } from './types.ts'

/**
 * One line about a text: how readable, how long. Below 100 words only the counts.
 * @example summarise(draft, 'de') // 'Lesbarkeit gut · 112 Wörter'
 */
export function summarise(text: string, language: Language): string {
  return summaryOf(examine(text), language)
}

/** The same line for what is examined already. */
export function summaryOf({ measures }: Examination, language: Language): string {
  const texts = languageTexts(language)
  const words = texts.words(measures.words)
  if (!measures.scores) return `${words} · ${texts.sentences(measures.sentences)}`
  return `${texts.readability(texts.levels[levelOf(measures.scores)])} · ${words}`
}

/**
 * Good: two of three formulas reach what a post should (Flesch-Amstad 60, first Wiener Sachtextformel 9, LIX 45). Hard: two
 * of them say so (below 40, above 12, above 60).
 */
export function levelOf({ fleschAmstad, wienerSachtextformel: [grade], lix }: Scores): Level {
  const count = (...conditions: boolean[]) => conditions.filter(Boolean).length
  if (count(fleschAmstad >= 60, grade <= 9, lix <= 45) >= 2) return 'good'
  return count(fleschAmstad < 40, grade > 12, lix > 60) >= 2 ? 'hard' : 'fair'
}
