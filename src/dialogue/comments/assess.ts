// What is found out about a comment before the transaction: tries count and a solution is used up also when it fails.
import { createHash } from 'node:crypto'
import { countTry, limitKey, triesIn } from '#platform/limits/limits.ts'
import { bitsFor, type Challenge, checkProof, newChallenge } from '#platform/proof/proof.ts'

export interface Assessed {
  /** How long ago the browser asked for the task that it solved; null: it showed no (good) solution. */
  provenAfterMs: number | null
  /** How often this very text came today, this time among them. */
  same: number
}

export const nothingProven: Assessed = { provenAfterMs: null, same: 0 }

/** Short words such as „Danke!“ are said by many. */
const leastRepeated = 40
const floodSeconds = 600
const floodKey = (municipalityId: string) => `comments:${municipalityId}`

/** Looks at proof and repetition, and counts this comment for the difficulty of the next. Outside of any transaction. */
export async function assess(municipalityId: string, given: { text: string; proof: string }): Promise<Assessed> {
  const proof = given.proof === '' ? null : await checkProof(municipalityId, given.proof)
  const words = given.text.slice(0, 20_000).replace(/\s+/g, ' ').trim().toLowerCase()
  const mark = createHash('sha256').update(words).digest('hex')
  const repeated = words.length < leastRepeated ? null : limitKey(`comment-text:${municipalityId}`, mark)
  await countTry(floodKey(municipalityId), floodSeconds)
  return {
    provenAfterMs: proof?.ageMs ?? null,
    same: repeated === null ? 0 : Math.floor((await countTry(repeated, 86_400)).count)
  }
}

/** A task for the form, harder while very many comments come in. */
export async function commentChallenge(municipalityId: string, base: number): Promise<Challenge> {
  return newChallenge(municipalityId, bitsFor(base, await triesIn(floodKey(municipalityId), floodSeconds)))
}
