import type { Tx } from '#platform/database/database.ts'
import type { Who } from '#people/types.ts'
import { may } from '#people/rights.ts'

/** A line of the duty roster. */
export interface Duty {
  id: string
  personId: string
  personName: string
  unitId: string
  unitName: string
  startsAt: Date
  endsAt: Date
  note: string
  handOver: string
  handedOverAt: Date | null
  revision: number
}

/**
 * Who is on duty at a moment. With a unit: for it or for one above it, the nearest first. At most 100.
 * @example (await onDuty(tx, now(), unitId)).some((duty) => duty.personId === person.id)
 */
export async function onDuty(tx: Tx, at: Date, unitId?: string): Promise<Duty[]> {
  const found = (
    await rosterQuery(tx)
      .where('duty.starts_at', '<=', at)
      .where('duty.ends_at', '>', at)
      .orderBy('duty.starts_at')
      .orderBy('person.name')
      .limit(100)
      .execute()
  ).map(toDuty)
  if (!unitId) return found
  const chain = await chainOf(tx, unitId)
  return found
    .filter((duty) => chain.includes(duty.unitId))
    .sort((a, b) => chain.indexOf(a.unitId) - chain.indexOf(b.unitId))
}

/** Duties that touch a span of time, by their beginning; at most 1,000. */
export async function dutiesBetween(
  tx: Tx,
  who: Who,
  from: Date,
  to: Date,
  which: { unitId?: string; personId?: string } = {}
): Promise<Duty[]> {
  if (!maySeeDuties(who)) return []
  let query = rosterQuery(tx).where('duty.starts_at', '<', to).where('duty.ends_at', '>', from)
  if (which.unitId) query = query.where('duty.unit_id', '=', which.unitId)
  if (which.personId) query = query.where('duty.person_id', '=', which.personId)
  return (await query.orderBy('duty.starts_at').orderBy('person.name').limit(1000).execute()).map(toDuty)
}

/** What the one before left for this duty: the last hand-over of the unit before it began. Null when there is none. */
export async function handedOverTo(tx: Tx, duty: Duty): Promise<Duty | null> {
  const row = await rosterQuery(tx)
    .where('duty.unit_id', '=', duty.unitId)
    .where('duty.starts_at', '<', duty.startsAt)
    .where('duty.hand_over', '<>', '')
    .orderBy('duty.ends_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toDuty(row) : null
}

/** Who may be put on duty for one of these units: people who answer there. By name, at most 1,000. */
export async function peopleForDuty(tx: Tx, who: Who): Promise<{ id: string; name: string }[]> {
  if (!may(who, 'duty.plan')) return []
  return tx
    .selectFrom('person')
    .select(['person.id', 'person.name'])
    .where('left_at', 'is', null)
    .where((where) =>
      where.exists(
        where
          .selectFrom('role')
          .select('role.role')
          .whereRef('role.person_id', '=', 'person.id')
          .where('role.role', 'in', ['editor', 'expert', 'leader'])
      )
    )
    .orderBy('name')
    .limit(1000)
    .execute()
}

/** Whether this person sees the roster: everybody who talks with citizens or writes. */
export function maySeeDuties(who: Who): boolean {
  return may(who, 'conversation.read') || may(who, 'post.write')
}

function rosterQuery(tx: Tx) {
  return tx
    .selectFrom('duty')
    .innerJoin('person', 'person.id', 'duty.person_id')
    .innerJoin('unit', 'unit.id', 'duty.unit_id')
    .select([
      'duty.id',
      'duty.person_id',
      'person.name as person_name',
      'duty.unit_id',
      'unit.short_name as unit_name',
      'duty.starts_at',
      'duty.ends_at',
      'duty.note',
      'duty.hand_over',
      'duty.handed_over_at',
      'duty.revision'
    ])
    .where('person.left_at', 'is', null)
}

function toDuty(row: Awaited<ReturnType<ReturnType<typeof rosterQuery>['execute']>>[number]): Duty {
  return {
    id: row.id,
    personId: row.person_id,
    personName: row.person_name,
    unitId: row.unit_id,
    unitName: row.unit_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    note: row.note,
    handOver: row.hand_over,
    handedOverAt: row.handed_over_at,
    revision: row.revision
  }
}

/** The unit and those above it, nearest first. */
async function chainOf(tx: Tx, unitId: string): Promise<string[]> {
  const units = await tx.selectFrom('unit').select(['id', 'parent_id']).limit(5000).execute()
  const parents = new Map(units.map((unit) => [unit.id, unit.parent_id]))
  const chain: string[] = []
  for (let at: string | null | undefined = unitId; at && !chain.includes(at); at = parents.get(at)) chain.push(at)
  return chain
}
