// The one place that writes a conversation's row. It is denormalised: what the inbox shows is computed here from the
// messages whenever one of them changes (`refreshConversation`), and nowhere else.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { clockAfter, clockTold, type ClockColumns, type Threshold } from './clock/due.ts'
import { clockPlan, type ClockPlan } from './clock/plan.ts'
import { moveCounts } from './counts.ts'
import { tellWatchersLater } from './tell-watchers.ts'
import type { Conversation, ConversationState } from './types.ts'

/** What a use case settles itself; everything else follows from the messages. */
export interface RowChange {
  state?: ConversationState
  unit_id?: string | null
  assignee_id?: string | null
  unread?: boolean
  done_at?: Date | null
  /** How it came to its unit by itself. */
  routed?: string | null
  /** What a person gave it to or confirmed. */
  taught_unit_id?: string | null
  taught_at?: Date | null
  priority?: string
  topic_id?: string | null
  place?: string
  latitude?: number | null
  longitude?: number | null
  merged_into?: string | null
}

/**
 * Locks a conversation until the transaction ends. One that became part of another is that other one: whoever still has the
 * old address before their eyes works on what stands. @throws NotFound
 */
export async function lockConversation(tx: Tx, id: string): Promise<Conversation> {
  const row = await lockAsItIs(tx, id)
  return row.merged_into ? lockConversation(tx, row.merged_into) : row
}

