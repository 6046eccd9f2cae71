// Two conversations become one, and apart again. The old address leads on to the one that stands.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { lockEach, refreshConversation } from './row.ts'
import { priorities, type Priority } from './shared.ts'
import type { Conversation, ConversationState } from './types.ts'
import { countWatchers } from './watch.ts'

export interface MergeInput {
  /** What becomes part of the other. */
  conversation: string
  into: string
}

/**
 * Makes two conversations one: messages, goals and those who read along go to the other; its own tools and changes show there.
 * Refused where somebody outside would come to see what was not said to them, or a comment would leave its post.
 * @throws NotAllowed, NotFound, Invalid, Stale, Refusal
 */
export async function merge(tx: Tx, who: Person, input: MergeInput): Promise<{ move: string }> {
  if (input.conversation === input.into) throw new Invalid({ into: 'mergeSame' })
  const locked = await lockEach(tx, [input.conversation, input.into])
  const from = locked.get(input.conversation)!
  const into = locked.get(input.into)!
  for (const one of [from, into]) {
    if (!may(who, 'conversation.read', one.unit_id)) throw new NotFound('conversationNotFound')
    must(who, 'conversation.assign', one.unit_id)
  }
  if (from.merged_into) throw new Stale('mergedAlready')
  if (into.merged_into) throw new Stale('mergeIntoMerged')
  await mayStandTogether(tx, from, into)
  const at = now()
  const move = newId()
  const { rows } = await sql<{ id: string }>`
    update message set conversation_id = ${into.id} where conversation_id = ${from.id} returning id`.execute(tx)
  await tx
    .insertInto('conversation_move')
    .values({
      id: move,
      kind: 'merge',
      from_id: from.id,
      into_id: into.id,
      messages: rows.map(({ id }) => id),
      state_before: from.state,
      person_id: who.id,
      at
    })
    .execute()
  await bringAlong(tx, from.id, into.id)
  await tx.updateTable('conversation').set({ merged_into: into.id }).where('merged_into', '=', from.id).execute()
  await refreshConversation(tx, from, { state: 'done', done_at: at, unread: false, merged_into: into.id })
  const isOpen = from.state !== 'done'
  await refreshConversation(tx, into, {
    unread: into.unread || from.unread,
    priority: moreUrgent(from.priority as Priority, into.priority as Priority),
    topic_id: into.topic_id ?? from.topic_id,
    ...(into.place === '' && into.latitude === null
      ? { place: from.place, latitude: from.latitude, longitude: from.longitude }
      : {}),
    ...(isOpen && into.state === 'done' ? { state: 'reopened' as const, done_at: null } : {})
  })
  await countWatchers(tx, into.id)
  record(tx, who, 'conversation.merged', into, {
    other: from.id,
    move,
    messages: rows.length,
    ...(into.post_id && { post: into.post_id })
  })
  record(tx, who, 'conversation.merged-away', from, { other: into.id })
  return { move }
}

/**
 * Takes a merge back: what moved goes back, with what was said in answer to it since. What came since otherwise stays.
 * @throws NotAllowed, NotFound, Stale, Refusal
 */
