// When each unit works: its own week or that of the unit above, the holidays of the Land, and its closing days.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { holidaysOf, regionalHolidays } from './holidays.ts'
import { readSpans, serviceCalendar, type ServiceCalendar, type Span, type Week } from './hours.ts'
import { readSettings, type Settings } from './settings.ts'

export interface ClosingDays {
  id: string
  unitId: string
  from: string
  to: string
  reason: string
}

/** What is stored about hours, as the arithmetic wants it. */
export interface StoredHours {
  zone: string
  land: string
  settings: Settings
  /** The root first; a unit's parent by its id. */
  parents: Map<string, string | null>
  weeks: Map<string, Week>
  regional: Map<string, string[]>
  closings: ClosingDays[]
}

/** Everything about hours in the municipality of the transaction. */
export async function readHours(tx: Tx): Promise<StoredHours> {
  const town = await tx.selectFrom('municipality').select(['time_zone', 'land', 'settings']).executeTakeFirstOrThrow()
  const units = await tx.selectFrom('unit').select(['id', 'parent_id']).orderBy('created_at').limit(2000).execute()
  const rows = await tx.selectFrom('unit_hours').select(['unit_id', 'week', 'regional_holidays']).limit(2000).execute()
  const closings = await tx.selectFrom('closing_day').selectAll().orderBy('from_day', 'desc').limit(2000).execute()
  return {
    zone: town.time_zone,
    land: town.land,
    settings: readSettings(town.settings),
    parents: new Map(units.map(({ id, parent_id }) => [id, parent_id])),
    weeks: new Map(rows.flatMap(({ unit_id, week }) => (week ? [[unit_id, week as unknown as Week]] : []))),
    regional: new Map(
      rows.flatMap(({ unit_id, regional_holidays }) => (regional_holidays ? [[unit_id, regional_holidays]] : []))
    ),
    closings: closings.map((row) => ({
      id: row.id,
      unitId: row.unit_id,
      from: row.from_day,
      to: row.to_day,
      reason: row.reason
    }))
  }
}

/** The unit and those above it, nearest first; for no unit the root alone. */
export function unitsAbove(parents: Map<string, string | null>, unitId: string | null): string[] {
  const chain: string[] = []
  for (let id = unitId; id && !chain.includes(id); id = parents.get(id) ?? null) if (parents.has(id)) chain.push(id)
  if (chain.length > 0) return chain
  const root = [...parents].find(([, parent]) => parent === null)?.[0]
  return root ? [root] : []
}

/** When a unit works. Null: when the town hall does. */
export function calendarOf(stored: StoredHours, unitId: string | null): ServiceCalendar {
  const chain = unitsAbove(stored.parents, unitId)
  const weekFrom = chain.find((id) => stored.weeks.has(id))
  const regional = stored.regional.get(chain.find((id) => stored.regional.has(id)) ?? '') ?? []
  const closings = stored.closings.filter((one) => chain.includes(one.unitId))
  const years = new Map<string, Map<string, string>>()
  const holidays = (year: string): Map<string, string> => {
    let days = years.get(year)
    if (!days) {
      days = new Map(holidaysOf(stored.land, Number(year), regional).map(({ day, name }) => [day, name.de]))
      years.set(year, days)
    }
    return days
  }
  return serviceCalendar(stored.zone, weekFrom ? stored.weeks.get(weekFrom)! : weekOf(stored.settings), (day) => {
    const closing = closings.find(({ from, to }) => from <= day && day <= to)
    return closing?.reason ?? holidays(day.slice(0, 4)).get(day) ?? null
  })
}

/** The week of a municipality whose root has none of its own. */
export function weekOf({ serviceHours }: Settings): Week {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const span: Span = [minutes(serviceHours.from), minutes(serviceHours.to)]
  return Array.from({ length: 7 }, (_, index) =>
    serviceHours.days.includes(index + 1) && span[0] < span[1] ? [span] : []
  )
}

/**
 * Settles the week of a unit, a text for each day as people write it; null: as the unit above.
 * @throws NotAllowed, Invalid (field `day1` to `day7`, or `week` when nobody would ever work)
 */
export async function settleWeek(tx: Tx, who: Who, unitId: string, days: string[] | null): Promise<void> {
  must(who, 'unit.settle', unitId)
  const week = days && Array.from({ length: 7 }, (_, index) => readSpans(days[index] ?? ''))
  const faults = Object.fromEntries(
    (week ?? []).flatMap((spans, index) => (spans ? [] : [[`day${index + 1}`, 'hoursShape']]))
  )
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  if (week?.every((spans) => spans!.length === 0)) throw new Invalid({ week: 'hoursNever' })
  await settle(tx, who, unitId, { week: week ? JSON.stringify(week) : null })
}

/** Chooses which holidays of a part of the Land hold for a unit and those below it. @throws NotAllowed, Invalid */
export async function settleRegional(tx: Tx, who: Who, unitId: string, keys: string[]): Promise<void> {
  must(who, 'unit.settle', unitId)
  const { land } = await tx.selectFrom('municipality').select('land').executeTakeFirstOrThrow()
  const known = new Set(regionalHolidays(land).map(({ key }) => key))
  if (keys.some((key) => !known.has(key))) throw new Invalid({ regional: 'choose' })
  await settle(tx, who, unitId, { regional_holidays: keys })
}

/** Closes a unit and those below it for some days. @throws NotAllowed, Invalid */
export async function addClosing(
  tx: Tx,
  who: Who,
  input: { unit: string; from: string; to: string; reason: string }
): Promise<string> {
  must(who, 'unit.settle', input.unit)
  const reason = input.reason.trim()
  const to = input.to || input.from
  const day = /^\d{4}-\d\d-\d\d$/
  const faults = {
    ...(!day.test(input.from) && { from: 'dayMissing' }),
    ...(day.test(input.from) && (!day.test(to) || to < input.from) && { to: 'dayOrder' }),
    ...(reason === '' && { reason: 'closingReasonMissing' }),
    ...(reason.length > 100 && { reason: 'nameLong' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const id = newId()
  await tx
    .insertInto('closing_day')
    .values({ id, unit_id: input.unit, from_day: input.from, to_day: to, reason })
    .execute()
  record(tx, who, 'unit.closing-added', input.unit, { closing: id })
  return id
}

/** Takes closing days back. @throws NotAllowed, NotFound */
export async function dropClosing(tx: Tx, who: Who, id: string): Promise<void> {
  const row = await tx.selectFrom('closing_day').select('unit_id').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'unit.settle', row.unit_id)
  await tx.deleteFrom('closing_day').where('id', '=', id).execute()
  record(tx, who, 'unit.closing-dropped', row.unit_id, { closing: id })
}

async function settle(
  tx: Tx,
  who: Who,
  unitId: string,
  change: { week?: string | null; regional_holidays?: string[] }
): Promise<void> {
  const values = { ...change, changed_at: now() }
  await tx
    .insertInto('unit_hours')
    .values({ unit_id: unitId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'unit_id']).doUpdateSet(values))
    .execute()
  record(tx, who, 'unit.hours-settled', unitId)
}
