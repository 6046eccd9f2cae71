import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Stale } from '#platform/refusal.ts'
import { moveCounts } from './counts.ts'
import { clockOfFirst, lockConversation, refreshConversation, rowOfFirst } from './row.ts'
import type { Conversation, Message } from './types.ts'

export interface SplitInput {
  conversation: string
  messages: string[]
}

/**
 * Makes a conversation of its own out of some messages of another. Each of the two keeps something that somebody outside
 * said. Merging the new one back takes it back. Answers the new conversation's id.
 * @throws NotAllowed, NotFound, Invalid, Stale
 */
export async function split(tx: Tx, who: Person, input: SplitInput): Promise<{ conversation: string }> {
  const from = await lockConversation(tx, input.conversation)
  must(who, 'conversation.assign', from.unit_id)
  const wanted = [...new Set(input.messages)]
  if (wanted.length === 0) throw new Invalid({ messages: 'splitNone' })
  const messages = (await tx
    .selectFrom('message')
    .selectAll()
    .where('conversation_id', '=', from.id)
    .orderBy('received_at')
    .orderBy('id')
    .execute()) as Message[]
  const chosen = messages.filter(({ id }) => wanted.includes(id))
  if (chosen.length < wanted.length) throw new Stale('splitGone')
  const first = chosen.find(({ direction }) => direction === 'in')
  if (!first) throw new Invalid({ messages: 'splitNoQuestion' })
  if (!messages.some((one) => one.direction === 'in' && !wanted.includes(one.id)))
    throw new Invalid({ messages: 'splitAll' })
  const begun = await beginWith(tx, from, first)
  await sql`update message set conversation_id = ${begun.id} where id = any(${wanted}::uuid[])`.execute(tx)
  await tx
    .insertInto('conversation_move')
    .values({
      id: newId(),
      kind: 'split',
      from_id: from.id,
      into_id: begun.id,
      messages: wanted,
      state_before: from.state,
      person_id: who.id,
      at: now()
    })
    .execute()
  await sql`
    insert into conversation_goal (conversation_id, goal_id)
    select ${begun.id}, goal_id from conversation_goal where conversation_id = ${from.id}`.execute(tx)
  await refreshConversation(tx, begun)
  await refreshConversation(tx, from)
  record(tx, who, 'conversation.split', from, {
    other: begun.id,
    messages: wanted.length,
    ...(from.post_id && { post: from.post_id })
  })
  record(tx, who, 'conversation.split-off', begun, { other: from.id })
  return { conversation: begun.id }
}

/** The same desk, the same post, the same urgency: only what is said in it is its own. */
async function beginWith(tx: Tx, from: Conversation, first: Message): Promise<Conversation> {
  const channel = await tx
    .selectFrom('channel')
    .select('network')
    .where('id', '=', first.channel_id)
    .executeTakeFirstOrThrow()
  const { text, at, received_at: receivedAt } = first
  const row = (await tx
    .insertInto('conversation')
    .values({
      id: newId(),
      state: 'open',
      channel_id: first.channel_id,
      network: channel.network,
      unit_id: from.unit_id,
      assignee_id: from.assignee_id,
      post_id: from.post_id,
      topic_id: from.topic_id,
      priority: from.priority,
      visibility: first.visibility,
      contact_id: first.contact_id,
      ...rowOfFirst({ text, name: first.author_name, held: false, at, receivedAt }),
      ...(await clockOfFirst(tx, {
        unit_id: from.unit_id,
        channel_id: first.channel_id,
        topics: from.topic_id ? [from.topic_id] : [],
        receivedAt
      }))
    })
    .returningAll()
    .executeTakeFirstOrThrow()) as Conversation
  await moveCounts(tx, null, row)
  return row
}
