// The log of looks at what is sensitive: who looked at what, when, and why. Visible to who guards the data.
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'

/** What can be looked at: a commenter's address, a copy kept as evidence, a package for the police, an export of any kind, what we hold about a person, the file of an access request. */
export type Sensitive = 'address' | 'evidence' | 'police' | 'export' | 'search' | 'request'

export interface Look {
  id: string
  at: Date
  person: string
  kind: Sensitive
  subject: string | null
  note: string
}

/**
 * Notes that somebody is looking at something sensitive, in the transaction that reads it: nothing is shown without its
 * line. `note` may hold a reason, never the content.
 */
export async function noteLook(
  tx: Tx,
  who: Person,
  look: { kind: Sensitive; subject?: string | null; note?: string }
): Promise<void> {
  const id = newId()
  await tx
    .insertInto('sensitive_read')
    .values({
      id,
      at: now(),
      person_id: who.id,
      person_name: who.name,
      kind: look.kind,
      subject_id: look.subject ?? null,
      note: (look.note ?? '').slice(0, 500)
    })
    .execute()
  record(tx, who, 'privacy.looked', look.subject ?? id, { kind: look.kind })
}

/** The looks, newest first, a page at a time; `before` is the id of the last one of the page before. @throws NotAllowed */
export async function listLooks(
  tx: Tx,
  who: Person,
  { before, kind, limit = 50 }: { before?: string; kind?: string; limit?: number } = {}
): Promise<Look[]> {
  must(who, 'privacy.read')
  // Ids are made in the order of time.
  let query = tx.selectFrom('sensitive_read').selectAll().orderBy('id', 'desc').limit(limit)
  if (before) query = query.where('id', '<', before)
  if (kind) query = query.where('kind', '=', kind)
  return (await query.execute()).map((row) => ({
    id: row.id,
    at: row.at,
    person: row.person_name,
    kind: row.kind as Sensitive,
    subject: row.subject_id,
    note: row.note
  }))
}
