import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'
import {
  conjunctions,
  isOnlyParticiple,
  isParticiple,
  otherFinite,
  prepositions,
  subordinators,
  werden
} from '../verbs.ts'

/** How many words may stand between "wird" and its participle. */
const reach = 30

/** Behind a participle they take it for themselves: "geöffnet haben", "den das Amt gemacht hat". */
const takers = new Set('haben sein bleiben hat hatte hatten habe ist sind war waren'.split(' '))

/** A form of "werden" with a participle: "wird … gesperrt", "gesperrt wird", "gesperrt werden kann". */
export function passive(reading: Reading, sentence: Sentence, add: Add): void {
  /** By participle, so that "wird gesperrt werden" is one. */
  const found = new Map<number, { from: number; to: number }>()
  for (let i = sentence.first; i < sentence.last; i++) {
    reading.steps++
    const { lower } = reading.tokens[i]!
    if (!werden.has(lower)) continue
    if (i > sentence.first && isParticipleAt(reading, sentence, i - 1)) extend(found, i - 1, i - 1, i)
    else if (lower !== 'worden') {
      const participle = ahead(reading, sentence, i)
      if (participle !== -1) extend(found, participle, i, participle)
    }
  }
  for (const { from, to } of found.values())
    add({ rule: 'passive', severity: 'hint', reason: 'passive', ...span(reading, from, to) })
}

function extend(found: Map<number, { from: number; to: number }>, participle: number, from: number, to: number): void {
  const known = found.get(participle) ?? { from, to }
  found.set(participle, { from: Math.min(known.from, from), to: Math.max(known.to, to) })
}

function isParticipleAt(reading: Reading, sentence: Sentence, index: number): boolean {
  const token = reading.tokens[index]!
  return token.kind === 'word' && (!token.capital || index === sentence.first) && isParticiple(token.lower)
}

/** The participle that belongs to the "wird" at `from`, or -1. */
function ahead(reading: Reading, sentence: Sentence, from: number): number {
  const { tokens } = reading
  const end = Math.min(sentence.last, from + reach)
  for (let i = from + 1; i < end; i++) {
    reading.steps++
    const { kind, text, lower } = tokens[i]!
    if (kind === 'sign') {
      if (text === ';' || text === ':') return -1
      if (text === ',' && i + 1 < end && subordinators.has(tokens[i + 1]!.lower)) return -1
      continue
    }
    if (otherFinite.has(lower)) return -1
    if (!isParticipleAt(reading, sentence, i) || !isOnlyParticiple(lower)) continue
    const next = i + 1 < sentence.last ? tokens[i + 1]! : null
    // "wird vermehrt Wasser …": an adverb, the participle comes later. "wird geöffnet haben": the future.
    if (next && takers.has(next.lower)) return -1
    if (!next || next.kind === 'sign' || isClauseEnd(next.lower)) return i
  }
  return -1
}

function isClauseEnd(lower: string): boolean {
  return (
    conjunctions.has(lower) ||
    prepositions.has(lower) ||
    werden.has(lower) ||
    otherFinite.has(lower) ||
    lower === 'zum' ||
    lower === 'zur'
  )
}
