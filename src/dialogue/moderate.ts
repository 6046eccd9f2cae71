// Showing what waits for a look: the one decision that needs no reasons, because it takes nothing from anybody.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { Refusal, Stale } from '#platform/refusal.ts'
import { decide, lockMessage, noteState } from './moderation/decide.ts'
import { putInto, whereItStands } from './moderation/effect.ts'
import { refreshConversation } from './row.ts'
import { textMark } from './stands.ts'

/**
 * Shows a held message. One that was decided about is shown again by another decision: to let it stand.
 * @throws NotAllowed, NotFound, Stale, Refusal
 */
export async function approveMessage(tx: Tx, who: Who, input: { message: string; seen?: string }): Promise<void> {
  const { message, conversation } = await lockMessage(tx, input.message)
  if (input.seen !== undefined && input.seen !== textMark(message)) throw new Stale('changedMeanwhile')
  must(who, 'message.moderate', conversation.unit_id)
  if (message.direction !== 'in') throw new Refusal('notToModerate')
  if (message.state === 'visible') return
  if (message.state !== 'held') {
    if (message.state === 'deleted') throw new Refusal('decidedMeanwhile', { state: message.state }, 409)
    await decide(tx, who, { step: 'stand', message: message.id })
    return
  }
  await putInto(tx, message, 'visible', { id: null, reason: null })
  noteState(tx, who, message, conversation, 'visible')
  await refreshConversation(tx, conversation, await whereItStands(tx, conversation, 'visible'))
}
