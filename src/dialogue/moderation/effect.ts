// What a decision does to a message, and how it is taken back.
import type { EvidenceBody } from '#moderation/evidence.ts'
import type { Step } from '#moderation/shared.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { sql } from 'kysely'
import { nothingStands } from '../stands.ts'
import type { RowChange } from '../row.ts'
import type { Conversation, Message, MessageState } from '../types.ts'
import { wipeMessage } from '../wipe.ts'

/** From which states each step may be taken, and where it leads; without a row it leaves the message as it is. */
const leads: Partial<Record<Step, Partial<Record<MessageState, MessageState>>>> = {
  stand: { held: 'visible', rejected: 'visible', hidden: 'visible', visible: 'visible' },
  // What was never shown is not hidden but not let in: it leaves no mark in the thread.
  hide: { visible: 'hidden', held: 'rejected' },
  delete: { visible: 'deleted', held: 'deleted', hidden: 'deleted', rejected: 'deleted' }
}

/** The state a step leads to; null: it cannot be taken from here. */
export function stateAfter(step: Step, state: MessageState): MessageState | null {
  const row = leads[step]
  return row ? (row[state] ?? null) : state
}

/** Brings a message into the state a decision gives it. */
export async function putInto(
  tx: Tx,
  message: Message,
  state: MessageState,
  decision: { id: string | null; reason: string | null }
): Promise<void> {
  if (state === 'deleted') await wipeMessage(tx, message, 'moderation')
  await tx
    .updateTable('message')
    .set({ state, decision_id: decision.id, decision_reason: decision.reason })
    .where('id', '=', message.id)
    .execute()
  if (state === 'visible' && message.state === 'held' && message.contact_id)
    await tx
      .updateTable('contact')
      .set({ approved_count: sql`approved_count + 1` })
      .where('id', '=', message.contact_id)
      .execute()
}

/** Puts back what a decision deleted, from the copy that was kept. */
export async function restoreFrom(tx: Tx, messageId: string, evidenceId: string, state: MessageState): Promise<void> {
  const kept = await tx.selectFrom('evidence').select('body').where('id', '=', evidenceId).executeTakeFirst()
  if (!kept) throw new Refusal('moderation.nothingKept')
  const { message, author } = JSON.parse(kept.body) as EvidenceBody
  await tx
    .updateTable('message')
    .set({
      state,
      html: message.html,
      text: message.text,
      author_name: message.author || author?.name || '',
      content_warning: message.contentWarning,
      emojis: JSON.stringify(message.emojis),
      attachments: JSON.stringify(message.attachments),
      remote_url: message.remoteUrl,
      deleted_at: null,
      deleted_by: null,
      decision_id: null,
      decision_reason: null
    })
    .where('id', '=', messageId)
    .execute()
  await sql`
    insert into comment_file (message_id, mime, bytes, alt)
    select ${messageId}, mime, bytes, name from evidence_file
    where evidence_id = ${evidenceId} and number = 0 and bytes is not null
    on conflict do nothing`.execute(tx)
}

/** A conversation in which nothing stands any more is done; one in which something is shown (again) is open. */
export async function whereItStands(tx: Tx, conversation: Conversation, state: MessageState): Promise<RowChange> {
  if (state === 'visible') {
    if (conversation.state === 'new') return { state: 'open' }
    return conversation.state === 'done' ? { state: 'reopened', done_at: null } : {}
  }
  return (await nothingStands(tx, conversation.id))
    ? { state: 'done', done_at: now(), unread: false }
    : { state: conversation.state === 'new' ? 'open' : conversation.state }
}
