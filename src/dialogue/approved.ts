// What becomes of an answer that waited for an approval: it is sent, or goes back to who wrote it.
import { sendAnswer } from '#channels/answer.ts'
import { may } from '#people/rights.ts'
import { type Person, system, type Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { approveMessage } from './moderate.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { tellCommenter } from './tell-commenter.ts'
import { type Conversation, isPublic, type Message } from './types.ts'

/**
 * Sends an answer that was approved; a held comment that it answers is approved with it.
 * @throws NotFound, Refusal when what it answers is gone
 */
export async function sendApproved(tx: Tx, who: Who, input: { message: string; after: string }): Promise<void> {
  const { conversation, message } = await waiting(tx, input.message)
  const asked = (await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', message.in_reply_to)
    .executeTakeFirst()) as Message | undefined
  if (!asked || !['visible', 'held', 'hidden'].includes(asked.state)) throw new Refusal('nothingToAnswer')
  // Approving the answer says that the comment may stand, too; an outside reviewer decides nothing about comments.
  if (asked.state === 'held')
    await approveMessage(tx, may(who, 'message.moderate', conversation.unit_id) ? who : system, { message: asked.id })
  const at = now()
  await tx.updateTable('message').set({ state: 'sending', at, received_at: at }).where('id', '=', message.id).execute()
  await sendAnswer(tx, { id: message.id, channelId: message.channel_id })
  if (isPublic(asked.visibility)) await tellCommenter(tx, asked, conversation.post_id)
  const locked = asked.state === 'held' ? await lockConversation(tx, conversation.id) : conversation
  await refreshConversation(tx, locked, {
    unread: false,
    state: input.after === 'close' ? 'done' : input.after === 'open' ? 'open' : 'waiting',
    done_at: input.after === 'close' ? at : null
  })
  record(tx, who, 'conversation.answered', conversation, {
    message: message.id,
    ...(isPublic(asked.visibility) && conversation.post_id && { post: conversation.post_id })
  })
}

/** Gives an answer back to who wrote it; nobody outside has seen it. @throws NotFound */
export async function returnAnswer(tx: Tx, messageId: string): Promise<void> {
  const { conversation, message } = await waiting(tx, messageId)
  await tx.updateTable('message').set({ state: 'returned' }).where('id', '=', message.id).execute()
  await refreshConversation(tx, conversation, {
    state: conversation.state === 'waiting_inside' ? 'open' : conversation.state,
    unread: true
  })
  record(tx, system, 'message.returned', message.id, { conversation: conversation.id })
}

/** The words of an own answer that came back, to write on; empty when there is none. */
export async function returnedText(tx: Tx, who: Person, messageId: string): Promise<string> {
  const row = await tx
    .selectFrom('message')
    .select('text')
    .where('id', '=', messageId)
    .where('state', '=', 'returned')
    .where('person_id', '=', who.id)
    .executeTakeFirst()
  return row?.text ?? ''
}

async function waiting(tx: Tx, id: string): Promise<{ conversation: Conversation; message: Message }> {
  const found = await tx.selectFrom('message').select('conversation_id').where('id', '=', id).executeTakeFirst()
  if (!found) throw new NotFound('messageNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  const message = await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'review')
    .executeTakeFirst()
  if (!message) throw new NotFound('messageNotFound')
  return { conversation, message: message as Message }
}
