// What became of a conversation besides its messages, as its timeline tells it: read from the journal. A kind of event that
// shall show there is named in `shownKinds`, recorded on the conversation's id, and gets its words in ui/messages/changes.ts.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import type { EventActor, EventData, EventKind } from '#platform/journal/events.ts'

export const shownKinds = [
  'conversation.entered',
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'conversation.waiting',
  'conversation.goals-changed',
  'conversation.detailed',
  'conversation.watched',
  'conversation.unwatched',
  'conversation.merged',
  'conversation.merged-away',
  'conversation.unmerged',
  'conversation.split',
  'conversation.split-off',
  'conversation.linked',
  'conversation.unlinked',
  'conversation.case-settled',
  'conversation.asked',
  'conversation.question-opened',
  'conversation.question-withdrawn',
  'conversation.replied',
  'conversation.forwarded',
  'conversation.checks-added',
  'conversation.check-done',
  'conversation.check-undone',
  'conversation.check-dropped',
  'conversation.reported',
  'conversation.clock-warned',
  'conversation.escalated'
] as const satisfies EventKind[]

export type ShownKind = (typeof shownKinds)[number]

export interface Change {
  /** Its position in the journal. */
  id: number
  at: Date
  by: { kind: EventActor['kind']; name: string | null }
  kind: ShownKind
  data: EventData
  /** The names of what its data speaks of, by id, as they are today. */
  names: Record<string, string>
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const most = 300

/** The last changes of these conversations, at most 300, oldest first; with `since` only later ones. Relies on event_subject. */
export async function changesOf(tx: Tx, conversations: string[], since: Date | null): Promise<Change[]> {
  const rows = await tx
    .selectFrom('event')
    .select(['position', 'at', 'actor_kind', 'actor_id', 'kind', 'data'])
    .where(sql<boolean>`subject_id = any(${conversations}::uuid[])`)
    .where(sql<boolean>`kind = any(${[...shownKinds]}::text[])`)
    .$if(since !== null, (some) => some.where('at', '>=', since!))
    .orderBy('position', 'desc')
    .limit(most)
    .execute()
  const names = await namesOf(tx, [...new Set(rows.flatMap((row) => [row.actor_id, ...idsIn(row.data as EventData)]))])
  return rows.toReversed().map((row) => ({
    id: row.position,
    at: row.at,
    by: { kind: row.actor_kind as EventActor['kind'], name: row.actor_id ? (names[row.actor_id] ?? null) : null },
    kind: row.kind as ShownKind,
    data: row.data as EventData,
    names: Object.fromEntries(idsIn(row.data as EventData).flatMap((id) => (names[id] ? [[id, names[id]]] : [])))
  }))
}

function idsIn(data: EventData): string[] {
  return Object.values(data)
    .flat()
    .filter((value): value is string => typeof value === 'string' && uuid.test(value))
}

async function namesOf(tx: Tx, ids: (string | null)[]): Promise<Record<string, string>> {
  const wanted = ids.filter((id) => id !== null).slice(0, 1000)
  if (wanted.length === 0) return {}
  const { rows } = await sql<{ id: string; name: string }>`
    with wanted as (select unnest(${wanted}::uuid[]) as id)
    select id, name from wanted join person using (id)
    union all select id, name from wanted join unit using (id)
    union all select id, name from wanted join goal using (id)
    union all select id, name from wanted join topic using (id)
    union all select id, name from wanted join authority using (id)
    union all select id, text from wanted join conversation_check using (id)
    union all select id, coalesce(nullif(name, ''), email, '') from wanted join inner_question using (id)`.execute(tx)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
