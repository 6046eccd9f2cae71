// A page of a list into the tables, in the transaction that also keeps where to go on.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import type { FaultReason, ListKind, Taken, Understood } from './objects.ts'

const maxFaults = 30

export interface Stored {
  saved: number
  broken: number
}

/** Stores what was understood of a page; an object that came twice counts as it came last. */
export async function storePage(tx: Tx, body: string, kind: ListKind, page: Understood[]): Promise<Stored> {
  const taken = new Map<string, Taken>()
  const gone = new Set<string>()
  const faults: { what: string; reason: FaultReason }[] = []
  for (const one of page) {
    if (one.kind === 'broken') faults.push({ what: one.what, reason: one.reason })
    else if (one.kind === 'deleted') {
      taken.delete(one.id)
      gone.add(one.id)
    } else {
      gone.delete(one.id)
      taken.set(one.id, one.value)
      for (const reason of one.faults) faults.push({ what: one.id, reason })
    }
  }
  if (taken.size > 0) await saveAll(tx, body, kind, [...taken])
  if (gone.size > 0)
    await tx
      .updateTable(`council_${kind}`)
      .set({ deleted_at: now() })
      .where('body_id', '=', body)
      .where('remote_id', 'in', [...gone])
      .where('deleted_at', 'is', null)
      .execute()
  await noteFaults(tx, body, kind, faults)
  return { saved: taken.size, broken: page.filter((one) => one.kind === 'broken').length }
}

/** Keeps the first faults of a list, so that somebody can tell the other side. */
export async function noteFaults(
  tx: Tx,
  body: string,
  kind: ListKind,
  faults: { what: string; reason: FaultReason }[]
): Promise<void> {
  if (faults.length === 0) return
  const had = await tx
    .selectFrom('council_fault')
    .select('id')
    .where('body_id', '=', body)
    .where('kind', '=', kind)
    .limit(maxFaults)
    .execute()
  const rows = faults.slice(0, maxFaults - had.length)
  if (rows.length === 0) return
  await tx
    .insertInto('council_fault')
    .values(rows.map((fault) => ({ id: newId(), body_id: body, kind, ...fault, at: now() })))
    .execute()
}

async function saveAll(tx: Tx, body: string, kind: ListKind, taken: [string, Taken][]): Promise<void> {
  switch (kind) {
    case 'organization':
      await tx
        .insertInto('council_organization')
        .values(taken.map(([remote_id, { name }]) => ({ id: newId(), body_id: body, remote_id, name })))
        .onConflict((conflict) =>
          conflict
            .columns(['municipality_id', 'body_id', 'remote_id'])
            .doUpdateSet((set) => ({ name: set.ref('excluded.name'), deleted_at: null }))
        )
        .execute()
      return
    case 'paper':
      await tx
        .insertInto('council_paper')
        .values(
          taken.map(([remote_id, paper]) => ({
            id: newId(),
            body_id: body,
            remote_id,
            name: paper.name,
            reference: paper.reference,
            paper_type: paper.paperType,
            on_day: paper.day,
            web_url: paper.webUrl
          }))
        )
        .onConflict((conflict) =>
          conflict.columns(['municipality_id', 'body_id', 'remote_id']).doUpdateSet((set) => ({
            name: set.ref('excluded.name'),
            reference: set.ref('excluded.reference'),
            paper_type: set.ref('excluded.paper_type'),
            on_day: set.ref('excluded.on_day'),
            web_url: set.ref('excluded.web_url'),
            deleted_at: null
          }))
        )
        .execute()
      return
    case 'meeting':
      return saveMeetings(tx, body, taken)
  }
}

async function saveMeetings(tx: Tx, body: string, taken: [string, Taken][]): Promise<void> {
  const rows = await tx
    .insertInto('council_meeting')
    .values(
      taken.map(([remote_id, meeting]) => ({
        id: newId(),
        body_id: body,
        remote_id,
        name: meeting.name,
        starts_at: meeting.startsAt,
        ends_at: meeting.endsAt,
        place: meeting.place,
        cancelled: meeting.cancelled,
        organization_ids: meeting.organizations,
        web_url: meeting.webUrl
      }))
    )
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'body_id', 'remote_id']).doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        starts_at: set.ref('excluded.starts_at'),
        ends_at: set.ref('excluded.ends_at'),
        place: set.ref('excluded.place'),
        cancelled: set.ref('excluded.cancelled'),
        organization_ids: set.ref('excluded.organization_ids'),
        web_url: set.ref('excluded.web_url'),
        deleted_at: null
      }))
    )
    .returning(['id', 'remote_id'])
    .execute()
  const ids = new Map(rows.map((row) => [row.remote_id, row.id]))
  await tx
    .deleteFrom('council_agenda_item')
    .where('meeting_id', 'in', [...ids.values()])
    .execute()
  const items = taken.flatMap(([remote, meeting]) =>
    meeting.agenda.map((item, position) => ({ meeting_id: ids.get(remote)!, position, ...item }))
  )
  // A statement takes 65,535 parameters.
  for (let from = 0; from < items.length; from += 5000)
    await tx
      .insertInto('council_agenda_item')
      .values(items.slice(from, from + 5000))
      .execute()
}
