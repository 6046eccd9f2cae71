// Another look at a decision, by somebody who had no part in it: it stands, is replaced, or is taken back.
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Selectable } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Decision as DecisionTable } from '#platform/database/schema.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'
import { dropMarks } from '#moderation/blocks.ts'
import { maxReason, type Outcome } from '#moderation/shared.ts'
import { clean } from '#moderation/statement.ts'
import { tellNotifiers } from '../reports/answer.ts'
import { refreshConversation } from '../row.ts'
import { carryLater } from './carry.ts'
import { decide, type DecideInput, lockMessage, noteState } from './decide.ts'
import { putInto, restoreFrom, whereItStands } from './effect.ts'
import { endPause } from './pause.ts'
import { tellOutcome } from './tell-outcome.ts'

export interface ReviewInput {
  review: string
  outcome: Outcome
  /** The reasons of the review, which whoever asked reads. */
  note: string
  /** `changed`: the step that takes the decision's place, with its own reasons. */
  instead?: DecideInput
}

type Decision = Selectable<DecisionTable>

/**
 * Decides a review. The first decision is undone in its effect before another takes its place, so that the new one says what holds.
 * @throws NotAllowed (who decided or agreed before), NotFound, Invalid, Refusal when it is decided already
 */
export async function review(tx: Tx, who: Person, input: ReviewInput): Promise<{ decision: string | null }> {
  const { found, decision } = await lockReview(tx, input.review)
  must(who, 'message.moderate', decision.unit_id)
  if (decision.decided_by === who.id || decision.second_by === who.id || found.asked_person === who.id)
    throw new NotAllowed('moderation.ownDecision')
  if (found.outcome !== null) throw new Refusal('moderation.reviewedMeanwhile', { outcome: found.outcome }, 409)
  const note = clean(input.note)
  if (note === '') throw new Invalid({ note: 'moderation.reviewNoteMissing' })
  if ([...note].length > maxReason)
    throw new Invalid({ note: 'moderation.factsTooLong' }, 'invalid', { max: maxReason })
  if (input.outcome === 'changed' && !input.instead) throw new Invalid({ step: 'moderation.stepChoose' })
  if (input.outcome !== 'upheld') await undo(tx, who, decision)
  const next =
    input.outcome === 'changed'
      ? await decide(tx, who, { ...input.instead!, ...subjectOf(decision), origin: 'review', seen: undefined })
      : null
  await tx
    .updateTable('decision_review')
    .set({ outcome: input.outcome, note, decided_by: who.id, decided_at: now(), next_id: next?.decision ?? null })
    .where('id', '=', found.id)
    .execute()
  if (input.outcome !== 'upheld')
    await tx
      .updateTable('decision')
      .set({ state: input.outcome, ended_at: now() })
      .where('id', '=', decision.id)
      .execute()
  record(tx, who, 'decision.reviewed', decision.id, {
    review: found.id,
    outcome: input.outcome,
    ...(decision.message_id && { message: decision.message_id }),
    ...(decision.conversation_id && { conversation: decision.conversation_id }),
    ...(decision.post_id && { post: decision.post_id })
  })
  await tellOutcome(tx, who, decision, { outcome: input.outcome, note })
  await tellNotifiers(tx, { decision: decision.id, outcome: input.outcome, note, next: next?.decision ?? null })
  return { decision: next?.decision ?? null }
}

function subjectOf(decision: Decision): Pick<DecideInput, 'message' | 'post'> {
  return decision.message_id ? { message: decision.message_id } : { post: decision.post_id ?? undefined }
}

/** Locks the review; the conversation first, as everywhere. */
async function lockReview(tx: Tx, id: string) {
  const seen = await tx
    .selectFrom('decision_review')
    .innerJoin('decision', 'decision.id', 'decision_review.decision_id')
    .select(['decision.id', 'decision.message_id'])
    .where('decision_review.id', '=', id)
    .executeTakeFirst()
  if (!seen) throw new NotFound('moderation.reviewNotFound')
  if (seen.message_id) await lockMessage(tx, seen.message_id)
  const found = await tx
    .selectFrom('decision_review')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const decision = await tx
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', seen.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { found, decision }
}

/** Takes back what a decision did, as far as it still holds. */
export async function undo(tx: Tx, who: Person, decision: Decision): Promise<void> {
  if (decision.step === 'pause' && decision.post_id) return endPause(tx, who, decision.post_id, decision.id)
  if (decision.step === 'block') {
    await dropMarks(tx, decision.id)
    if (decision.carried.includes('block')) await carryLater(tx, decision.id, ['unblock'])
  }
  if ((decision.step !== 'hide' && decision.step !== 'delete') || !decision.message_id) return
  const { message, conversation } = await lockMessage(tx, decision.message_id)
  // Somebody decided otherwise since, or its author took it back: that stays.
  if (message.decision_id !== decision.id || message.deleted_by === 'author') return
  if (message.state === 'deleted') {
    // What its author wanted gone meanwhile does not come back because we were wrong.
    if (await isErased(tx, message)) return
    if (!decision.evidence_id) throw new Refusal('moderation.nothingKept')
    await restoreFrom(tx, message.id, decision.evidence_id, 'visible')
  } else await putInto(tx, message, 'visible', { id: null, reason: null })
  noteState(tx, who, message, conversation, 'visible')
  await refreshConversation(tx, conversation, await whereItStands(tx, conversation, 'visible'))
}

/** Whether somebody besides us let go of it: its author over the private link, or the person on request. */
async function isErased(tx: Tx, message: { id: string; contact_id: string | null }): Promise<boolean> {
  const row = await tx
    .selectFrom('erasure')
    .select('id')
    .where((where) =>
      where.or([
        where.and([
          where('what', '=', 'message'),
          where('subject_id', '=', message.id),
          where('reason', '<>', 'deleted by moderation')
        ]),
        where.and([where('what', '=', 'contact'), where('subject_id', '=', message.contact_id)])
      ])
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
