// For how long the addresses of a day are kept.
import { sql } from 'kysely'
import { readSettings } from '#municipality/settings.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'

/** Local days an address is kept, the day itself counted, unless the municipality settled otherwise. */
export const defaultDays = 7
/** The most a municipality may settle. */
export const maxDays = 30
const shortestReason = 20
const longestReason = 500

export interface PeriodRule {
  zone: string
  /** What the settings say; holds where nothing else was noted. */
  days: number
  /** What was settled, the oldest first. */
  periods: { from: string; days: number }[]
}

/** What the municipality of the transaction settled; null when the database knows no such municipality. */
export async function readPeriods(tx: Tx): Promise<PeriodRule | null> {
  const row = await tx.selectFrom('municipality').select(['time_zone', 'settings']).executeTakeFirst()
  if (!row) return null
  const wanted = Number((row.settings as { addressDays?: unknown }).addressDays ?? defaultDays)
  const periods = await tx
    .selectFrom('address_period')
    .select(['from_day', 'days'])
    .orderBy('from_day')
    .orderBy('set_at')
    .limit(1000)
    .execute()
  return {
    zone: row.time_zone,
    days: Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), maxDays) : defaultDays,
    periods: periods.map(({ from_day, days }) => ({ from: from_day, days }))
  }
}

/**
 * How many days the addresses of this day are kept. Who wrote when seven days were promised is kept for seven days, whatever
 * was settled later; a shorter period holds at once, for all days.
 */
export function daysOf(rule: PeriodRule, day: string): number {
  if (rule.periods.length === 0) return rule.days
  const before = rule.periods.filter(({ from }) => from <= day).at(-1)?.days ?? defaultDays
  const later = rule.periods.filter(({ from }) => from > day).map(({ days }) => days)
  return Math.min(before, ...later)
}

/**
 * Settles for how long addresses are kept: up to seven days without more ado, up to thirty with a reason that everybody can
 * read in the notice. Longer holds for what is written from tomorrow on, shorter at once.
 * @throws NotAllowed, Invalid
 */
export async function settlePeriod(tx: Tx, who: Who, input: { days: number; reason: string }): Promise<void> {
  must(who, 'retention.settle')
  const { days } = input
  const reason = input.reason.trim()
  if (!Number.isInteger(days) || days < 1 || days > maxDays) throw new Invalid({ days: 'addressDaysRange' })
  if (days > defaultDays && reason.length < shortestReason) throw new Invalid({ reason: 'addressDaysReason' })
  if (reason.length > longestReason) throw new Invalid({ reason: 'reasonTooLong' })
  const rule = (await readPeriods(tx))!
  const town = await tx.selectFrom('municipality').select('settings').forUpdate().executeTakeFirstOrThrow()
  const today = dayIn(now(), rule.zone)
  const current = daysOf(rule, today)
  if (rule.periods.length === 0 && current !== defaultDays) await note(tx, who, '2000-01-01', current, 'settings')
  await note(tx, who, days > current ? addDays(today, 1) : today, days, reason)
  const { addressDays: was } = readSettings(town.settings)
  await tx
    .updateTable('municipality')
    .set({
      settings: sql`settings || ${JSON.stringify({ addressDays: days, addressDaysReason: days > defaultDays ? reason : '' })}::jsonb`
    })
    .execute()
  record(tx, who, 'municipality.address-days', tx.municipalityId, { days, was })
}

async function note(tx: Tx, who: Who, from: string, days: number, reason: string): Promise<void> {
  await tx
    .insertInto('address_period')
    .values({ id: newId(), from_day: from, days, reason, set_by: who.kind === 'person' ? who.id : null, set_at: now() })
    .execute()
}