export async function unmerge(tx: Tx, who: Person, input: { move: string }): Promise<void> {
  const found = await tx.selectFrom('conversation_move').selectAll().where('id', '=', input.move).executeTakeFirst()
  if (!found || found.kind !== 'merge') throw new NotFound('moveNotFound')
  const locked = await lockEach(tx, [found.from_id, found.into_id])
  const from = locked.get(found.from_id)!
  const into = locked.get(found.into_id)!
  must(who, 'conversation.assign', from.unit_id)
  must(who, 'conversation.assign', into.unit_id)
  // Of two who take it back at once, the second finds it done.
  const { undone_at } = await tx
    .selectFrom('conversation_move')
    .select('undone_at')
    .where('id', '=', found.id)
    .executeTakeFirstOrThrow()
  if (undone_at) throw new Stale('moveUndone')
  if (into.merged_into) throw new Refusal('unmergeLater')
  const { rows: gone } = await sql`
    select 1 from message where id = any(${found.messages}::uuid[]) and conversation_id <> ${into.id} limit 1`.execute(
    tx
  )
  if (gone.length > 0) throw new Refusal('unmergeSplit')
  await sql`
    with recursive back as (
      select id from message where id = any(${found.messages}::uuid[])
      union select m.id from message m join back on m.in_reply_to = back.id
        where m.conversation_id = ${into.id}
    )
    update message set conversation_id = ${from.id} where id in (select id from back)`.execute(tx)
  await sql`
    with recursive inside as (
      select from_id from conversation_move where into_id = ${from.id} and kind = 'merge' and undone_at is null
      union select m.from_id from conversation_move m join inside on m.into_id = inside.from_id
        where m.kind = 'merge' and m.undone_at is null
    )
    update conversation set merged_into = ${from.id} where merged_into = ${into.id} and id in (select from_id from inside)`.execute(
    tx
  )
  await tx.updateTable('conversation_move').set({ undone_at: now() }).where('id', '=', found.id).execute()
  const state = found.state_before as ConversationState
  await refreshConversation(tx, from, { state, done_at: state === 'done' ? now() : null, merged_into: null })
  await refreshConversation(tx, into)
  record(tx, who, 'conversation.unmerged', into, { other: from.id, ...(into.post_id && { post: into.post_id }) })
  record(tx, who, 'conversation.unmerged', from, { other: into.id })
}

/**
 * Public messages stay under their post. Private ones may stand beside those of somebody else only where nobody outside can
 * look in: a private link shows the answers of its whole conversation.
 */
async function mayStandTogether(tx: Tx, from: Conversation, into: Conversation): Promise<void> {
  const { rows } = await sql<{ id: string; public: boolean; private: boolean; people: string[] }>`
    select conversation_id as id, bool_or(visibility in ('public', 'unlisted')) as public,
      bool_or(visibility in ('direct', 'followers')) as private,
      array_agg(distinct contact_id) filter (where contact_id is not null and visibility <> 'internal') as people
    from message where conversation_id in (${from.id}, ${into.id}) and direction <> 'note'
    group by conversation_id`.execute(tx)
  const of = (id: string) => rows.find((row) => row.id === id)
  if (of(from.id)?.public && from.post_id !== into.post_id) throw new Refusal('mergePosts')
  const people = new Set(rows.flatMap((row) => row.people ?? []))
  if (rows.some((row) => row.private) && people.size > 1) throw new Refusal('mergePrivate')
}

/** What a conversation brings along; it keeps its own, so that taking it back loses nothing. */
async function bringAlong(tx: Tx, from: string, into: string): Promise<void> {
  await sql`
    insert into conversation_goal (conversation_id, goal_id)
    select ${into}, goal_id from conversation_goal where conversation_id = ${from} on conflict do nothing`.execute(tx)
  await sql`
    insert into conversation_watcher (conversation_id, person_id, since)
    select ${into}, person_id, since from conversation_watcher where conversation_id = ${from} on conflict do nothing`.execute(
    tx
  )
  await sql`
    insert into conversation_link (one_id, other_id, person_id, at)
    select least(${into}::uuid, other), greatest(${into}::uuid, other), person_id, at from (
      select case when one_id = ${from} then other_id else one_id end as other, person_id, at
      from conversation_link where one_id = ${from} or other_id = ${from}
    ) as linked where other <> ${into} on conflict do nothing`.execute(tx)
  await tx
    .updateTable('notice')
    .set({ conversation_id: into })
    .where('conversation_id', '=', from)
    .where('seen_at', 'is', null)
    .execute()
}

function moreUrgent(one: Priority, other: Priority): Priority {
  return priorities[Math.min(priorities.indexOf(one), priorities.indexOf(other))] ?? 'normal'
}
