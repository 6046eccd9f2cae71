// Where a conversation stands: done, open again, waiting.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { lockConversation, refreshConversation } from './row.ts'
import type { Conversation } from './types.ts'

interface Input {
  conversation: string
}

/** Closes a conversation. A held message in it must be decided first: it would lie where nobody looks. @throws NotAllowed, Refusal */
export async function close(tx: Tx, who: Who, input: Input): Promise<Conversation> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.close', conversation.unit_id)
  if (conversation.state === 'done') return conversation
  if (conversation.held_count > 0) throw new Refusal('closeHeld', { held: conversation.held_count })
  const after = await refreshConversation(tx, conversation, { state: 'done', done_at: now(), unread: false })
  record(tx, who, 'conversation.closed', conversation, { answers: conversation.answer_count })
  return after
}

/** Opens a closed conversation, or one that waits, again. @throws NotAllowed */
export async function reopen(tx: Tx, who: Who, input: Input): Promise<Conversation> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.close', conversation.unit_id)
  if (!['done', 'waiting', 'waiting_inside'].includes(conversation.state)) return conversation
  const state = conversation.state === 'done' ? 'reopened' : 'open'
  const after = await refreshConversation(tx, conversation, { state, done_at: null })
  record(tx, who, 'conversation.reopened', conversation)
  return after
}

/** Lays a conversation aside until the citizen, or somebody inside, has replied. @throws NotAllowed */
export async function wait(tx: Tx, who: Who, input: Input & { for: 'citizen' | 'inside' }): Promise<Conversation> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.close', conversation.unit_id)
  const state = input.for === 'citizen' ? 'waiting' : 'waiting_inside'
  if (conversation.state === state) return conversation
  const after = await refreshConversation(tx, conversation, { state, done_at: null, unread: false })
  record(tx, who, 'conversation.waiting', conversation, { for: input.for })
  return after
}
