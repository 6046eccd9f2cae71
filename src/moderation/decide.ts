// What may be decided about a citizen's message, and what each decision does to it.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'

export type Decision = { to: 'visible' } | { to: 'rejected' | 'hidden'; reason: string }

/** From which states each decision may be taken. */
const from: Record<Decision['to'], readonly string[]> = {
  visible: ['held', 'rejected', 'hidden'],
  rejected: ['held'],
  hidden: ['visible']
}
const events = { visible: 'message.approved', rejected: 'message.rejected', hidden: 'message.hidden' } as const

interface Decidable {
  id: string
  direction: string
  state: string
  conversation_id: string
  channel_id: string
  contact_id: string | null
  remote_id: string | null
}

/**
 * Takes a decision. Two people who decide the same are told nothing; the second of two who decide differently is refused.
 * Answers whether anything changed.
 * @throws NotAllowed, Invalid (a reason is missing), Refusal `decidedMeanwhile`
 */
export async function decide(
  tx: Tx,
  who: Who,
  message: Decidable,
  place: { unitId: string | null; postId: string | null },
  decision: Decision
): Promise<boolean> {
  must(who, 'message.moderate', place.unitId)
  if (message.direction !== 'in') throw new Refusal('notToModerate')
  if (message.state === decision.to) return false
  if (!from[decision.to].includes(message.state)) throw new Refusal('decidedMeanwhile', { state: message.state }, 409)
  const reason = 'reason' in decision ? decision.reason.trim() : null
  if (reason === '') throw new Invalid({ reason: 'reasonMissing' })
  if (reason && [...reason].length > 1000) throw new Invalid({ reason: 'reasonTooLong' }, 'invalid', { max: 1000 })
  await tx
    .updateTable('message')
    .set({ state: decision.to, decision_reason: reason })
    .where('id', '=', message.id)
    .execute()
  if (decision.to === 'visible' && message.state === 'held' && message.contact_id)
    await tx
      .updateTable('contact')
      .set({ approved_count: sql`approved_count + 1` })
      .where('id', '=', message.contact_id)
      .execute()
  record(tx, who, events[decision.to], message.id, {
    conversation: message.conversation_id,
    before: message.state,
    ...(place.postId && { post: place.postId })
  })
  return true
}
