// Taking part in a review: more people are asked, passages are commented, feedback is given. None of it decides.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { may } from '#people/rights.ts'
import { system, type Person } from '#people/types.ts'
import { noteOf } from './decide.ts'
import { readLink, sendLink, takeLink } from './links.ts'
import { lockReview, refuseDecided, type ReviewRow } from './lock.ts'
import { askPerson } from './open.ts'
import { mayReview, outsideFor, reviewersFor } from './reviewers.ts'
import { addStep, type Passage, type Reviewing } from './steps.ts'
import { tell } from './tell.ts'

/** Who sees a review and says something about it: authors, who may review, and who was asked. */
export async function takesPart(tx: Tx, who: Person, review: ReviewRow): Promise<boolean> {
  if (review.authors.includes(who.id) || (await mayReview(tx, who, review.unit_id, review.authors))) return true
  if (review.subject_kind === 'post' && may(who, 'post.write', review.unit_id)) return true
  const asked = await tx
    .selectFrom('review_request')
    .select('id')
    .where('review_id', '=', review.id)
    .where('person_id', '=', who.id)
    .executeTakeFirst()
  return asked !== undefined
}

/**
 * Asks somebody else, too: a colleague who may review, any colleague for feedback only, or an outside address by link, which
 * may approve only where a leader approved the address.
 * @throws NotAllowed, NotFound, Invalid, Refusal when decided
 */
export async function inviteReviewer(
  tx: Tx,
  who: Person,
  input: { review: string; feedbackOnly: boolean } & (
    { person: string } | { outside: string } | { email: string; name: string }
  )
): Promise<void> {
  const review = await lockReview(tx, input.review)
  await refuseDecided(tx, review)
  if (!(await takesPart(tx, who, review))) throw new NotAllowed()
  if ('person' in input) {
    const colleague = await tx
      .selectFrom('person')
      .select(['id', 'name'])
      .where('id', '=', input.person)
      .where('left_at', 'is', null)
      .executeTakeFirst()
    const fits = (await reviewersFor(tx, review.unit_id, review.authors)).some(({ id }) => id === input.person)
    if (!colleague || (!input.feedbackOnly && !fits)) throw new Invalid({ person: 'reviews.reviewerUnfit' })
    await askPerson(tx, {
      review: review.id,
      person: colleague.id,
      name: colleague.name,
      kind: review.kind as 'approval',
      feedbackOnly: input.feedbackOnly
    })
    await addStep(tx, who, review.id, 'invited', { note: colleague.name })
    record(tx, who, 'review.invited', review.id, { person: colleague.id, feedback: input.feedbackOnly })
    return
  }
  if ('outside' in input) {
    const outside = (await outsideFor(tx, review.authors)).find(({ id }) => id === input.outside)
    if (!outside) throw new Invalid({ outside: 'reviews.reviewerUnfit' })
    await sendLink(tx, who, { review: review.id, outside, feedbackOnly: input.feedbackOnly })
    return
  }
  const email = input.email.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254)
    throw new Invalid({ email: 'reviews.outsideEmail' })
  const name = input.name.trim().slice(0, 200) || email
  await sendLink(tx, who, { review: review.id, outside: { id: null, name, email }, feedbackOnly: true })
}

/** Says something about a passage, or about the whole. @throws NotAllowed, NotFound, Invalid, Refusal when decided */
export async function comment(
  tx: Tx,
  from: { who: Person; review: string } | { token: string },
  input: { note: string; quote?: string; field?: string }
): Promise<void> {
  // A link is not used up by a comment, only by an answer.
  const link = 'token' in from ? await readLink(tx, from.token) : null
  const review = await lockReview(tx, link ? link.reviewId : (from as { review: string }).review)
  await refuseDecided(tx, review)
  const by: Reviewing = link ? { kind: 'link', name: link.name, requestId: link.id } : (from as { who: Person }).who
  if (by.kind === 'person' && !(await takesPart(tx, by, review))) throw new NotAllowed()
  const note = noteOf(input.note)
  if (note === '') throw new Invalid({ note: 'reviews.commentMissing' })
  await addStep(tx, by, review.id, 'comment', { note, passage: await passageOf(tx, review, input) })
  record(tx, by.kind === 'person' ? by : system, 'review.commented', review.id)
}

/** Gives feedback and is done with it. @throws NotAllowed, NotFound, Invalid, Refusal when decided */
export async function giveFeedback(
  tx: Tx,
  from: { who: Person; review: string } | { token: string },
  input: { note: string }
): Promise<void> {
  const note = noteOf(input.note)
  if (note === '') throw new Invalid({ note: 'reviews.commentMissing' })
  const link = 'token' in from ? await takeLink(tx, from.token) : null
  const review = await lockReview(tx, link ? link.reviewId : (from as { review: string }).review)
  await refuseDecided(tx, review)
  const by: Reviewing = link ? { kind: 'link', name: link.name, requestId: link.id } : (from as { who: Person }).who
  if (by.kind === 'person') {
    if (!(await takesPart(tx, by, review))) throw new NotAllowed()
    await tx
      .updateTable('review_request')
      .set({ answered_at: now() })
      .where('review_id', '=', review.id)
      .where('person_id', '=', by.id)
      .execute()
  }
  await addStep(tx, by, review.id, 'feedback', { note })
  record(tx, by.kind === 'person' ? by : system, 'review.feedback', review.id)
  if (review.asked_by) await tell(tx, { person: review.asked_by, kind: 'answered', review: review.id, note })
}

/** Where the quoted words stand in the text under review. @throws Invalid when they stand nowhere */
async function passageOf(
  tx: Tx,
  review: ReviewRow,
  { quote, field }: { quote?: string; field?: string }
): Promise<Passage | null> {
  const words = (quote ?? '').replace(/\r\n?/g, '\n').trim().slice(0, 1000)
  if (words === '') return null
  const body = review.message_id
    ? ((await tx.selectFrom('message').select('text').where('id', '=', review.message_id).executeTakeFirst())?.text ??
      '')
    : review.body
  const texts = { title: review.title, lead: review.lead, body }
  const fields = (['title', 'lead', 'body'] as const).filter((one) => !field || one === field)
  for (const one of fields) {
    const position = texts[one].indexOf(words)
    if (position >= 0) return { field: one, quote: words, position }
  }
  throw new Invalid({ quote: 'reviews.quoteMissing' })
}
