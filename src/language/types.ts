/** What the module finds. Positions are UTF-16 offsets into the text as it was given, Markdown included. */

export const rules = [
  'sentenceLength',
  'subordinateClauses',
  'passive',
  'isTo',
  'nominalStyle',
  'functionVerb',
  'genitiveChain',
  'doubleNegation',
  'longCompound',
  'abbreviation',
  'brackets',
  'officialese',
  'whatToDo'
] as const
export type Rule = (typeof rules)[number]

/** `hint`: worth a look; `warning`: most readers stumble. */
export type Severity = 'hint' | 'warning'

export interface Mark {
  rule: Rule
  severity: Severity
  offset: number
  length: number
  /** Key of the reason's text (`reasonText` in texts.ts). */
  reason: string
  /** What the reason's text speaks of: a number of words, a plainer word, when the word must stay. */
  data?: MarkData
  /** Can stand in the place of the marked passage as it is. */
  replacement?: string
}

export interface MarkData {
  count?: number
  /** A plainer wording to think of, which does not always fit grammatically. */
  say?: string
  /** When the expression must stay. */
  exception?: string
}

/** Counts and formulas. The scores are null for texts of fewer than 100 words: they would only pretend precision. */
export interface Measures {
  words: number
  sentences: number
  syllables: number
  /** Words of more than six letters. */
  longWords: number
  /** Percent of words that have more than six letters; null in an empty text. */
  longWordShare: number | null
  wordsPerSentence: number | null
  scores: Scores | null
}

export interface Scores {
  fleschAmstad: number
  wienerSachtextformel: [first: number, second: number, third: number, fourth: number]
  lix: number
}

export interface Examination {
  measures: Measures
  /** In the order of the text. */
  marks: Mark[]
  /** Units of work done, for the proof that it grows linearly. */
  steps: number
}
