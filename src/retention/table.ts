// The table of everything personal: how long, since when, what the last run did; and settling it otherwise.
import { must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { retentionClasses, retentionDays, type ClassId, type RetentionClass } from '#privacy/classes.ts'
import { readPeriods } from '#privacy/period.ts'
import { readSettings } from '#municipality/settings.ts'
import { forget } from './forget.ts'
import { everyHours } from './run.ts'

export interface RetentionLine {
  id: ClassId
  /** Null: it goes with an event. */
  days: { now: number; default: number; min: number; max: number } | null
  settledAt: string | null
  /** Why it differs from the default. */
  reason: string | null
  nextAt: Date | null
  last: { at: Date; count: number; failed: boolean } | null
  gone: { at: Date; count: number } | null
}

/** Every class, in the order of the list. @throws NotAllowed */
export async function retentionTable(tx: Tx, who: Person): Promise<RetentionLine[]> {
  must(who, 'privacy.read')
  const days = await retentionDays(tx)
  const rules = await tx.selectFrom('retention_rule').select(['class', 'reason']).limit(1000).execute()
  const runs = await tx.selectFrom('retention_run').selectAll().limit(1000).execute()
  const town = await tx.selectFrom('municipality').select('settings').executeTakeFirstOrThrow()
  const address = {
    days: (await readPeriods(tx))!.days,
    reason: readSettings(town.settings).addressDaysReason || null,
    last: await lastOf(tx, 'address')
  }
  const record = await lastOf(tx, 'record')
  return retentionClasses.map((one: RetentionClass) => {
    const id = one.id as ClassId
    const run = runs.find((row) => row.class === id)
    const line: RetentionLine = {
      id,
      days: one.days && { ...one.days, now: days[id] },
      settledAt: one.settledAt ?? null,
      reason: rules.find((row) => row.class === id)?.reason ?? null,
      nextAt: null,
      last: run ? { at: run.at, count: run.count, failed: run.problem !== null } : null,
      gone: run?.gone_at ? { at: run.gone_at, count: run.gone_count } : null
    }
    if (forget[id])
      line.nextAt = run ? new Date(Math.max(run.at.getTime() + everyHours * 3_600_000, now().getTime())) : now()
    if (id === 'address') {
      line.days!.now = address.days
      line.reason = address.reason
      line.gone = address.last
      // Every minute.
      line.nextAt = new Date(now().getTime() + 60_000)
    }
    if (id === 'record') line.gone = record
    return line
  })
}

async function lastOf(tx: Tx, what: string): Promise<{ at: Date; count: number } | null> {
  const row = await tx
    .selectFrom('erasure')
    .select(['at', 'count'])
    .where('what', '=', what)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Settles how long a class is kept here, with a reason; the default again needs none.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function settleRetention(
  tx: Tx,
  who: Who,
  input: { class: string; days: number; reason: string }
): Promise<void> {
  must(who, 'retention.settle')
  const found = (retentionClasses as readonly RetentionClass[]).find(({ id }) => id === input.class)
  if (!found?.days || found.settledAt) throw new NotFound()
  const { min, max, default: byDefault } = found.days
  if (!Number.isInteger(input.days) || input.days < min || input.days > max)
    throw new Invalid({ days: 'retentionRange' }, 'invalid', { min, max })
  const was = (await retentionDays(tx))[found.id as ClassId]
  const reason = input.reason.trim()
  if (input.days === byDefault) await tx.deleteFrom('retention_rule').where('class', '=', found.id).execute()
  else {
    if (reason.length < 10) throw new Invalid({ reason: 'retentionReason' })
    if (reason.length > 500) throw new Invalid({ reason: 'reasonTooLong' })
    const rule = { days: input.days, reason, set_by: who.kind === 'person' ? who.id : null, set_at: now() }
    await tx
      .insertInto('retention_rule')
      .values({ class: found.id, ...rule })
      .onConflict((conflict) => conflict.columns(['municipality_id', 'class']).doUpdateSet(rule))
      .execute()
  }
  record(tx, who, 'privacy.retention-settled', tx.municipalityId, { class: found.id, days: input.days, was })
}
