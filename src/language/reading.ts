// A text as the rules read it.
import { findSentences, type Sentence } from './sentences.ts'
import { prose, type Work } from './markdown.ts'
import { tokenise, type Token } from './tokens.ts'
import type { Mark } from './types.ts'

export interface Reading extends Work {
  text: string
  tokens: Token[]
  sentences: Sentence[]
}

/** Collects marks. */
export type Add = (mark: Mark) => void

/** A rule that looks at one sentence at a time. */
export type SentenceRule = (reading: Reading, sentence: Sentence, add: Add) => void

/** Reads a text, Markdown or plain. */
export function read(text: string): Reading {
  const work: Work = { steps: 0 }
  const tokens = tokenise(prose(text, work), work)
  const sentences = findSentences(tokens, work)
  return { text, tokens, sentences, steps: work.steps }
}

/** Offset and length of the passage from one token to another one. */
export function span(reading: Reading, from: number, to: number): { offset: number; length: number } {
  const { offset } = reading.tokens[from]!
  return { offset, length: reading.tokens[to]!.end - offset }
}

/** Offset and length of a sentence. */
export function whole(sentence: Sentence): { offset: number; length: number } {
  return { offset: sentence.offset, length: sentence.end - sentence.offset }
}

/** Whether a token stands where a capital letter says nothing: first in its sentence, or behind a colon or quote. */
export function isFirst(reading: Reading, sentence: Sentence, index: number): boolean {
  if (index <= sentence.first) return true
  const before = reading.tokens[index - 1]!
  return before.kind === 'sign' && before.text !== ',' && before.text !== '-' && before.text !== '/'
}

/** Whether a token is a noun as far as its capital letter tells. */
export function isNoun(reading: Reading, sentence: Sentence, index: number): boolean {
  const token = reading.tokens[index]
  return token !== undefined && token.kind === 'word' && token.capital && index < sentence.last
}
