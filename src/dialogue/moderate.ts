// Deciding about what a citizen wrote, seen from the inbox: the decision itself is moderation's, the conversation follows.
import { decide, type Decision } from '#moderation/decide.ts'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound, Stale } from '#platform/refusal.ts'
import { lockConversation, refreshConversation, type RowChange } from './row.ts'
import type { Conversation, Message } from './types.ts'

interface Input {
  message: string
  /** `textMark` of what the person had before their eyes. */
  seen?: string
}

/** Shows a held, rejected or hidden message. @throws NotAllowed, NotFound, Stale, Refusal */
export async function approveMessage(tx: Tx, who: Who, input: Input): Promise<void> {
  await moderate(tx, who, input.message, { to: 'visible' }, input.seen)
}

/** Does not show a held message; its author reads the reason on their private page. @throws NotAllowed, NotFound, Stale, Invalid, Refusal */
export async function rejectMessage(tx: Tx, who: Who, input: Input & { reason: string }): Promise<void> {
  await moderate(tx, who, input.message, { to: 'rejected', reason: input.reason }, input.seen)
}

/** Takes a message off the site that was shown; its author reads the reason. @throws NotAllowed, NotFound, Stale, Invalid, Refusal */
export async function hideMessage(tx: Tx, who: Who, input: Input & { reason: string }): Promise<void> {
  await moderate(tx, who, input.message, { to: 'hidden', reason: input.reason }, input.seen)
}

async function moderate(tx: Tx, who: Who, messageId: string, decision: Decision, seen?: string): Promise<void> {
  const found = await tx.selectFrom('message').select('conversation_id').where('id', '=', messageId).executeTakeFirst()
  if (!found) throw new NotFound('messageNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  const message = (await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()) as Message
  if (seen !== undefined && seen !== textMark(message)) throw new Stale('changedMeanwhile')
  const place = { unitId: conversation.unit_id, postId: conversation.post_id }
  if (!(await decide(tx, who, message, place, decision))) return
  await refreshConversation(tx, conversation, await whereItStands(tx, conversation, decision))
}

/** A conversation in which nothing stands any more is done; one in which something is shown (again) is open. */
async function whereItStands(tx: Tx, conversation: Conversation, decision: Decision): Promise<RowChange> {
  if (decision.to === 'visible') {
    if (conversation.state === 'new') return { state: 'open' }
    return conversation.state === 'done' ? { state: 'reopened', done_at: null } : {}
  }
  return (await nothingStands(tx, conversation.id))
    ? { state: 'done', done_at: now(), unread: false }
    : { state: conversation.state === 'new' ? 'open' : conversation.state }
}

/** Whether everything the other side said was rejected or taken back. */
export async function nothingStands(tx: Tx, conversationId: string): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`
    select exists (select 1 from message where conversation_id = ${conversationId} and direction = 'in'
      and state in ('held', 'visible', 'hidden')) as stands`.execute(tx)
  return !rows[0]!.stands
}

/** A short mark of a text as somebody saw it, so that nobody approves words that were changed under their hands. */
export function textMark(message: { text: string; html: string }): string {
  return createHash('sha256').update(message.html).update('\0').update(message.text).digest('hex').slice(0, 16)
}
