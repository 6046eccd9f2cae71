// Answers to what was asked inside: by the asked unit in the desk, by a colleague without an account over the link or by mail.
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import { type Person, system, type Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { hashToken, newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Stale } from '#platform/refusal.ts'
import { goOn, lockQuestion, mayReply, sharedWords, type SharedMessage } from './ask.ts'
import { tellPerson } from './notices.ts'
import { lockConversation } from './row.ts'
import { signs, typedText } from './typed.ts'

const maxReply = 10_000

export interface OpenQuestion {
  id: string
  text: string
  by: string
  /** Who was asked. */
  to: string
  at: Date
  expiresAt: Date | null
  shared: SharedMessage[]
}

/** A question to a unit, for those who answer for it. @throws NotFound also when it is another unit's, Stale */
export async function readQuestion(tx: Tx, who: Person, id: string): Promise<OpenQuestion> {
  const row = await tx.selectFrom('inner_question').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !mayReply(who, row.unit_id)) throw new NotFound('questionNotFound')
  const seen = { seen_at: now() }
  await tx.updateTable('notice').set(seen).where('question_id', '=', id).where('person_id', '=', who.id).execute()
  return shown(tx, row)
}

/** Answers for the asked unit. The answer lands as a note, and who asked is told. @throws NotFound, Invalid, Stale */
export async function reply(tx: Tx, who: Person, input: { question: string; text: string }): Promise<void> {
  const question = await lockQuestion(tx, input.question)
  if (!mayReply(who, question.unit_id)) throw new NotFound('questionNotFound')
  must(who, 'conversation.answer', question.unit_id)
  await land(tx, who, question, { text: input.text, name: who.name, person: who.id, unit: question.unit_id })
}

/** The question behind a colleague's link; that it was looked at is noted. @throws NotFound when it never was, Stale when it is over */
export async function openColleagueQuestion(tx: Tx, token: string): Promise<OpenQuestion> {
  const row = await rowOfToken(tx, token)
  mustBeOpen(row)
  await tx
    .updateTable('inner_question')
    .set({ first_opened_at: row.first_opened_at ?? now(), opened: row.opened + 1 })
    .where('id', '=', row.id)
    .execute()
  if (!row.first_opened_at)
    record(tx, system, 'conversation.question-opened', row.conversation_id, { question: row.id })
  return shown(tx, row)
}

/**
 * Takes the answer of a colleague without an account, from the page behind the link or from a mail that carries its token. It
 * works once. @throws NotFound, Stale (used, withdrawn, over), Invalid
 */
export async function receiveColleagueAnswer(tx: Tx, token: string, text: string): Promise<{ conversation: string }> {
  const { id } = await rowOfToken(tx, token)
  const question = await lockQuestion(tx, id)
  mustBeOpen(question)
  const name = question.name || question.email || ''
  return land(tx, system, question, { text, name, person: null, unit: null })
}

type Row = Awaited<ReturnType<typeof lockQuestion>>

async function rowOfToken(tx: Tx, token: string): Promise<Row> {
  const row = await tx
    .selectFrom('inner_question')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new NotFound('colleague.unknown')
  return row
}

function mustBeOpen(row: Row): void {
  if (row.answered_at) throw new Stale('colleague.used')
  if (row.withdrawn_at) throw new Stale('colleague.withdrawn')
  if (row.expires_at && row.expires_at <= now()) throw new Stale('colleague.over')
}

async function shown(tx: Tx, row: Row): Promise<OpenQuestion> {
  if (row.answered_at) throw new Stale('questionAnswered')
  if (row.withdrawn_at) throw new Stale('colleague.withdrawn')
  const asker = row.asked_by
    ? await tx.selectFrom('person').select('name').where('id', '=', row.asked_by).executeTakeFirst()
    : undefined
  return {
    id: row.id,
    text: row.text,
    by: asker?.name ?? '',
    to: row.name,
    at: row.asked_at,
    expiresAt: row.expires_at,
    shared: await sharedWords(tx, row.shared)
  }
}

interface Answer {
  text: string
  name: string
  person: string | null
  unit: string | null
}

async function land(tx: Tx, who: Who, question: Row, given: Answer): Promise<{ conversation: string }> {
  if (question.answered_at) throw new Stale('questionAnswered')
  if (question.withdrawn_at) throw new Stale('colleague.withdrawn')
  const text = typedText(given.text)
  if (text === '') throw new Invalid({ text: 'replyEmpty' })
  if (signs(text) > maxReply) throw new Invalid({ text: 'replyTooLong' }, 'invalid', { max: maxReply })
  const conversation = await lockConversation(tx, question.conversation_id)
  const at = now()
  const message = newId()
  await tx
    .insertInto('message')
    .values({
      id: message,
      conversation_id: conversation.id,
      direction: 'note',
      state: 'visible',
      visibility: 'internal',
      channel_id: conversation.channel_id,
      person_id: given.person,
      unit_id: given.unit,
      author_name: given.name,
      text,
      html: plainToHtml(text),
      at,
      received_at: at
    })
    .execute()
  await tx
    .updateTable('inner_question')
    .set({ answered_at: at, answered_by: given.person, answer_message_id: message })
    .where('id', '=', question.id)
    .execute()
  await sql`update notice set seen_at = ${at} where question_id = ${question.id} and seen_at is null`.execute(tx)
  await goOn(tx, conversation.id)
  if (question.asked_by)
    await tellPerson(tx, who, { person: question.asked_by, kind: 'replied', conversation: conversation.id })
  record(tx, who, 'conversation.replied', conversation, { question: question.id, message, unit: question.unit_id })
  return { conversation: conversation.id }
}
