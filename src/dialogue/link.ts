// Conversations that ask the same: each stays its own, but whoever answers one is offered to tell the others.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { lockConversation } from './row.ts'
import type { ConversationState } from './types.ts'

/** How many others one conversation can be linked with. */
const most = 100

interface Input {
  conversation: string
  other: string
}

/** Says that two conversations ask the same. @throws NotAllowed, NotFound, Invalid */
export async function link(tx: Tx, who: Person, input: Input): Promise<void> {
  const pair = await lockPair(tx, who, input)
  if (pair.conversation === pair.other) throw new Invalid({ other: 'linkSame' })
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from conversation_link
    where one_id = ${pair.conversation} or other_id = ${pair.conversation}`.execute(tx)
  if (rows[0]!.count >= most) throw new Invalid({ other: 'tooManyLinks' }, 'invalid', { max: most })
  const [one_id = '', other_id = ''] = [pair.conversation, pair.other].toSorted()
  const added = await tx
    .insertInto('conversation_link')
    .values({ one_id, other_id, person_id: who.id, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('one_id')
    .executeTakeFirst()
  if (!added) return
  record(tx, who, 'conversation.linked', pair.conversation, { other: pair.other })
  record(tx, who, 'conversation.linked', pair.other, { other: pair.conversation })
}

/** Takes that back. @throws NotAllowed, NotFound */
export async function unlink(tx: Tx, who: Person, input: Input): Promise<void> {
  const pair = await lockPair(tx, who, input)
  const [one_id = '', other_id = ''] = [pair.conversation, pair.other].toSorted()
  const gone = await tx
    .deleteFrom('conversation_link')
    .where('one_id', '=', one_id)
    .where('other_id', '=', other_id)
    .returning('one_id')
    .executeTakeFirst()
  if (!gone) return
  record(tx, who, 'conversation.unlinked', pair.conversation, { other: pair.other })
  record(tx, who, 'conversation.unlinked', pair.other, { other: pair.conversation })
}

/** In the order of their ids, lest two people wait for each other crosswise. */
async function lockPair(tx: Tx, who: Person, input: Input): Promise<Input> {
  const ids = [input.conversation, input.other].toSorted()
  const found = new Map<string, string>()
  for (const id of ids) {
    const row = await lockConversation(tx, id)
    if (!may(who, 'conversation.read', row.unit_id)) throw new NotFound('conversationNotFound')
    must(who, 'conversation.assign', row.unit_id)
    found.set(id, row.id)
  }
  return { conversation: found.get(input.conversation)!, other: found.get(input.other)! }
}

export interface OtherTalk {
  id: string
  subject: string
  name: string
  state: ConversationState
  unit: string | null
  lastAt: Date
  isAnswered: boolean
  /** Somebody there waits for an answer. */
  waits: boolean
  mayAnswer: boolean
}

/** Those that ask the same as this one, of which the person may read, the newest first; and how many more there are. */
export async function linkedWith(tx: Tx, who: Person, id: string): Promise<{ talks: OtherTalk[]; hidden: number }> {
  const { rows } = await sql<Found>`
    select ${columns} from conversation_link l
    join conversation c on c.id = case when l.one_id = ${id} then l.other_id else l.one_id end
    left join unit u on u.id = c.unit_id
    where (l.one_id = ${id} or l.other_id = ${id}) and c.merged_into is null
    order by c.last_message_at desc limit ${most}`.execute(tx)
  const talks = readable(rows, who)
  return { talks, hidden: rows.length - talks.length }
}

/** Other open conversations of the same person, the newest first, at most 5. Relies on conversation_contact. */
export async function ofSamePerson(tx: Tx, who: Person, id: string): Promise<OtherTalk[]> {
  const { rows } = await sql<Found>`
    select ${columns} from conversation asked
    join conversation c on c.contact_id = asked.contact_id and c.id <> asked.id
    left join unit u on u.id = c.unit_id
    where asked.id = ${id} and c.merged_into is null and c.state <> 'done'
    order by c.last_message_at desc limit 20`.execute(tx)
  return readable(rows, who).slice(0, 5)
}

/** These, as far as they stand by themselves and the person may read them, in the order asked for. */
export async function talksById(tx: Tx, who: Person, ids: string[]): Promise<OtherTalk[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Found>`
    select ${columns} from conversation c left join unit u on u.id = c.unit_id
    where c.id = any(${ids}::uuid[]) and c.merged_into is null limit ${most}`.execute(tx)
  return readable(rows, who).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

interface Found {
  id: string
  subject: string
  contact_name: string
  state: ConversationState
  unit_id: string | null
  assignee_id: string | null
  unit: string | null
  last_message_at: Date
  answer_count: number
  waiting_since: Date | null
}
const columns = sql`c.id, c.subject, c.contact_name, c.state, c.unit_id, c.assignee_id, u.short_name as unit, c.last_message_at,
  c.answer_count, c.waiting_since`

function readable(rows: Found[], who: Person): OtherTalk[] {
  return rows
    .filter((row) => may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
    .map((row) => ({
      id: row.id,
      subject: row.subject,
      name: row.contact_name,
      state: row.state,
      unit: row.unit,
      lastAt: row.last_message_at,
      isAnswered: row.answer_count > 0,
      waits: row.waiting_since !== null && row.state !== 'done',
      mayAnswer: may(who, 'conversation.answer', row.unit_id)
    }))
}

export interface Move {
  id: string
  kind: 'merge' | 'split'
  other: string
  messages: number
  at: Date
}

/** Merges into this conversation that can be taken back, and what was split off from it or out of which it was split, the newest first. */
export async function movesOf(tx: Tx, id: string): Promise<Move[]> {
  const rows = await tx
    .selectFrom('conversation_move as m')
    .innerJoin('conversation as f', 'f.id', 'm.from_id')
    .innerJoin('conversation as i', 'i.id', 'm.into_id')
    .select(['m.id', 'm.kind', 'm.from_id', 'm.into_id', 'm.at'])
    .select(sql<number>`cardinality(m.messages)`.as('messages'))
    .where('m.undone_at', 'is', null)
    .where(({ or, and, eb }) =>
      or([
        and([eb('m.kind', '=', 'merge'), eb('m.into_id', '=', id)]),
        and([
          eb('m.kind', '=', 'split'),
          or([eb('m.into_id', '=', id), eb('m.from_id', '=', id)]),
          eb('f.merged_into', 'is', null),
          eb('i.merged_into', 'is', null)
        ])
      ])
    )
    .orderBy('m.at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Move['kind'],
    other: row.from_id === id ? row.into_id : row.from_id,
    messages: row.messages,
    at: row.at
  }))
}
