// Messages whose time is over: the content goes, the conversation stays with its figures.
import { sql } from 'kysely'
import { lockConversation, refreshConversation } from '#dialogue/row.ts'
import { clearContent, forgetSent } from '#dialogue/wipe.ts'
import type { Tx } from '#platform/database/database.ts'

/** Conversations that one run clears; each is locked and its row worked out anew. */
const mostConversations = 500

/** What was said in public below a post that was withdrawn long ago. As long as the post stands, so do its comments. */
export async function forgetPublic(tx: Tx, before: Date): Promise<number> {
  return clearAll(
    tx,
    sql<{ id: string }>`select c.id from conversation c join post p on p.id = c.post_id
      where p.state = 'withdrawn' and p.withdrawn_at < ${before} and c.last_message_at < ${before}
        and exists (select 1 from message m where m.conversation_id = c.id and m.direction = 'in' and m.state <> 'deleted')
      order by c.id limit ${mostConversations}`,
    false
  )
}

/** What never was in public, in conversations that are long done: both sides, with notes. */
export async function forgetPrivate(tx: Tx, before: Date): Promise<number> {
  return clearAll(
    tx,
    sql<{ id: string }>`select c.id from conversation c
      where c.state = 'done' and c.post_id is null and c.visibility not in ('public', 'unlisted')
        and c.last_message_at < ${before} and coalesce(c.done_at, c.last_message_at) < ${before}
        and exists (select 1 from message m where m.conversation_id = c.id and m.state <> 'deleted')
      order by c.id limit ${mostConversations}`,
    true
  )
}

/** Comments that were never shown or were hidden, one by one. */
export async function forgetRejected(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ id: string; contact_id: string | null; conversation_id: string }>`
    select id, contact_id, conversation_id from message
    where direction = 'in' and state in ('rejected', 'hidden') and received_at < ${before} and coalesce(edited_at, at) < ${before}
    order by id limit ${mostConversations}`.execute(tx)
  for (const message of rows) {
    const conversation = await lockConversation(tx, message.conversation_id)
    await clearContent(tx, message, 'retention')
    await refreshConversation(tx, conversation)
  }
  return rows.length
}

async function clearAll(tx: Tx, found: ReturnType<typeof sql<{ id: string }>>, withOurs: boolean): Promise<number> {
  const { rows } = await found.execute(tx)
  let count = 0
  for (const { id } of rows) {
    const conversation = await lockConversation(tx, id)
    const messages = await tx
      .selectFrom('message')
      .select(['id', 'contact_id', 'direction'])
      .where('conversation_id', '=', id)
      .where('state', '<>', 'deleted')
      .limit(5000)
      .execute()
    for (const message of messages) {
      if (message.direction === 'in') await clearContent(tx, message, 'retention')
      else if (withOurs) await forgetSent(tx, message.id, 'retention')
      else continue
      count++
    }
    await tx.updateTable('conversation').set({ contact_id: null, contact_name: '' }).where('id', '=', id).execute()
    if (withOurs) await clearBeside(tx, id)
    await refreshConversation(tx, conversation)
  }
  return count
}

/** What stands beside the messages of a conversation and tells what they said: subject, exact place, checklist, questions inside, what was passed on. */
export async function clearBeside(tx: Tx, conversation: string): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({ subject: '', place: '', latitude: null, longitude: null })
    .where('id', '=', conversation)
    .execute()
  await tx.deleteFrom('answer_draft').where('conversation_id', '=', conversation).execute()
  await tx.deleteFrom('conversation_check').where('conversation_id', '=', conversation).execute()
  await tx.updateTable('inner_question').set({ text: '' }).where('conversation_id', '=', conversation).execute()
  await tx
    .updateTable('forwarding')
    .set({ text: '', ground_text: '' })
    .where('conversation_id', '=', conversation)
    .execute()
}
