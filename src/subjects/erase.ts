// Erasing a person: what they wrote and what is known of them goes; conversation, case, answer and figures stay without them.
import { sql } from 'kysely'
import { refreshAfterDeletion } from '#dialogue/receive.ts'
import { lockConversation } from '#dialogue/row.ts'
import { wipeMessage, forgetSent } from '#dialogue/wipe.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { recordErasure } from '#privacy/erasureLog.ts'
import { clearBeside } from '#retention/messages.ts'
import { clearPerson } from '#retention/staff.ts'
import { findTraces, type Found } from './find.ts'
import { lockOpen } from './request.ts'
import { forgetTrace } from './trace.ts'

/**
 * Carries an erasure out, of what a person has looked through before; the request forgets whom it was about. Answers how
 * much went. @throws NotAllowed, NotFound, Refusal `requestClosed`, `requestUnseen`, `personStillHere`
 */
export async function eraseSubject(tx: Tx, who: Person, id: string): Promise<number> {
  const request = await lockOpen(tx, who, id)
  if (request.kind !== 'erasure') throw new Refusal('requestClosed', {}, 409)
  if (request.chosen === null) throw new Refusal('requestUnseen', {}, 409)
  const chosen = new Set(request.chosen)
  const found = (await findTraces(tx, who, request.terms)).filter((one) => chosen.has(one.id))
  await unnameAnswers(tx, found)
  let count = 0
  for (const one of found) if (await eraseOne(tx, who, one)) count++
  for (const conversation of new Set(found.flatMap((one) => one.conversation ?? []))) await settle(tx, conversation)
  await tx
    .updateTable('subject_request')
    .set({ state: 'done', terms: '[]', proof: '', chosen: null, closed_by: who.id, closed_at: now(), count })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'privacy.subject-erased', id, { count })
  return count
}

async function eraseOne(tx: Tx, who: Person, one: Found): Promise<boolean> {
  if (one.kind === 'message') {
    const message = await tx
      .selectFrom('message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
      .select(['message.id', 'message.contact_id', 'message.state', 'conversation.post_id', 'conversation_id'])
      .where('message.id', '=', one.id)
      .executeTakeFirst()
    if (!message || message.state === 'deleted') return false
    await lockConversation(tx, message.conversation_id)
    await wipeMessage(tx, message, 'office')
    record(tx, who, 'message.deleted', message.id, {
      conversation: message.conversation_id,
      by: 'office',
      ...(message.post_id && { post: message.post_id })
    })
    return true
  }
  // What the administration answered stays; a note about the person may go.
  if (one.kind === 'answer') return false
  if (one.kind === 'note') {
    await forgetSent(tx, one.id, 'office')
    return true
  }
  // What was noticed and what became of it counts in the yearly figures; who noticed it goes.
  if (one.kind === 'report') {
    await tx.updateTable('report').set({ name: '', email: null, explanation: '' }).where('id', '=', one.id).execute()
    return true
  }
  if (one.kind === 'raw') {
    await tx.updateTable('incoming_raw').set({ body: '{}', sender: null }).where('id', '=', one.id).execute()
    await tx.deleteFrom('mail_raw').where('raw_id', '=', one.id).execute()
    return true
  }
  if (one.kind === 'person') {
    const person = await tx.selectFrom('person').select('left_at').where('id', '=', one.id).executeTakeFirst()
    if (person && !person.left_at) throw new Refusal('personStillHere', {}, 409)
    if (!(await clearPerson(tx, one.id))) return false
    await recordErasure(tx, { what: 'person', subject: one.id, count: 1, reason: 'erased' })
    return true
  }
  await forgetTrace(tx, one.kind, one.id)
  await recordErasure(tx, { what: one.kind, subject: one.id, count: 1, reason: 'erased' })
  return true
}

/** Answers stay, without the name and the handle of whom they were for. Before the names are gone. */
async function unnameAnswers(tx: Tx, found: Found[]): Promise<void> {
  const messages = found.filter(({ kind }) => kind === 'message').map(({ id }) => id)
  if (messages.length === 0) return
  const named = await tx
    .selectFrom('message as m')
    .leftJoin('contact as c', 'c.id', 'm.contact_id')
    .select(['m.conversation_id', 'm.author_name', 'c.name', 'c.handle', 'c.email', 'c.remote_id', 'c.profile_url'])
    .where('m.id', 'in', messages)
    .execute()
  for (const conversation of new Set(named.map(({ conversation_id }) => conversation_id))) {
    const words = named
      .filter((row) => row.conversation_id === conversation)
      .flatMap((row) => [row.handle, row.email, row.remote_id, row.profile_url, row.author_name, row.name])
      .filter((word): word is string => word !== null && word.length > 2)
    const pattern = [...new Set(words)].toSorted((a, b) => b.length - a.length).map(escaped)
    if (pattern.length === 0) continue
    const expression = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
    const without = (text: string) => text.replace(expression, '…')
    const answers = await tx
      .selectFrom('message')
      .select(['id', 'text', 'html'])
      .where('conversation_id', '=', conversation)
      .where('direction', '=', 'out')
      .limit(2000)
      .execute()
    for (const { id, text, html } of answers) {
      await tx
        .updateTable('message')
        .set({ text: without(text), html: without(html) })
        .where('id', '=', id)
        .execute()
      const sent = await tx.selectFrom('activity').select(['id', 'body']).where('message_id', '=', id).execute()
      for (const one of sent)
        await tx
          .updateTable('activity')
          .set({ body: without(JSON.stringify(one.body)) })
          .where('id', '=', one.id)
          .execute()
    }
  }
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** The conversation's own row, worked out anew; what stood beside the words goes when nobody else spoke in it. */
async function settle(tx: Tx, id: string): Promise<void> {
  const conversation = await lockConversation(tx, id)
  const { rows } = await sql<{ others: boolean }>`select exists (select 1 from message where conversation_id = ${id}
    and direction = 'in' and state <> 'deleted') as others`.execute(tx)
  if (!rows[0]!.others) {
    await tx.updateTable('conversation').set({ contact_id: null, contact_name: '' }).where('id', '=', id).execute()
    await clearBeside(tx, id)
  }
  await refreshAfterDeletion(tx, conversation)
}
