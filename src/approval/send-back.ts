// What waits for an approval goes back to its author: with changes asked for, taken back by the author, or because nobody
// answered. It is never published by that.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Invalid, NotAllowed, Refusal } from '#platform/refusal.ts'
import { returnAnswer } from '#dialogue/approved.ts'
import { may } from '#people/rights.ts'
import { system, type Person } from '#people/types.ts'
import { asDecider, type Decider, noteOf, settleReview } from '#review/decide.ts'
import { lockReview, refuseDecided, type ReviewRow } from '#review/lock.ts'
import { endReview } from '#review/open.ts'
import { tell } from '#review/tell.ts'

/** Asks for changes. Says what is missing, unless passages say it. @throws NotAllowed, NotFound, Invalid, Refusal when decided */
export async function requestChanges(tx: Tx, decider: Decider, input: { note: string }): Promise<void> {
  const deciding = await asDecider(tx, decider)
  const { review } = deciding
  if (review.kind !== 'approval') throw new Refusal('reviews.isPublished')
  const note = noteOf(input.note)
  if (note === '' && !(await hasComments(tx, review.id))) throw new Invalid({ note: 'reviews.changesMissing' })
  await settleReview(tx, deciding, 'changes', note)
  await giveBack(tx, review)
  if (review.asked_by) await tell(tx, { person: review.asked_by, kind: 'answered', review: review.id, note })
}

/** Its author takes a request back, to write on. @throws NotAllowed, NotFound, Refusal when decided */
export async function takeBack(tx: Tx, who: Person, input: { review: string }): Promise<void> {
  const review = await lockReview(tx, input.review)
  await refuseDecided(tx, review)
  if (review.kind !== 'approval') throw new Refusal('reviews.isPublished')
  // A colleague who may write there can do it, too: a request must not hang on somebody who is ill.
  const isColleague = review.subject_kind === 'post' && may(who, 'post.write', review.unit_id)
  if (!review.authors.includes(who.id) && !isColleague) throw new NotAllowed('reviews.notYours')
  await endReview(tx, who, review.id, 'taken_back')
  await giveBack(tx, review)
}

/** Nobody answered, and nobody is left to ask. */
export async function returnUnanswered(tx: Tx, review: ReviewRow): Promise<void> {
  await endReview(tx, system, review.id, 'returned')
  await giveBack(tx, review)
  if (review.asked_by) await tell(tx, { person: review.asked_by, kind: 'returned', review: review.id })
}

async function giveBack(tx: Tx, review: ReviewRow): Promise<void> {
  if (review.message_id) return returnAnswer(tx, review.message_id)
  const post = await tx
    .selectFrom('post')
    .select(['id', 'state'])
    .where('id', '=', review.post_id)
    .forUpdate()
    .executeTakeFirst()
  if (!post) return
  const state = post.state === 'in_review' ? 'draft' : post.state
  await tx.updateTable('post').set({ state, review_id: null, changed_at: now() }).where('id', '=', post.id).execute()
}

async function hasComments(tx: Tx, reviewId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('review_step')
    .select('id')
    .where('review_id', '=', reviewId)
    .where('what', '=', 'comment')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
