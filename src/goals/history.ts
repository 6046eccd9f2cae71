// What was changed about a goal, from the journal.
import type { Tx } from '#platform/database/database.ts'
import type { EventData } from '#platform/journal/events.ts'

export interface Change {
  position: number
  at: Date
  /** Who did it; null: the program, or somebody who no longer works here. */
  by: string | null
  /** `added`, `changed`, `moved`, …: the event without its subject. */
  what: string
  data: EventData
}

export interface History {
  /** Newest first. */
  changes: Change[]
  /** Older ones than these exist; the position to go on from. */
  next: number | null
  /** Names of goals and units that the changes mention by their id, as they are called today. */
  names: Record<string, string>
}

const mentions = ['parent', 'from', 'to', 'into', 'unit', 'unitBefore']

/** The changes of a goal, newest first, `limit` at a time. */
export async function historyOf(tx: Tx, goalId: string, before: number | null = null, limit = 30): Promise<History> {
  let query = tx
    .selectFrom('event')
    .leftJoin('person', 'person.id', 'event.actor_id')
    .select(['event.position', 'event.at', 'event.kind', 'event.data', 'person.name'])
    .where('event.subject_id', '=', goalId)
  if (before !== null) query = query.where('event.position', '<', before)
  const rows = await query
    .orderBy('event.position', 'desc')
    .limit(limit + 1)
    .execute()
  const changes = rows.slice(0, limit).map((row) => ({
    position: row.position,
    at: row.at,
    by: row.name,
    what: row.kind.slice(row.kind.indexOf('.') + 1),
    data: row.data as EventData
  }))
  const ids = [...new Set(changes.flatMap(({ data }) => mentions.map((name) => data[name])))].filter(
    (id): id is string => typeof id === 'string'
  )
  return {
    changes,
    next: rows.length > limit ? changes.at(-1)!.position : null,
    names: ids.length === 0 ? {} : await namesOf(tx, ids)
  }
}

async function namesOf(tx: Tx, ids: string[]): Promise<Record<string, string>> {
  const goals = await tx.selectFrom('goal').select(['id', 'name']).where('id', 'in', ids).execute()
  const units = await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', ids).execute()
  return Object.fromEntries([...goals, ...units].map(({ id, name }) => [id, name]))
}
