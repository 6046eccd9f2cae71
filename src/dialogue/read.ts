import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { noticesSeen } from './notices.ts'
import { lockConversation } from './row.ts'

/** Notes that somebody has seen what is new in a conversation. @throws NotAllowed, NotFound */
export async function markRead(tx: Tx, who: Who, input: { conversation: string }): Promise<void> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.read', conversation.unit_id)
  if (who.kind === 'person') await noticesSeen(tx, who.id, conversation.id)
  if (!conversation.unread) return
  await tx.updateTable('conversation').set({ unread: false }).where('id', '=', conversation.id).execute()
  record(tx, who, 'conversation.read', conversation)
}
