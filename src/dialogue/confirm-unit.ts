import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { learnSoon } from '#routing/learn.ts'
import { lockConversation } from './row.ts'

/** Says that a conversation lies with the right unit, which is learned from. @throws NotAllowed, NotFound */
export async function confirmUnit(tx: Tx, who: Who, input: { conversation: string }): Promise<void> {
  const { id, unit_id: unit, taught_unit_id: before } = await lockConversation(tx, input.conversation)
  must(who, 'conversation.assign', unit)
  if (!unit || unit === before) return
  await tx.updateTable('conversation').set({ taught_unit_id: unit, taught_at: now() }).where('id', '=', id).execute()
  await learnSoon(tx, { conversation: id, unit, before })
  record(tx, who, 'conversation.unit-confirmed', id, { unit })
}
