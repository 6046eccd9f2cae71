import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { recordErasure } from '#privacy/erasureLog.ts'
import { dropContactIfUnused } from './contact.ts'
import { dropFiles } from './files.ts'
import type { Message } from './types.ts'

/**
 * Takes a message's content away for good: text, name, attachments, raw copies, its sender's address. What stays is a mark
 * that something was said and taken back, and its remote id, so that a late repetition does not bring it back.
 * The caller refreshes the conversation.
 */
export async function wipeMessage(
  tx: Tx,
  message: Pick<Message, 'id' | 'contact_id'>,
  by: 'author' | 'server' | 'office' | 'moderation'
): Promise<void> {
  await clearContent(tx, message, by)
  await recordErasure(tx, { what: 'message', subject: message.id, count: 1, reason: `deleted by ${by}` })
}

/** The clearing itself, which is also done again after a restore. */
export async function clearContent(tx: Tx, message: Pick<Message, 'id' | 'contact_id'>, by: string): Promise<void> {
  const at = now()
  await tx
    .updateTable('message')
    .set({
      state: 'deleted',
      html: '',
      text: '',
      author_name: '',
      content_warning: null,
      emojis: '[]',
      attachments: '[]',
      hold_reasons: '[]',
      hold_until: null,
      quoted: '',
      envelope: null,
      remote_url: null,
      // Whoever is told of a decision, and may ask for a review, must still be found.
      ...(by !== 'moderation' && { contact_id: null }),
      deleted_at: at,
      deleted_by: by
    })
    .where('id', '=', message.id)
    .execute()
  // The row stays: its key makes the same delivery harmless when it comes again.
  await tx
    .updateTable('incoming_raw')
    .set({ body: '{}', sender: null, state: 'understood', reason: null })
    .where('message_id', '=', message.id)
    .execute()
  await tx.deleteFrom('comment_file').where('message_id', '=', message.id).execute()
  await dropFiles(tx, message.id)
  await tx.deleteFrom('reaction').where('message_id', '=', message.id).execute()
  // Kept to find an abusive author, the address goes with its day as always.
  if (by === 'moderation') return
  await tx.deleteFrom('comment_address').where('message_id', '=', message.id).execute()
  await forgetMails(tx, message.contact_id)
  await dropContactIfUnused(tx, message.contact_id)
}

/** Clears something of ours (an answer, a note) whose time is over: its words and every copy that was made to send it. */
export async function forgetSent(tx: Tx, messageId: string, by: string): Promise<void> {
  await tx
    .updateTable('message')
    .set({
      state: 'deleted',
      html: '',
      text: '',
      quoted: '',
      envelope: null,
      attachments: '[]',
      deleted_at: now(),
      deleted_by: by
    })
    .where('id', '=', messageId)
    .execute()
  await tx.deleteFrom('activity').where('message_id', '=', messageId).execute()
  await dropFiles(tx, messageId)
}

/** What was mailed to the author's address holds that address: it goes with it, sent or not. */
export async function forgetMails(tx: Tx, contactId: string | null): Promise<void> {
  if (!contactId) return
  const contact = await tx.selectFrom('contact').select('email').where('id', '=', contactId).executeTakeFirst()
  if (!contact?.email) return
  await tx
    .deleteFrom('outgoing_mail')
    .where('recipient', '=', contact.email)
    .where((where) =>
      where.or([
        where('purpose', 'in', ['answer', 'comment-confirm']),
        // A decision is told all the same; once it was, nothing keeps the address.
        where.and([where('purpose', '=', 'moderation'), where('state', 'in', ['sent', 'refused'])])
      ])
    )
    .execute()
}
