// The one door of this module: German text in, measures and marks out. No network, no clock, no memory between calls.
import { measure } from './measure.ts'
import { read, type SentenceRule } from './reading.ts'
import { abbreviations } from './rules/abbreviations.ts'
import { brackets } from './rules/brackets.ts'
import { subordinateClauses } from './rules/clauses.ts'
import { longCompound } from './rules/compounds.ts'
import { functionVerb } from './rules/function-verbs.ts'
import { genitiveChain } from './rules/genitives.ts'
import { isTo } from './rules/is-to.ts'
import { sentenceLength } from './rules/length.ts'
import { doubleNegation } from './rules/negation.ts'
import { nominalStyle } from './rules/nominal.ts'
import { officialese } from './rules/officialese.ts'
import { passive } from './rules/passive.ts'
import { whatToDo } from './rules/what-to-do.ts'
import type { Examination, Mark, Rule } from './types.ts'
import { wordList, type WordList } from './word-list.ts'

export interface Options {
  /** The house's word list, from `wordList(house)`; the shipped one if missing. */
  words?: WordList
  /** Rules that this house has switched off. */
  without?: readonly Rule[]
}

/**
 * Examines a German text, plain or Markdown. Never throws; works in time that grows with the text's length.
 * @example const { measures, marks } = examine('Der Antrag ist unverzüglich einzureichen.')
 */
export function examine(text: string, { words = wordList(), without = [] }: Options = {}): Examination {
  const reading = read(text)
  const marks: Mark[] = []
  const add = (mark: Mark) => void marks.push(mark)
  const bySentence: readonly SentenceRule[] = [
    sentenceLength,
    subordinateClauses,
    passive,
    isTo,
    nominalStyle,
    functionVerb,
    genitiveChain,
    doubleNegation,
    longCompound,
    brackets,
    officialese(words)
  ]
  for (const sentence of reading.sentences) for (const rule of bySentence) rule(reading, sentence, add)
  abbreviations(reading, add)
  marks.sort(byPlace)
  whatToDo(
    reading,
    marks.filter((mark) => mark.rule === 'isTo'),
    add
  )
  const shown = withoutDoubles(marks.sort(byPlace)).filter((mark) => !without.includes(mark.rule))
  const measures = measure(reading)
  return { measures, marks: shown, steps: reading.steps + marks.length }
}

function byPlace(a: Mark, b: Mark): number {
  return a.offset - b.offset || b.length - a.length
}

/** A function-verb phrase covers the officialese in it: one mark says it all. */
function withoutDoubles(marks: readonly Mark[]): Mark[] {
  let covered = -1
  return marks.filter((mark) => {
    if (mark.rule === 'functionVerb') covered = Math.max(covered, mark.offset + mark.length)
    return mark.rule !== 'officialese' || mark.offset >= covered
  })
}
