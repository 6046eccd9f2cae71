// What is said about the situation, and what is true of it.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { lockActive, lockCrisis } from './lock.ts'
import { limits, type Verdict, verdicts } from './types.ts'

export interface RumourInput {
  claim: string
  answer: string
  verdict: string
  isPublic: boolean
}

/** Notes a rumour; everybody at the desk who reads along may. @throws NotAllowed, NotFound, Invalid, Refusal `crisis.isOver` */
export async function noteRumour(tx: Tx, who: Who, input: RumourInput & { crisis: string }): Promise<string> {
  const crisis = await lockActive(tx, input.crisis)
  must(who, 'crisis.read', null)
  if (input.isPublic) must(who, 'crisis.lead', crisis.unit_id)
  const row = checked(input)
  const id = newId()
  await tx
    .insertInto('crisis_rumour')
    .values({
      id,
      crisis_id: crisis.id,
      ...row,
      person_id: who.kind === 'person' ? who.id : null,
      at: now(),
      changed_at: now()
    })
    .execute()
  record(tx, who, 'crisis.rumour-noted', crisis.id, { rumour: id })
  return id
}

/** Answers a rumour, and shows it on the source page or takes it from there. @throws NotAllowed, NotFound, Invalid */
export async function answerRumour(tx: Tx, who: Who, input: RumourInput & { rumour: string }): Promise<void> {
  const rumour = await tx
    .selectFrom('crisis_rumour')
    .select(['id', 'crisis_id'])
    .where('id', '=', input.rumour)
    .executeTakeFirst()
  if (!rumour) throw new NotFound()
  const crisis = await lockCrisis(tx, rumour.crisis_id)
  must(who, 'crisis.lead', crisis.unit_id)
  await tx
    .updateTable('crisis_rumour')
    .set({ ...checked(input), changed_at: now() })
    .where('id', '=', rumour.id)
    .execute()
  record(tx, who, 'crisis.rumour-answered', crisis.id, { rumour: rumour.id })
}

function checked(input: RumourInput) {
  const claim = input.claim.trim()
  const answer = input.answer.trim()
  const problems: Record<string, string> = {}
  if (!claim) problems.claim = 'crisis.claimMissing'
  if (claim.length > limits.claim) problems.claim = 'posts.tooLong'
  if (answer.length > limits.answer) problems.answer = 'posts.tooLong'
  const verdict = verdicts.find((one) => one === input.verdict)
  if (!verdict) problems.verdict = 'choose'
  // A rumour without an answer would only be spread further.
  if (input.isPublic && !answer) problems.answer = 'crisis.answerMissing'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { claim, answer, verdict: verdict as Verdict, is_public: input.isPublic }
}
