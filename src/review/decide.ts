// Who decides about a review, and writing down that they did.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { system, type Person, type Who } from '#people/types.ts'
import { takeLink } from './links.ts'
import { lockReview, refuseDecided, type ReviewRow } from './lock.ts'
import { mustReview, outsideFor } from './reviewers.ts'
import type { ReviewState } from './shared.ts'
import { addStep, type Reviewing, type StepKind } from './steps.ts'

/** Somebody of the staff with the review's id, or whoever has a link. */
export type Decider = { who: Person; review: string } | { token: string }

export interface Deciding {
  review: ReviewRow
  by: Reviewing
  /** For the journal and the use cases of others: behind a link stands nobody of the staff. */
  who: Who
}

/**
 * Locks the review for who may decide about it.
 * @throws NotAllowed (own text, also by another account; no right; asked for feedback only), NotFound (a link that is over),
 * Refusal `reviews.decidedMeanwhile`
 */
export async function asDecider(tx: Tx, decider: Decider): Promise<Deciding> {
  if ('token' in decider) {
    const link = await takeLink(tx, decider.token)
    const review = await lockReview(tx, link.reviewId)
    await refuseDecided(tx, review)
    if (link.feedbackOnly) throw new NotAllowed('reviews.feedbackOnly')
    const { outside_id: outside } = await tx
      .selectFrom('review_request')
      .select('outside_id')
      .where('id', '=', link.id)
      .executeTakeFirstOrThrow()
    // The address may have become an author's since the link was sent.
    if (!(await outsideFor(tx, review.authors)).some(({ id }) => id === outside)) throw new NotAllowed('reviews.own')
    return { review, by: { kind: 'link', name: link.name, requestId: link.id }, who: system }
  }
  const { who } = decider
  const review = await lockReview(tx, decider.review)
  await refuseDecided(tx, review)
  await mustReview(tx, who, review.unit_id, review.authors)
  const asked = await tx
    .selectFrom('review_request')
    .select('feedback_only')
    .where('review_id', '=', review.id)
    .where('person_id', '=', who.id)
    .execute()
  if (asked.length > 0 && asked.every((one) => one.feedback_only)) throw new NotAllowed('reviews.feedbackOnly')
  return { review, by: who, who }
}

/** Writes a decision down, and what it means for the records of the authors. */
export async function settleReview(
  tx: Tx,
  { review, by, who }: Deciding,
  state: Extract<ReviewState, StepKind>,
  note: string
): Promise<void> {
  await tx
    .updateTable('review')
    .set({
      state,
      decided_by: by.kind === 'person' ? by.id : null,
      decided_as: by.kind === 'link' ? by.name : null,
      decided_at: now()
    })
    .where('id', '=', review.id)
    .execute()
  if (by.kind === 'person')
    await tx
      .updateTable('review_request')
      .set({ answered_at: now() })
      .where('review_id', '=', review.id)
      .where('person_id', '=', by.id)
      .execute()
  await addStep(tx, by, review.id, state, { note })
  record(tx, who, `review.${state}`, review.id, {
    ...(review.post_id && { post: review.post_id }),
    ...(review.message_id && { message: review.message_id })
  })
  if (state === 'taken_back' || state === 'returned' || state === 'void') return
  for (const person of review.authors)
    await tx
      .insertInto('trust_record')
      .values({
        id: newId(),
        person_id: person,
        unit_id: review.unit_id,
        review_id: review.id,
        outcome: state,
        at: now()
      })
      .execute()
}

/** A note as it is kept: trimmed, and not longer than a page. */
export function noteOf(text: string | undefined): string {
  return (text ?? '').trim().slice(0, 4000)
}
