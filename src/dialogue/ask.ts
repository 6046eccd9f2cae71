// Asking another unit, or a colleague without an account, what one must know to answer. They read the question and what the
// asker chose to share of the conversation, nothing else; the answer lands as a note.
import { sql } from 'kysely'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { sendMailLater } from '#municipality/outgoing-mail.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { formatLocal, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { hashToken, newId, newToken } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { colleagueMail } from './mail-texts.ts'
import { tellPerson } from './notices.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { isMailAddress, signs, typedLine, typedText } from './typed.ts'

export interface AskInput {
  conversation: string
  text: string
  /** Either a unit … */
  unit?: string | null
  /** … or somebody without an account. */
  name?: string
  email?: string
  /** Messages of the conversation that they may read. */
  share?: string[]
  /** Days the link works. */
  days?: number
  /** Made with the form, so that sending it twice asks once. */
  key?: string
}

export const maxQuestion = 4000
export const linkDays = { usual: 7, most: 30 } as const

/** Asks, and lets the conversation wait inside. @throws NotAllowed, NotFound, Invalid */
export async function ask(tx: Tx, who: Person, input: AskInput): Promise<{ question: string }> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.note', conversation.unit_id)
  const id = input.key ?? newId()
  const known = await tx.selectFrom('inner_question').select('id').where('id', '=', id).executeTakeFirst()
  if (known) return { question: id }
  const text = typedText(input.text)
  const name = typedLine(input.name ?? '')
  const email = typedLine(input.email ?? '')
  const unit = input.unit ?? null
  const days = Math.min(Math.max(Math.trunc(input.days ?? linkDays.usual) || linkDays.usual, 1), linkDays.most)
  const isUnit = !unit || (await unitStands(tx, unit))
  const faults = {
    ...(text === '' && { text: 'questionEmpty' }),
    ...(signs(text) > maxQuestion && { text: 'questionTooLong' }),
    ...(!isUnit && { unit: 'unitNotFound' }),
    ...(!unit && email === '' && { email: 'askWhom' }),
    ...(!unit && email !== '' && !isMailAddress(email) && { email: 'mailAddressWrong' }),
    ...(!unit && signs(name) > 100 && { name: 'enterNameTooLong' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: maxQuestion })
  const share = [...new Set(input.share ?? [])]
  await mustBeThere(tx, conversation.id, share)
  const at = now()
  const token = newToken()
  const expiresAt = new Date(at.getTime() + days * 86_400_000)
  await tx
    .insertInto('inner_question')
    .values({
      id,
      conversation_id: conversation.id,
      text,
      shared: share,
      asked_by: who.id,
      asked_at: at,
      ...(unit ? { unit_id: unit } : { name, email, token_hash: hashToken(token), expires_at: expiresAt })
    })
    .execute()
  await refreshConversation(tx, conversation, { state: 'waiting_inside', done_at: null, unread: false })
  if (unit) await tellAsked(tx, who, { unit, conversation: conversation.id, question: id })
  else {
    const town = await loadMunicipality(tx)
    const until = formatLocal(expiresAt, town.timeZone).replace(/^(\d+)-(\d+)-(\d+)T(.*)$/, '$3.$2.$1, $4')
    const mail = colleagueMail(town.language, {
      municipality: town.name,
      by: who.name,
      link: `${siteOrigin(town)}/rueckfrage/${token}`,
      until: town.language === 'de' ? `${until} Uhr` : until
    })
    await sendMailLater(tx, { recipient: email, purpose: 'question', expiresAt, ...mail })
  }
  record(tx, who, 'conversation.asked', conversation, { question: id, unit, shared: share.length })
  return { question: id }
}

/** Takes a question back: the link no longer opens, the unit no longer sees it. @throws NotAllowed, NotFound, Stale */
export async function withdrawQuestion(tx: Tx, who: Person, input: { question: string }): Promise<void> {
  const question = await lockQuestion(tx, input.question)
  const conversation = await lockConversation(tx, question.conversation_id)
  must(who, 'conversation.note', conversation.unit_id)
  if (question.answered_at) throw new Stale('questionAnswered')
  if (question.withdrawn_at) return
  await tx.updateTable('inner_question').set({ withdrawn_at: now() }).where('id', '=', question.id).execute()
  await tx
    .deleteFrom('outgoing_mail')
    .where('purpose', '=', 'question')
    .where('recipient', '=', question.email ?? '')
    // Its own mail only: the same colleague may have been asked something else.
    .where('expires_at', '=', question.expires_at)
    .where('state', '=', 'due')
    .execute()
  await goOn(tx, conversation.id)
  record(tx, who, 'conversation.question-withdrawn', conversation, { question: question.id, unit: question.unit_id })
}

/** Locks a question. @throws NotFound */
export async function lockQuestion(tx: Tx, id: string) {
  const row = await tx.selectFrom('inner_question').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound('questionNotFound')
  return row
}

