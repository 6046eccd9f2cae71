// The second person's word on a block: never the same one, and nothing holds before.
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotAllowed, NotFound, Refusal } from '#platform/refusal.ts'
import type { Carried, Way } from '#moderation/shared.ts'
import { clean } from '#moderation/statement.ts'
import { refreshConversation } from '../row.ts'
import { carryLater } from './carry.ts'
import { lockMessage, startBlock } from './decide.ts'
import { tellAuthor } from './tell.ts'

/**
 * Agrees to a decision that waits for a second person, or refuses it. The time of a block runs from the agreement.
 * @throws NotAllowed (no right, or the same person), NotFound, Refusal when it waits no more
 */
export async function agree(
  tx: Tx,
  who: Person,
  input: { decision: string; agrees: boolean; note?: string; ways?: Way[] }
): Promise<{ told: Way[] }> {
  const found = await tx.selectFrom('decision').select('message_id').where('id', '=', input.decision).executeTakeFirst()
  if (!found?.message_id) throw new NotFound('moderation.decisionNotFound')
  const { message, conversation } = await lockMessage(tx, found.message_id)
  const decision = await tx
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', input.decision)
    .forUpdate()
    .executeTakeFirstOrThrow()
  must(who, 'message.moderate', decision.unit_id)
  if (decision.decided_by === who.id) throw new NotAllowed('moderation.sameSecond')
  if (decision.state !== 'waiting') throw new Refusal('moderation.waitsNoMore', { state: decision.state }, 409)
  const at = now()
  const until = new Date(at.getTime() + decision.until!.getTime() - decision.decided_at.getTime())
  await tx
    .updateTable('decision')
    .set({
      second_by: who.id,
      second_at: at,
      second_note: clean(input.note).slice(0, 1000),
      ...(input.agrees ? { state: 'in_force', until } : { state: 'refused', ended_at: at })
    })
    .where('id', '=', decision.id)
    .execute()
  record(tx, who, input.agrees ? 'decision.agreed' : 'decision.refused', decision.id, {
    message: message.id,
    conversation: conversation.id
  })
  if (!input.agrees) return { told: [] }
  await startBlock(tx, decision.id, until, message)
  await carryLater(tx, decision.id, decision.carried as Carried[])
  const letter = {
    step: 'block' as const,
    facts: decision.facts,
    groundText: decision.ground_text,
    milder: decision.milder,
    until
  }
  const told = await tellAuthor(tx, who, {
    id: decision.id,
    input: { ...letter, ways: input.ways },
    message,
    conversation
  })
  await refreshConversation(tx, conversation)
  return { told }
}
