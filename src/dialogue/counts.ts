// The kept counts of the inbox's views: never counted on reading. Keys hold the unit, so that each person's figures are
// the sum over the units that person may see.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { Conversation } from './types.ts'

type Counted = Pick<Conversation, 'state' | 'unit_id' | 'assignee_id' | 'channel_id' | 'held_count'>

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

const moves = new WeakMap<Tx, Map<string, number>>()

/**
 * Moves the counts from how a conversation stood to how it stands. Written at the end of the transaction, all in one statement
 * and in the order of the keys: everybody wants these few rows, so nobody holds them for long or waits crosswise.
 */
export async function moveCounts(tx: Tx, before: Counted | null, after: Counted): Promise<void> {
  let steps = moves.get(tx)
  if (!steps) {
    moves.set(tx, (steps = new Map()))
    tx.beforeCommit(() => writeCounts(tx))
  }
  for (const key of before ? countKeys(before) : []) steps.set(key, (steps.get(key) ?? 0) - 1)
  for (const key of countKeys(after)) steps.set(key, (steps.get(key) ?? 0) + 1)
}

async function writeCounts(tx: Tx): Promise<void> {
  const moved = [...moves.get(tx)!].filter(([, by]) => by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1))
  moves.delete(tx)
  if (moved.length === 0) return
  await sql`
    insert into conversation_count (view, count)
    select view, by from jsonb_to_recordset(${JSON.stringify(moved.map(([view, by]) => ({ view, by })))}::jsonb) as m(view text, by int)
    order by view
    on conflict (municipality_id, view) do update set count = conversation_count.count + excluded.count
  `.execute(tx)
}

/** Counts everything anew, for repair after a restore or a fault. */
export async function recount(tx: Tx): Promise<void> {
  await tx.deleteFrom('conversation_count').execute()
  await sql`
    insert into conversation_count (view, count)
    select view, count(*)::int from (
      select 'held:' || coalesce(unit_id::text, 'none') as view from conversation where held_count > 0
      union all
      select 'done:' || coalesce(unit_id::text, 'none') from conversation where state = 'done'
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
}
