// Whether a time of restraint before an election runs. What lets posts go asks this.
import { addDays, dayIn, startOfDay } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { type CheckItem, checklist } from './rules.ts'

export interface Restraint {
  elections: { id: string; name: string; day: string }[]
  from: Date
  /** The first moment after it. */
  until: Date
  /** What has to be confirmed for every post. */
  checklist: CheckItem[]
}

/** The time of restraint in which this moment lies; null when none does. Where several overlap, all of them together. */
export async function electionRestraint(tx: Tx, at: Date): Promise<Restraint | null> {
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const day = dayIn(at, zone)
  const rows = await tx
    .selectFrom('election')
    .select(['id', 'name', 'day', 'restraint_from', 'restraint_to'])
    .where('restraint_from', '<=', day)
    .where('restraint_to', '>=', day)
    .orderBy('day')
    .orderBy('name')
    .limit(20)
    .execute()
  if (rows.length === 0) return null
  const first = rows.map((row) => row.restraint_from).sort()[0]!
  const last = rows
    .map((row) => row.restraint_to)
    .sort()
    .at(-1)!
  return {
    elections: rows.map(({ id, name, day: on }) => ({ id, name, day: on })),
    from: startOfDay(first, zone),
    until: startOfDay(addDays(last, 1), zone),
    checklist: checklist()
  }
}
