// Who of the staff is away, and who stands in: what would go to somebody who is away goes to the deputy.
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound } from '#platform/refusal.ts'
import { loadPerson } from './person.ts'
import { may } from './rights.ts'
import type { Person } from './types.ts'

export interface Absence {
  id: string
  person: { id: string; name: string }
  deputy: { id: string; name: string } | null
  from: string
  to: string
  canChange: boolean
}

export interface AbsenceInput {
  person: string
  deputy: string | null
  /** Local days, `YYYY-MM-DD`, both included. */
  from: string
  to: string
}

/** Longer than a year is no absence. */
const mostDays = 366
/** A deputy may be away too; so far the next one is asked. */
const mostSteps = 4

/**
 * Notes that somebody is away. Everybody for themselves; whoever settles a unit's people for them too.
 * @throws NotAllowed, Invalid
 */
export async function addAbsence(tx: Tx, who: Person, input: AbsenceInput): Promise<string> {
  await mustSettle(tx, who, input.person)
  const to = input.to || input.from
  const day = /^\d{4}-\d\d-\d\d$/
  const isDay = day.test(input.from) && !Number.isNaN(Date.parse(input.from))
  const days = isDay && day.test(to) ? (Date.parse(to) - Date.parse(input.from)) / 86_400_000 : Number.NaN
  const deputy = input.deputy ? await loadPerson(tx, input.deputy) : null
  const faults = {
    ...(!isDay && { from: 'dayMissing' }),
    ...(isDay && !(days >= 0) && { to: 'dayOrder' }),
    ...(days > mostDays && { to: 'absenceLong' }),
    ...(input.deputy && !deputy && { deputy: 'personNotFound' }),
    ...(input.deputy === input.person && { deputy: 'deputySelf' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const overlap = await tx
    .selectFrom('absence')
    .select('id')
    .where('person_id', '=', input.person)
    .where('from_day', '<=', to)
    .where('to_day', '>=', input.from)
    .limit(1)
    .executeTakeFirst()
  if (overlap) throw new Invalid({ from: 'absenceOverlap' })
  const id = newId()
  await tx
    .insertInto('absence')
    .values({
      id,
      person_id: input.person,
      deputy_id: input.deputy,
      from_day: input.from,
      to_day: to,
      set_by: who.id,
      set_at: now()
    })
    .execute()
  record(tx, who, 'person.absence-noted', input.person, { absence: id, deputy: input.deputy })
  return id
}

/** Takes an absence back. @throws NotAllowed, NotFound */
export async function dropAbsence(tx: Tx, who: Person, id: string): Promise<void> {
  const row = await tx.selectFrom('absence').select('person_id').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  await mustSettle(tx, who, row.person_id)
  await tx.deleteFrom('absence').where('id', '=', id).execute()
  record(tx, who, 'person.absence-dropped', row.person_id, { absence: id })
}

/** Absences that are not over on this day, by their beginning; at most 200. */
export async function comingAbsences(tx: Tx, who: Person, today: string): Promise<Absence[]> {
  const rows = await tx
    .selectFrom('absence as a')
    .innerJoin('person as p', 'p.id', 'a.person_id')
    .leftJoin('person as d', 'd.id', 'a.deputy_id')
    .select(['a.id', 'a.person_id', 'p.name', 'a.deputy_id', 'd.name as deputy_name', 'a.from_day', 'a.to_day'])
    .where('a.to_day', '>=', today)
    .where('p.left_at', 'is', null)
    .orderBy('a.from_day')
    .orderBy('a.id')
    .limit(200)
    .execute()
  const settled = new Set(await settledPeople(tx, who))
  return rows.map((row) => ({
    id: row.id,
    person: { id: row.person_id, name: row.name },
    deputy: row.deputy_id ? { id: row.deputy_id, name: row.deputy_name ?? '' } : null,
    from: row.from_day,
    to: row.to_day,
    canChange: settled.has(row.person_id)
  }))
}

/** Whose absence this person may note: their own first, then those whose roles they settle. */
export async function settledPeople(tx: Tx, who: Person): Promise<string[]> {
  const units = [...new Set([...(who.reach.leader ?? []), ...(who.reach.operator ?? [])])]
  if (units.length === 0) return [who.id]
  const rows = await tx
    .selectFrom('role')
    .select('person_id')
    .distinct()
    .where('unit_id', 'in', units)
    .where('person_id', '<>', who.id)
    .limit(1000)
    .execute()
  return [who.id, ...rows.map(({ person_id }) => person_id)]
}

/**
 * Who stands in for somebody at a moment: the person, unless away with a deputy; the deputy's deputy when that one is away
 * too. Null: away, and nobody stands in. `fits` says who can.
 */
export async function standIn(
  tx: Tx,
  personId: string,
  at: Date,
  fits: (person: Person) => boolean
): Promise<{ id: string; for: string | null }> {
  let id = personId
  const asked: string[] = []
  for (let step = 0; step < mostSteps && !asked.includes(id); step++) {
    asked.push(id)
    const deputy = await deputyAt(tx, id, at)
    if (!deputy) return { id, for: id === personId ? null : personId }
    const person = await loadPerson(tx, deputy)
    // A deputy who could not even read it would be no help: then it waits for the person.
    if (!person || !fits(person)) break
    id = deputy
  }
  return { id: personId, for: null }
}

async function deputyAt(tx: Tx, personId: string, at: Date): Promise<string | null> {
  const rows = await tx
    .selectFrom('absence')
    .innerJoin('municipality', (join) => join.onTrue())
    .select(['deputy_id', 'from_day', 'to_day', 'time_zone'])
    .where('person_id', '=', personId)
    .where('deputy_id', 'is not', null)
    .orderBy('to_day', 'desc')
    .limit(50)
    .execute()
  const today = rows[0] && dayIn(at, rows[0].time_zone)
  return rows.find(({ from_day, to_day }) => from_day <= today! && today! <= to_day)?.deputy_id ?? null
}

async function mustSettle(tx: Tx, who: Person, personId: string): Promise<void> {
  if (who.id === personId) return
  const held = await tx.selectFrom('role').select('unit_id').where('person_id', '=', personId).execute()
  if (!held.some(({ unit_id }) => may(who, 'person.settle', unit_id))) throw new NotAllowed('person.settle')
}
