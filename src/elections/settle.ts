// Entering elections and how long restraint lasts.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { rootUnit } from '#municipality/units.ts'
import { addDays, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { type ElectionKind, electionKinds, restraintDays } from './rules.ts'

export interface ElectionInput {
  name: string
  kind: string
  /** `YYYY-MM-DD`. */
  day: string
  /** First and last day of restraint; empty: as the rules propose, up to the election day. */
  restraintFrom?: string
  restraintTo?: string
}

export interface Election {
  id: string
  name: string
  kind: ElectionKind
  day: string
  restraintFrom: string
  restraintTo: string
  source: 'entered' | 'imported'
}

/** Enters an election. @throws NotAllowed, Invalid by field */
export async function addElection(tx: Tx, who: Who, input: ElectionInput): Promise<{ id: string }> {
  must(who, 'election.settle', await rootUnit(tx))
  const values = readElection(input)
  const id = newId()
  await tx
    .insertInto('election')
    .values({ id, ...columns(values), created_at: now() })
    .execute()
  record(tx, who, 'election.added', id)
  return { id }
}

/** Changes an election, or how long restraint lasts. @throws NotAllowed, NotFound, Invalid by field */
export async function changeElection(tx: Tx, who: Who, id: string, input: ElectionInput): Promise<void> {
  must(who, 'election.settle', await rootUnit(tx))
  const changed = await tx
    .updateTable('election')
    .set(columns(readElection(input)))
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new NotFound()
  record(tx, who, 'election.changed', id)
}

/** Takes an election out; what was confirmed for posts stays with them. @throws NotAllowed, NotFound */
export async function removeElection(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'election.settle', await rootUnit(tx))
  const gone = await tx.deleteFrom('election').where('id', '=', id).returning('id').executeTakeFirst()
  if (!gone) throw new NotFound()
  record(tx, who, 'election.removed', id)
}

/** The elections whose restraint ends on this day or later, by day; all with an early day. At most 500. */
export async function listElections(tx: Tx, since: string): Promise<Election[]> {
  const rows = await tx
    .selectFrom('election')
    .selectAll()
    .where((where) => where.or([where('restraint_to', '>=', since), where('day', '>=', since)]))
    .orderBy('day')
    .orderBy('name')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind as ElectionKind,
    day: row.day,
    restraintFrom: row.restraint_from,
    restraintTo: row.restraint_to,
    source: row.source as Election['source']
  }))
}

/** What was entered, with the proposed time of restraint where none is given. @throws Invalid by field */
export function readElection(input: ElectionInput): Omit<Election, 'id' | 'source'> {
  const problems: Record<string, string> = {}
  const name = input.name.trim()
  if (!name) problems.name = 'nameMissing'
  if (name.length > 200) problems.name = 'nameLong'
  const kind = electionKinds.find((one) => one === input.kind)
  if (!kind) problems.kind = 'choose'
  if (!isDay(input.day)) problems.day = 'elections.day'
  const from = input.restraintFrom || (isDay(input.day) && kind ? addDays(input.day, -restraintDays(kind)) : '')
  const to = input.restraintTo || input.day
  if (from && !isDay(from)) problems.restraintFrom = 'elections.day'
  if (to && !isDay(to)) problems.restraintTo ??= 'elections.day'
  if (Object.keys(problems).length === 0) {
    if (from > to) problems.restraintFrom = 'elections.order'
    // A year of restraint is a slip of the pen.
    else if (to > addDays(from, 366)) problems.restraintTo = 'elections.tooLong'
    else if (from > input.day) problems.restraintFrom = 'elections.afterDay'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { name, kind: kind!, day: input.day, restraintFrom: from, restraintTo: to }
}

function columns({ name, kind, day, restraintFrom, restraintTo }: Omit<Election, 'id' | 'source'>) {
  return { name, kind, day, restraint_from: restraintFrom, restraint_to: restraintTo }
}

/** Whether this is a day that exists, between 2000 and 2100. */
function isDay(day: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(day)) return false
  try {
    return addDays(day, 0) === day
  } catch {
    return false
  }
}
