import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { confirmChecklist } from '#elections/confirm.ts'
import { sendApproved } from '#dialogue/approved.ts'
import { forgetAuthors } from '#posts/authors.ts'
import { putRight } from '#posts/correct.ts'
import { fingerprintOf } from '#posts/fingerprint.ts'
import { approvalProblem } from '#posts/go-public.ts'
import { lockPost } from '#posts/lock.ts'
import { release } from '#posts/publish.ts'
import { putOff } from '#posts/schedule.ts'
import { goesOutAt } from './checklist.ts'
import { asDecider, type Decider, type Deciding, noteOf, settleReview } from '#review/decide.ts'
import { refuseOtherRevision } from '#review/lock.ts'
import { addStep } from '#review/steps.ts'
import { tell } from '#review/tell.ts'

export interface Approved {
  /** `done`: what the author wished happened. Otherwise it is approved and waits for its author, and this is why. */
  outcome: 'done' | 'tooLate' | 'channelGone'
  channels: string[]
}

/**
 * Approves exactly the text that was asked for; what its author wished happens at once. Where that is not possible any more
 * (its time has passed, a channel is gone) it stays approved and goes back to its author, who decides anew about when and where.
 * @throws NotAllowed, NotFound, Stale, Invalid when the checklist before an election is not confirmed, Refusal when somebody else
 * decided meanwhile
 */
export async function approve(
  tx: Tx,
  decider: Decider,
  input: { revision: number | null; note?: string; checklist?: string[] }
): Promise<Approved> {
  const deciding = await asDecider(tx, decider)
  const { review } = deciding
  if (review.kind !== 'approval') throw new Refusal('reviews.isPublished')
  refuseOtherRevision(review, input.revision)
  const done = review.post_id ? await approvePost(tx, deciding, input) : await approveAnswer(tx, deciding, input.note)
  if (review.asked_by) await tell(tx, { person: review.asked_by, kind: 'answered', review: review.id })
  return done
}

async function approvePost(
  tx: Tx,
  deciding: Deciding,
  { note, checklist }: { note?: string; checklist?: string[] }
): Promise<Approved> {
  const { review, who, by } = deciding
  const post = await lockPost(tx, review.post_id!)
  // Saving is refused while it is open; should the text be another one all the same, nothing of it is approved.
  if (post.review_id !== review.id || (await fingerprintOf(tx, post)) !== review.fingerprint)
    throw new Refusal('reviews.otherRevision', {}, 409)
  await confirmChecklist(tx, who, {
    post: post.id,
    revision: review.revision ?? post.draft_revision,
    fingerprint: review.fingerprint,
    at: goesOutAt(review.wish),
    items: checklist ?? [],
    ...(by.kind === 'link' && { as: by.name })
  })
  await settleReview(tx, deciding, 'approved', noteOf(note))
  const state = post.state === 'in_review' ? 'draft' : post.state
  await tx
    .updateTable('post')
    .set({ state, review_id: null, approval_id: review.id, changed_at: now() })
    .where('id', '=', post.id)
    .execute()
  await forgetAuthors(tx, post.id)
  const approved = { ...post, state, review_id: null, approval_id: review.id }
  const problem = await approvalProblem(tx, approved)
  const stop = async (outcome: 'tooLate' | 'channelGone', channels: string[]): Promise<Approved> => {
    const schedule_problem = outcome === 'tooLate' ? 'posts.approvedTooLate' : 'posts.channelGone'
    await tx.updateTable('post').set({ schedule_problem }).where('id', '=', post.id).execute()
    await addStep(tx, by, review.id, 'stopped', { note: channels.join(', ') })
    return { outcome, channels }
  }
  if (problem) return stop('channelGone', problem.channels)
  const { act, at, note: told } = review.wish
  if (act === 'schedule') {
    const time = new Date(at ?? 0)
    if (time <= now()) return stop('tooLate', [])
    await putOff(tx, who, approved, time, review.asked_by)
  } else if (act === 'correct') await putRight(tx, who, approved, told ?? '', review.asked_by)
  else await release(tx, who, approved, review.asked_by)
  return { outcome: 'done', channels: [] }
}

async function approveAnswer(tx: Tx, deciding: Deciding, note?: string): Promise<Approved> {
  const { review, who } = deciding
  if (!review.message_id) throw new NotFound('reviews.notFound')
  await settleReview(tx, deciding, 'approved', noteOf(note))
  await sendApproved(tx, who, { message: review.message_id, after: review.wish.after ?? 'wait' })
  return { outcome: 'done', channels: [] }
}
