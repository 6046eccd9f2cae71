// Asking for another look at a decision: by its author, by who had reported the words, or by a colleague.
import { must } from '#people/rights.ts'
import { citizen, type Person, type Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken, newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { maxReason } from '#moderation/shared.ts'
import { clean } from '#moderation/statement.ts'

/**
 * Who asks. `author`: whoever holds the private link of the comment. `notifier`: the caller has made sure that the notice is
 * theirs. A colleague may ask in the name of an author who said so by another way.
 */
export type Asking =
  | { kind: 'author'; token: string }
  | { kind: 'notifier'; notice: string }
  | { kind: 'colleague'; who: Person; inTheNameOf?: 'author' | 'notifier' }

/** A review is answered within. */
const reviewDays = 14

/** What may be reviewed: a decision that holds, or has run out and stands in the books. */
const reviewable = ['in_force', 'ended']

/**
 * Asks for a review. While one is open, asking again answers the same one. A decision is reviewed once for each side; what
 * came of it is final here.
 * @throws NotFound, NotAllowed, Invalid, Refusal `moderation.notReviewable`, `moderation.reviewedAlready`
 */
export async function askReview(
  tx: Tx,
  by: Asking,
  input: { decision: string; reason: string }
): Promise<{ review: string; isNew: boolean }> {
  const decision = await tx
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', input.decision)
    .forUpdate()
    .executeTakeFirst()
  if (!decision) throw new NotFound('moderation.decisionNotFound')
  await mustBeTheirs(tx, by, decision)
  const reason = clean(input.reason)
  if (by.kind === 'colleague' && reason === '') throw new Invalid({ reason: 'moderation.reviewReasonMissing' })
  if ([...reason].length > maxReason)
    throw new Invalid({ reason: 'moderation.factsTooLong' }, 'invalid', { max: maxReason })
  const side = by.kind === 'colleague' ? (by.inTheNameOf ?? 'colleague') : by.kind
  const before = await tx
    .selectFrom('decision_review')
    .select(['id', 'outcome', 'asked_by'])
    .where('decision_id', '=', decision.id)
    .limit(20)
    .execute()
  const open = before.find(({ outcome }) => outcome === null)
  if (open) return { review: open.id, isNew: false }
  if (!reviewable.includes(decision.state)) throw new Refusal('moderation.notReviewable', { state: decision.state })
  if (side !== 'colleague' && before.some((one) => one.asked_by === side))
    throw new Refusal('moderation.reviewedAlready')
  const id = newId()
  const at = now()
  await tx
    .insertInto('decision_review')
    .values({
      id,
      decision_id: decision.id,
      asked_by: side,
      asked_person: by.kind === 'colleague' ? by.who.id : null,
      notice_id: by.kind === 'notifier' ? by.notice : null,
      reason,
      asked_at: at,
      due_at: new Date(at.getTime() + reviewDays * 86_400_000)
    })
    .execute()
  const who: Who = by.kind === 'colleague' ? by.who : citizen
  record(tx, who, 'decision.review-asked', decision.id, {
    review: id,
    ...(decision.message_id && { message: decision.message_id }),
    ...(decision.conversation_id && { conversation: decision.conversation_id })
  })
  return { review: id, isNew: true }
}

async function mustBeTheirs(
  tx: Tx,
  by: Asking,
  decision: { id: string; message_id: string | null; unit_id: string | null }
): Promise<void> {
  if (by.kind === 'colleague') return must(by.who, 'conversation.read', decision.unit_id)
  if (by.kind === 'notifier') {
    // One decision may answer several notices of the same words.
    const theirs = await tx
      .selectFrom('report')
      .select('id')
      .where('id', '=', by.notice)
      .where('decision_id', '=', decision.id)
      .executeTakeFirst()
    if (!theirs) throw new NotFound('moderation.decisionNotFound')
    return
  }
  const own = await tx
    .selectFrom('message')
    .select('id')
    .where('id', '=', decision.message_id)
    .where('link_hash', '=', hashToken(by.token))
    .executeTakeFirst()
  if (!own) throw new NotFound('moderation.decisionNotFound')
}
