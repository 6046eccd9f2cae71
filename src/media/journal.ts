import type { Tx } from '#platform/database/database.ts'

export interface MediaEvent {
  at: Date
  /** What happened, without `media.` in front. */
  what: string
  /** Null: the program itself. */
  by: string | null
}

/** What happened to a file, the newest first, at most 50. */
export async function eventsOf(tx: Tx, mediaId: string): Promise<MediaEvent[]> {
  const rows = await tx
    .selectFrom('event')
    .leftJoin('person', 'person.id', 'event.actor_id')
    .select(['event.at', 'event.kind', 'event.actor_kind', 'person.name'])
    .where('event.subject_id', '=', mediaId)
    .where('event.subject_kind', '=', 'media')
    .orderBy('event.position', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({ at: row.at, what: row.kind.slice('media.'.length), by: row.name }))
}
