import { type Add, type Reading, whole } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

/** Over 15 words a hint, over 20 a warning: the bounds of DIN 8581-1's practice and of the usual editing guides. */
export function sentenceLength(_reading: Reading, sentence: Sentence, add: Add): void {
  const count = sentence.words
  if (count <= 15) return
  const severity = count > 20 ? 'warning' : 'hint'
  const reason = count > 20 ? 'sentenceLength.long' : 'sentenceLength.nearlyLong'
  add({ rule: 'sentenceLength', severity, reason, data: { count }, ...whole(sentence) })
}
