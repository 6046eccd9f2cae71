import { longestAt } from '../phrases.ts'
import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import type { Mark } from '../types.ts'
import type { Advice, WordList } from '../word-list.ts'

/** Expressions of the word list, the longest first, none twice at one place. */
export function officialese(list: WordList) {
  return (reading: Reading, sentence: Sentence, add: Add): void => {
    for (let i = sentence.first; i < sentence.last; i++) {
      const found = longestAt(list, reading, sentence, i)
      if (!found) continue
      if (found.value && !(found.value.legal && isExplained(reading, sentence, found.last)))
        add(mark(reading, found.first, found.last, found.value))
      i = found.last
    }
  }
}

function mark(reading: Reading, first: number, last: number, advice: Advice): Mark {
  const at = span(reading, first, last)
  const written = reading.text.slice(at.offset, at.offset + at.length)
  const data = {
    ...(advice.say && { say: advice.say }),
    ...(advice.exception && { exception: advice.exception })
  }
  const base = { rule: 'officialese' as const, ...at, data }
  if (advice.legal)
    return { ...base, severity: 'hint', reason: 'officialese.explain', replacement: `${written} (${advice.say})` }
  return {
    ...base,
    severity: advice.severity,
    reason: `officialese.${advice.reason}`,
    ...(advice.replacement && { replacement: likeBefore(written, advice.replacement) })
  }
}

/** A capital letter at a sentence's beginning stays. */
function likeBefore(written: string, replacement: string): string {
  const first = written[0]!
  return first === first.toUpperCase() ? replacement[0]!.toUpperCase() + replacement.slice(1) : replacement
}

/** Behind a term of law stands what it means: "Ermessen (…)", "Ermessen, das heißt …", or the next sentence says it. */
function isExplained(reading: Reading, sentence: Sentence, last: number): boolean {
  const [after, verb] = [0, 1].map((step) => reading.tokens[sentence.last + step]?.lower)
  if (after === 'das' && (verb === 'heißt' || verb === 'bedeutet')) return true
  const [next, second, third] = [1, 2, 3].map((step) => reading.tokens[last + step]?.lower)
  return (
    next === '(' || next === 'd. h.' || (next === ',' && (second === 'also' || (second === 'das' && third === 'heißt')))
  )
}
