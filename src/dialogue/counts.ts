// The kept counts of the inbox's views: never counted on reading. Keys hold the unit, so that each person's figures are
// the sum over the units that person may see.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { Conversation } from './types.ts'

type Counted = Pick<
  Conversation,
  'state' | 'unit_id' | 'assignee_id' | 'channel_id' | 'held_count' | 'post_id' | 'answer_count' | 'merged_into'
>

/** The counts a conversation is part of. A conversation that waits or is done is no longer on anybody's desk. */
export function countKeys(conversation: Counted): string[] {
  const unit = conversation.unit_id ?? 'none'
  const keys: string[] = []
  if (conversation.held_count > 0) keys.push(`held:${unit}`)
  if (conversation.state === 'done') keys.push(`done:${unit}`)
  else if (conversation.state === 'waiting' || conversation.state === 'waiting_inside') keys.push(`waiting:${unit}`)
  else {
    keys.push(`unit:${unit}`, `channel:${conversation.channel_id}:${unit}`)
    if (conversation.assignee_id) keys.push(`person:${conversation.assignee_id}`)
  }
  return keys
}

interface Steps {
  views: Map<string, number>
  /** Per post: how many conversations, and how many answered ones, it has more. */
  talks: Map<string, { asked: number; answered: number }>
}
const moves = new WeakMap<Tx, Steps>()

/**
 * Moves the counts from how a conversation stood to how it stands. Written at the end of the transaction, all in one statement
 * and in the order of the keys: everybody wants these few rows, so nobody holds them for long or waits crosswise.
 */
export async function moveCounts(tx: Tx, before: Counted | null, after: Counted): Promise<void> {
  let steps = moves.get(tx)
  if (!steps) {
    moves.set(tx, (steps = { views: new Map(), talks: new Map() }))
    tx.beforeCommit(() => writeCounts(tx))
  }
  const { views, talks } = steps
  const move = (conversation: Counted, by: 1 | -1): void => {
    // What became part of another is counted there.
    if (conversation.merged_into) return
    for (const key of countKeys(conversation)) views.set(key, (views.get(key) ?? 0) + by)
    if (!conversation.post_id) return
    const talk = talks.get(conversation.post_id) ?? { asked: 0, answered: 0 }
    talks.set(conversation.post_id, {
      asked: talk.asked + by,
      answered: talk.answered + (conversation.answer_count > 0 ? by : 0)
    })
  }
  if (before) move(before, -1)
  move(after, 1)
}

async function writeCounts(tx: Tx): Promise<void> {
  const { views, talks } = moves.get(tx)!
  moves.delete(tx)
  const moved = [...views].filter(([, by]) => by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (moved.length > 0)
    await sql`
      insert into conversation_count (view, count)
      select view, by from jsonb_to_recordset(${JSON.stringify(moved.map(([view, by]) => ({ view, by })))}::jsonb) as m(view text, by int)
      order by view
      on conflict (municipality_id, view) do update set count = conversation_count.count + excluded.count
    `.execute(tx)
  const talked = [...talks].filter(([, talk]) => talk.asked !== 0 || talk.answered !== 0)
  if (talked.length > 0)
    await sql`
      insert into post_talk (post_id, asked, answered)
      select post, asked, answered
      from jsonb_to_recordset(${JSON.stringify(talked.map(([post, talk]) => ({ post, ...talk })))}::jsonb) as t(post uuid, asked int, answered int)
      order by post
      on conflict (municipality_id, post_id) do update
        set asked = post_talk.asked + excluded.asked, answered = post_talk.answered + excluded.answered
    `.execute(tx)
}

/** Counts everything anew, for repair after a restore or a fault. */
export async function recount(tx: Tx): Promise<void> {
  await tx.deleteFrom('conversation_count').execute()
  await sql`
    insert into conversation_count (view, count)
    select view, count(*)::int from (
      select 'held:' || coalesce(unit_id::text, 'none') as view from conversation where held_count > 0 and merged_into is null
      union all
      select 'done:' || coalesce(unit_id::text, 'none') from conversation where state = 'done' and merged_into is null
      union all
      select 'waiting:' || coalesce(unit_id::text, 'none') from conversation where state in ('waiting', 'waiting_inside')
      union all
      select 'unit:' || coalesce(unit_id::text, 'none') from conversation where state in ('new', 'open', 'reopened')
      union all
      select 'channel:' || channel_id || ':' || coalesce(unit_id::text, 'none') from conversation where state in ('new', 'open', 'reopened')
      union all
      select 'person:' || assignee_id from conversation where state in ('new', 'open', 'reopened') and assignee_id is not null
    ) as all_views group by view
  `.execute(tx)
  await tx.deleteFrom('post_talk').execute()
  await sql`
    insert into post_talk (post_id, asked, answered)
    select post_id, count(*)::int, count(*) filter (where answer_count > 0)::int
    from conversation where post_id is not null and merged_into is null group by post_id
  `.execute(tx)
}
