import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { asDecider, type Decider, noteOf, settleReview } from '#review/decide.ts'
import type { ReviewRow } from '#review/lock.ts'
import type { Outcome } from '#review/shared.ts'
import { tell } from '#review/tell.ts'

/**
 * Ends a look at what is out: fine, corrected, withdrawn, or talked about. What was corrected or withdrawn must be so: the
 * record says what happened.
 * @throws NotAllowed, NotFound, Refusal when decided, `reviews.notCorrected`, `reviews.notWithdrawn`
 */
export async function finishReview(
  tx: Tx,
  decider: Decider,
  input: { outcome: Outcome; note?: string }
): Promise<void> {
  const deciding = await asDecider(tx, decider)
  const { review } = deciding
  if (review.kind === 'approval') throw new Refusal('reviews.isApproval')
  await mustBeTrue(tx, review, input.outcome)
  const note = noteOf(input.note)
  await settleReview(tx, deciding, input.outcome, note)
  // That all is well need not reach anybody by mail; it stands at the post.
  if (review.asked_by && (input.outcome !== 'fine' || note !== ''))
    await tell(tx, { person: review.asked_by, kind: 'looked', review: review.id, note })
}

async function mustBeTrue(tx: Tx, review: ReviewRow, outcome: Outcome): Promise<void> {
  if (!review.post_id || (outcome !== 'corrected' && outcome !== 'withdrawn')) return
  const post = await tx
    .selectFrom('post')
    .select(['state', 'version_number'])
    .where('id', '=', review.post_id)
    .executeTakeFirst()
  if (outcome === 'withdrawn' && post && post.state !== 'withdrawn') throw new Refusal('reviews.notWithdrawn')
  if (outcome === 'corrected' && post && post.version_number <= (review.version_number ?? 0))
    throw new Refusal('reviews.notCorrected')
}
