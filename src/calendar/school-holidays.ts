// School holidays: by hand, or from a file that a ministry or an association offers.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { readHolidayFile } from './holiday-file.ts'

export interface SchoolHoliday {
  id: string
  name: string
  /** Local days, both counted. */
  startsOn: string
  endsOn: string
}

/** School holidays that touch the days from one to another, the last one not counted; at most 500. */
export async function schoolHolidaysBetween(tx: Tx, from: string, to: string): Promise<SchoolHoliday[]> {
  const rows = await tx
    .selectFrom('school_holiday')
    .selectAll()
    .where('starts_on', '<', to)
    .where('ends_on', '>=', from)
    .orderBy('starts_on')
    .limit(500)
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, startsOn: row.starts_on, endsOn: row.ends_on }))
}

/** Enters school holidays. @throws NotAllowed, Invalid */
export async function addSchoolHoliday(
  tx: Tx,
  who: Who,
  input: { name: string; from: string; to: string }
): Promise<void> {
  must(who, 'calendar.settle')
  const name = input.name.trim()
  const problems: Record<string, string> = {}
  if (!name) problems.name = 'nameMissing'
  else if (name.length > 120) problems.name = 'nameLong'
  if (!isDay(input.from)) problems.from = 'calendar.dayInvalid'
  if (!isDay(input.to)) problems.to = 'calendar.dayInvalid'
  else if (input.to < input.from) problems.to = 'calendar.endsBefore'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  await insert(tx, [{ name, startsOn: input.from, endsOn: input.to }])
  record(tx, who, 'calendar.school-holidays-added', tx.municipalityId, { count: 1 })
}

/** Takes school holidays away. @throws NotAllowed */
export async function dropSchoolHoliday(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'calendar.settle')
  await tx.deleteFrom('school_holiday').where('id', '=', id).execute()
  record(tx, who, 'calendar.school-holidays-dropped', tx.municipalityId, {})
}

/**
 * Reads a file in (CSV with name, beginning and end, or iCalendar): all of it or, when a line is wrong, nothing. What is there
 * already is left as it is. Answers how many are new.
 * @throws NotAllowed, Refusal with the line and what is wrong there
 */
export async function importSchoolHolidays(tx: Tx, who: Who, bytes: Uint8Array): Promise<number> {
  must(who, 'calendar.settle')
  const { holidays, problems } = readHolidayFile(bytes)
  const first = problems[0]
  if (first) throw new Refusal(first.key, { line: first.line, text: first.text, more: problems.length - 1 })
  const count = await insert(tx, holidays)
  record(tx, who, 'calendar.school-holidays-added', tx.municipalityId, { count })
  return count
}

async function insert(tx: Tx, holidays: Omit<SchoolHoliday, 'id'>[]): Promise<number> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('school_holiday')
    .values(
      holidays.map(({ name, startsOn, endsOn }) => ({
        id: newId(),
        name,
        starts_on: startsOn,
        ends_on: endsOn,
        created_at: now()
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}
