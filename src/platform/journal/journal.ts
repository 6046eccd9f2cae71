// The append-only journal: one line per change of a domain object. Insight, audit, live updates and the page cache read
// it; nothing else feeds them.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { EventActor, EventData, EventKind, JournalEvent, SubjectKind } from './events.ts'

/** Anybody who acts: a person of the staff, a citizen, a remote server's user, or the program itself. */
export interface Acting {
  kind: EventActor['kind']
  id?: string | null
}

/**
 * Notes an event for the journal. It is written at the end of the transaction, together with all others of it.
 * `data` holds ids and figures only, never texts or names: the journal outlives the people in it.
 */
export function record(
  tx: Tx,
  who: Acting,
  kind: EventKind,
  subject: { id: string } | string,
  data: EventData = {}
): void {
  tx.pendingEvents.push({
    at: now(),
    actor: { kind: who.kind, id: who.id ?? null },
    kind,
    subjectKind: kind.slice(0, kind.indexOf('.')) as SubjectKind,
    subjectId: typeof subject === 'string' ? subject : subject.id,
    data
  })
}

/**
 * Writes the collected events and tells the listeners. The municipality's counter row is taken here, as the last thing
 * of the transaction: positions are handed out in commit order, so a reader at position n never finds a new event below.
 */
export async function writeEvents(tx: Tx): Promise<void> {
  const events = tx.pendingEvents.splice(0).map((event, index) => ({
    ord: index + 1,
    at: event.at.toISOString(),
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    kind: event.kind,
    subject_kind: event.subjectKind,
    subject_id: event.subjectId,
    data: event.data
  }))
  const subjects = [...new Set(events.flatMap((event) => [event.subject_id, ...relatedIds(event.data)]))]
  const kinds = [...new Set(events.map((event) => event.kind))]
  // A notification holds 8,000 bytes at most; without subjects its readers drop everything of the municipality.
  const note = subjects.length > 60 ? { k: kinds.slice(0, 40) } : { s: subjects, k: kinds.slice(0, 40) }
  await sql`
    with head as (update journal_head set last = last + ${events.length} returning last),
    added as (
      insert into event (position, at, actor_kind, actor_id, kind, subject_kind, subject_id, data)
      select head.last - ${events.length}::int + e.ord, e.at, e.actor_kind, e.actor_id, e.kind, e.subject_kind, e.subject_id, e.data
      from head, jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        as e(ord int, at timestamptz, actor_kind text, actor_id uuid, kind text, subject_kind text, subject_id uuid, data jsonb)
      returning position
    )
    select pg_notify('journal', (${JSON.stringify(note)}::jsonb || jsonb_build_object('m', here(), 'p', max(position)))::text) from added
  `.execute(tx)
}

/** Ids in an event's data that name other objects whose pages show the change, such as the post of a message. */
function relatedIds(data: EventData): string[] {
  return [data.post, data.conversation, data.message].filter((value) => typeof value === 'string')
}

/** The events after `position`, oldest first, at most `limit`. */
export async function eventsAfter(tx: Tx, position: number, limit = 500): Promise<JournalEvent[]> {
  const rows = await tx
    .selectFrom('event')
    .selectAll()
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    position: row.position,
    at: row.at,
    actor: { kind: row.actor_kind as EventActor['kind'], id: row.actor_id },
    kind: row.kind as EventKind,
    subjectKind: row.subject_kind as SubjectKind,
    subjectId: row.subject_id,
    data: row.data as EventData
  }))
}

/** The position of the last event; 0 when there is none yet. */
export async function lastPosition(tx: Tx): Promise<number> {
  const head = await tx.selectFrom('journal_head').select('last').executeTakeFirst()
  return head?.last ?? 0
}