/** Once nothing is asked any more, the conversation goes on. */
export async function goOn(tx: Tx, conversationId: string): Promise<void> {
  const conversation = await lockConversation(tx, conversationId)
  if (conversation.state !== 'waiting_inside') return refreshConversation(tx, conversation).then(() => {})
  const { rows } = await sql<{ asked: boolean }>`
    select exists (select 1 from inner_question q join conversation c on c.id = q.conversation_id
      where coalesce(c.merged_into, c.id) = ${conversation.id} and q.answered_at is null and q.withdrawn_at is null
        and (q.expires_at is null or q.expires_at > ${now()})) as asked`.execute(tx)
  await refreshConversation(tx, conversation, rows[0]!.asked ? {} : { state: 'open', unread: true })
}

async function unitStands(tx: Tx, id: string): Promise<boolean> {
  const unit = await tx.selectFrom('unit').select('archived_at').where('id', '=', id).executeTakeFirst()
  return unit !== undefined && unit.archived_at === null
}

/** What is shared must be of this conversation: an id from elsewhere would open another's words. @throws Refusal */
export async function mustBeThere(tx: Tx, conversation: string, messages: string[]): Promise<void> {
  if (messages.length === 0) return
  if (messages.length > 200) throw new Refusal('shareTooMany')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from message where conversation_id = ${conversation} and id = any(${messages}::uuid[])
      and state <> 'deleted'`.execute(tx)
  if (rows[0]!.count < messages.length) throw new Stale('shareGone')
}

/** The experts and leaders of the asked unit; where it has none, those who reach it from above. */
async function tellAsked(tx: Tx, who: Person, input: { unit: string; conversation: string; question: string }) {
  const { rows } = await sql<{ person_id: string }>`
    with recursive above as (
      select id, parent_id, 0 as depth from unit where id = ${input.unit}
      union all select u.id, u.parent_id, a.depth + 1 from unit u join above a on u.id = a.parent_id where a.depth < 20
    ),
    able as (select r.person_id, a.depth from role r join above a on a.id = r.unit_id where r.role in ('editor', 'expert', 'leader'))
    select distinct person_id from able where depth = (select min(depth) from able) limit 50`.execute(tx)
  for (const { person_id: person } of rows)
    await tellPerson(tx, who, { person, kind: 'asked', conversation: input.conversation, question: input.question })
}

export interface Question {
  id: string
  conversation: string
  text: string
  to: string
  isUnit: boolean
  by: string
  at: Date
  state: 'open' | 'answered' | 'withdrawn' | 'over'
  expiresAt: Date | null
  openedAt: Date | null
  shared: number
}

/** What was asked about these conversations, oldest first, at most 50. */
export async function questionsOf(tx: Tx, conversations: string[]): Promise<Question[]> {
  const rows = await questionRows(tx)
    .where(sql<boolean>`q.conversation_id = any(${conversations}::uuid[])`)
    .orderBy('q.asked_at')
    .limit(50)
    .execute()
  return rows.map(toQuestion)
}

/** What was asked of the units that a person answers for and is open, oldest first, at most 100. */
export async function questionsFor(tx: Tx, who: Person): Promise<Question[]> {
  const units = [...new Set((['editor', 'expert', 'leader'] as const).flatMap((role) => [...(who.reach[role] ?? [])]))]
  if (units.length === 0) return []
  const rows = await questionRows(tx)
    .where(sql<boolean>`q.unit_id = any(${units}::uuid[])`)
    .where('q.answered_at', 'is', null)
    .where('q.withdrawn_at', 'is', null)
    .orderBy('q.asked_at')
    .limit(100)
    .execute()
  return rows.map(toQuestion)
}

function questionRows(tx: Tx) {
  return tx
    .selectFrom('inner_question as q')
    .leftJoin('unit as u', 'u.id', 'q.unit_id')
    .leftJoin('person as p', 'p.id', 'q.asked_by')
    .selectAll('q')
    .select(['u.name as unit_name', 'p.name as by'])
}

function toQuestion(row: Awaited<ReturnType<ReturnType<typeof questionRows>['execute']>>[number]): Question {
  const isOver = row.expires_at !== null && row.expires_at <= now()
  return {
    id: row.id,
    conversation: row.conversation_id,
    text: row.text,
    to: row.unit_name ?? (row.name || row.email || ''),
    isUnit: row.unit_id !== null,
    by: row.by ?? '',
    at: row.asked_at,
    state: row.answered_at ? 'answered' : row.withdrawn_at ? 'withdrawn' : isOver ? 'over' : 'open',
    expiresAt: row.expires_at,
    openedAt: row.first_opened_at,
    shared: row.shared.length
  }
}

export interface SharedMessage {
  author: string
  direction: 'in' | 'out' | 'note'
  html: string
  at: Date
}

/** The words that an asker shared, as they stand now: what was deleted meanwhile is gone here too. */
export async function sharedWords(tx: Tx, messages: string[]): Promise<SharedMessage[]> {
  if (messages.length === 0) return []
  const rows = await tx
    .selectFrom('message')
    .select(['author_name', 'direction', 'html', 'at'])
    .where(sql<boolean>`id = any(${messages}::uuid[])`)
    .where('state', '<>', 'deleted')
    .orderBy('received_at')
    .execute()
  return rows.map((row) => ({
    author: row.author_name,
    direction: row.direction as SharedMessage['direction'],
    html: row.html,
    at: row.at
  }))
}

/** Whether a person may read and answer a question to a unit. */
export function mayReply(who: Person, unit: string | null): boolean {
  return unit !== null && may(who, 'conversation.answer', unit)
}