/** Locks the row itself, also of one that became part of another. @throws NotFound */
export async function lockAsItIs(tx: Tx, id: string): Promise<Conversation> {
  const row = await tx.selectFrom('conversation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new NotFound('conversationNotFound')
  return row as Conversation
}

/** Locks several, each as it is, in an order that never waits crosswise. @throws NotFound */
export async function lockEach(tx: Tx, ids: string[]): Promise<Map<string, Conversation>> {
  const locked = new Map<string, Conversation>()
  for (const id of [...new Set(ids)].toSorted()) locked.set(id, await lockAsItIs(tx, id))
  return locked
}

/** The first words of a text, on one line. */
export function excerptOf(text: string, length = 140): string {
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/g, ' ')
    .trim()
  const signs = [...line]
  return signs.length <= length
    ? line
    : `${signs
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** A new conversation's clock, worked out without reading anything again. */
export async function clockOfFirst(
  tx: Tx,
  first: {
    unit_id: string | null
    channel_id: string
    topics: string[]
    receivedAt: Date
    own_resolve_minutes?: number | null
  }
): Promise<ClockColumns> {
  const { receivedAt, ...rest } = first
  return clockAfter(await clockPlan(tx), null, { ...rest, state: 'new', waiting_since: receivedAt }, receivedAt)
}

/**
 * Works a conversation's clock out as it stands at `at`. With `tells`, the thresholds that were passed are marked as told
 * and answered, for the caller to tell of them in the same transaction.
 */
export async function turnClock(
  tx: Tx,
  id: string,
  plan: ClockPlan,
  at: Date,
  tells = true
): Promise<{ conversation: Conversation; passed: Threshold[] }> {
  const conversation = await lockConversation(tx, id)
  const topics = await tx
    .selectFrom('post_topic')
    .select('topic_id')
    .where('post_id', '=', conversation.post_id)
    .limit(50)
    .execute()
  const row = {
    ...conversation,
    topics: withOwn(
      topics.map(({ topic_id }) => topic_id),
      conversation.topic_id
    )
  }
  const { columns, passed } = tells
    ? clockTold(plan, row, at)
    : { columns: clockAfter(plan, row, row, at), passed: [] as Threshold[] }
  await tx.updateTable('conversation').set(columns).where('id', '=', id).execute()
  return { conversation: { ...conversation, ...columns }, passed }
}

/** The topics of its post, and its own. */
function withOwn(topics: string[], own: string | null): string[] {
  return own && !topics.includes(own) ? [own, ...topics] : topics
}

/** What `refreshConversation` would make of a conversation whose first message is this one; saves it the reading. */
export function rowOfFirst(first: { text: string; name: string; held: boolean; at: Date; receivedAt: Date }) {
  return {
    held_count: first.held ? 1 : 0,
    message_count: 1,
    last_excerpt: excerptOf(first.text.slice(0, 600)),
    subject: excerptOf(first.text.slice(0, 600), 80),
    contact_name: first.name,
    first_message_at: first.at,
    last_message_at: first.receivedAt,
    waiting_since: first.receivedAt
  }
}

interface Summary {
  held: number
  messages: number
  answers: number
  first_at: Date | null
  last_at: Date | null
  last_text: string | null
  last_direction: string | null
  last_visibility: string | null
  first_text: string | null
  first_name: string | null
  first_contact: string | null
  first_answer_at: Date | null
  last_answer_at: Date | null
  unanswered_since: Date | null
  topics: string[]
}

/**
 * Brings the row up to date with the conversation's messages and with what the use case changed, and moves the kept
 * counts along. Call it last in a use case, with the conversation as it was locked.
 */
export async function refreshConversation(tx: Tx, before: Conversation, change: RowChange = {}): Promise<Conversation> {
  const { rows } = await sql<Summary>`
    with said as (
      select id, direction, state, at, received_at, text, visibility, author_name, contact_id from message
      where conversation_id = ${before.id} and direction <> 'note' and not automatic and state not in ('review', 'returned')
    ),
    last_answer as (select max(received_at) as at from said where direction = 'out')
    select
      count(*) filter (where state = 'held')::int
        + (select count(*) from message where conversation_id = ${before.id} and state = 'review')::int as held,
      count(*)::int as messages,
      count(*) filter (where direction = 'out')::int as answers,
      min(at) as first_at,
      max(received_at) as last_at,
      (select left(text, 600) from said order by received_at desc, id desc limit 1) as last_text,
      (select direction from said order by received_at desc, id desc limit 1) as last_direction,
      (select visibility from said where direction = 'in' order by received_at desc, id desc limit 1) as last_visibility,
      (select left(text, 600) from said where direction = 'in' order by received_at, id limit 1) as first_text,
      (select author_name from said where direction = 'in' order by received_at, id limit 1) as first_name,
      (select contact_id from said where direction = 'in' order by received_at, id limit 1) as first_contact,
      min(received_at) filter (where direction = 'out') as first_answer_at,
      (select at from last_answer) as last_answer_at,
      min(received_at) filter (where direction = 'in' and state in ('held', 'visible', 'hidden')
        and received_at > coalesce((select at from last_answer), '-infinity')) as unanswered_since,
      array(select topic_id from post_topic where post_id = ${before.post_id} limit 50) as topics
    from said`.execute(tx)
  const summary = rows[0]!
  const after = {
    ...change,
    held_count: summary.held,
    message_count: summary.messages,
    answer_count: summary.answers,
    first_message_at: summary.first_at ?? before.first_message_at,
    last_message_at: summary.last_at ?? before.last_message_at,
    last_excerpt: excerptOf(summary.last_text ?? ''),
    last_direction: summary.last_direction ?? 'in',
    visibility: summary.last_visibility ?? before.visibility,
    subject: excerptOf(summary.first_text ?? '', 80),
    contact_name: summary.first_name ?? '',
    contact_id: summary.first_contact,
    answered_at: summary.first_answer_at,
    waiting_since: summary.unanswered_since,
    version: before.version + 1
  }
  const standing = { ...before, ...change, waiting_since: summary.unanswered_since }
  const topics = withOwn(summary.topics, standing.topic_id)
  const clock = clockAfter(await clockPlan(tx), before, { ...standing, topics }, now())
  const row = await tx
    .updateTable('conversation')
    .set({ ...after, ...clock })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await moveCounts(tx, before, row as Conversation)
  if (row.watchers > 0) tellWatchersLater(tx, row.id)
  return row as Conversation
}

/** Puts the clock back to how it stood before something that was taken back, so that it is as if it had not happened. */
export async function restoreClock(tx: Tx, id: string, clock: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable('conversation')
    .set(clock as Partial<ClockColumns>)
    .where('id', '=', id)
    .execute()
}
