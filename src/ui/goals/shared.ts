/** What the pages of the goals hand to their parts. */
import type { Language } from '#language/shared.ts'
import { formatDate } from '../dates.ts'

export interface ServedView {
  planned: number
  said: number
  asked: number
  answered: number
}

export interface IndicatorLineView {
  name: string
  figure: string
  direction: 'up' | 'down' | 'hold'
  baseline: number | null
  target: number | null
  values: { day: string; value: number }[]
}

/** A choice in a tree, indented as deep as it stands. */
export interface TreeChoice {
  id: string
  name: string
  depth: number
}

/** Choices of a select field. */
export function treeOptions(choices: TreeChoice[], none: string): { value: string; label: string }[] {
  return [
    { value: '', label: none },
    ...choices.map((one) => ({ value: one.id, label: '\u00a0\u00a0'.repeat(one.depth) + one.name }))
  ]
}

/** A local day (YYYY-MM-DD) as people read it. */
export function dayText(day: string, language: Language): string {
  return formatDate(`${day}T12:00:00Z`, { language, zone: 'UTC' })
}

/** A figure with its unit. */
export function figureText(value: number, figure: string, language: Language): string {
  const text = value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { maximumFractionDigits: 4 })
  return figure ? `${text}\u00a0${figure}` : text
}
