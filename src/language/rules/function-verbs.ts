import { type FunctionVerb, functionVerbs } from '../function-verbs.ts'
import { longestAt } from '../phrases.ts'
import { type Add, type Reading, span } from '../reading.ts'
import type { Sentence } from '../sentences.ts'

/** How far the verb may stand from its noun, in words. */
const reach = 15

/** "in Anspruch nehmen", "einen Antrag stellen": a noun carries what a verb could say. */
export function functionVerb(reading: Reading, sentence: Sentence, add: Add): void {
  const phrases = functionVerbs()
  for (let i = sentence.first; i < sentence.last; i++) {
    const found = longestAt(phrases, reading, sentence, i)
    if (!found) continue
    for (const candidate of found.value) {
      const verb = verbNear(reading, sentence, found.first, found.last, candidate)
      if (verb === -1) continue
      const isNext = verb === found.last + 1 || (verb === found.last + 2 && reading.tokens[verb - 1]!.lower === 'zu')
      const replacement = isNext ? inPlace(reading, found.last, verb, candidate) : undefined
      add({
        rule: 'functionVerb',
        severity: 'hint',
        reason: 'functionVerb',
        data: { say: candidate.plain[0]! },
        ...(replacement && { replacement }),
        ...span(reading, found.first, isNext ? verb : found.last)
      })
      break
    }
    i = found.last
  }
}

/** The nearest form of the verb in the sentence, behind the noun first. */
function verbNear(reading: Reading, sentence: Sentence, first: number, last: number, { verb }: FunctionVerb): number {
  const isForm = (lower: string) =>
    lower === verb.infinitive || lower === verb.present || lower === verb.participle || verb.others.includes(lower)
  for (let step = 1; step <= reach; step++) {
    reading.steps++
    const behind = last + step
    if (behind < sentence.last && isForm(reading.tokens[behind]!.lower)) return behind
    const before = first - step
    if (before >= sentence.first && isForm(reading.tokens[before]!.lower)) return before
  }
  return -1
}

function inPlace(
  reading: Reading,
  noun: number,
  at: number,
  { verb, plain, prepositional }: FunctionVerb
): string | undefined {
  const [infinitive, participle, present] = plain
  if (!prepositional || !infinitive || !participle) return undefined
  const { lower } = reading.tokens[at]!
  const withZu = at === noun + 2
  // A verb that parts needs its "zu" inside: "anzuwenden".
  if (withZu) return lower === verb.infinitive && present ? `zu ${infinitive}` : undefined
  if (lower === verb.infinitive) return infinitive
  if (lower === verb.participle) return participle
  return lower === verb.present ? present : undefined
}
