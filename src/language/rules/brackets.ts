import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import { isCounted } from '../sentences.ts'

/** Words in brackets that are not yet too many: an explanation, a room, a name. */
const most = 2
/** Begin an explanation, which is what brackets are good for. */
const explaining = new Set(['das', 'also', 'kurz', 'früher', 'zum', 'z. b.', 'd. h.', 'z.b.', 'd.h.'])

/** Brackets of more than two words break the sentence in two. A sentence that stands in brackets as a whole is none. */
export function brackets(reading: Reading, sentence: Sentence, add: Add): void {
  const { tokens } = reading
  let open = -1
  let words = 0
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { kind, text } = tokens[i]!
    if (kind === 'sign' && (text === '(' || text === '[')) {
      open = i
      words = 0
    } else if (kind === 'sign' && (text === ')' || text === ']')) {
      const isWhole = open <= sentence.first + 1 && i >= sentence.last - 2
      if (open !== -1 && words > most && !isWhole && !explaining.has(tokens[open + 1]!.lower))
        add({
          rule: 'brackets',
          severity: 'hint',
          reason: 'brackets',
          data: { count: words },
          ...span(reading, open, i)
        })
      open = -1
    } else if (open !== -1 && isCounted(tokens[i]!) && kind !== 'number') words++
  }
}
