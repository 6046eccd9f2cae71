// Keeping a series of posts: what it says, when it comes again, and single days that are different.
import { enteredTime, timeZone } from '#municipality/entered-time.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { limits } from '../types.ts'
import { daysOf, readRule, type Rule, writeRule } from './rule.ts'

export interface SeriesInput {
  name: string
  unitId: string
  title: string
  lead: string
  body: string
  rule: Rule
  /** Local days, and the time of day as `HH:MM`. */
  startsOn: string
  atTime: string
  /** At most one of the two; null: without end. */
  endsOn: string | null
  times: number | null
  aheadDays: number
  schedules: boolean
}

/**
 * Keeps a series; `id` null begins one. Posts that are made already stay as they are.
 * @throws NotAllowed, NotFound, Invalid, Stale when somebody saved since `revision`
 */
export async function saveSeries(
  tx: Tx,
  who: Who,
  input: SeriesInput & { id: string | null; revision: number }
): Promise<string> {
  must(who, input.schedules ? 'post.publish' : 'post.write', input.unitId)
  const values = checked(input)
  if (input.id === null) {
    const id = newId()
    await tx
      .insertInto('post_series')
      .values({
        id,
        ...values,
        owner_id: who.kind === 'person' ? who.id : null,
        created_at: now(),
        changed_at: now()
      })
      .execute()
    record(tx, who, 'series.made', id, { unit: input.unitId })
    return id
  }
  const old = await lockSeries(tx, who, input.id)
  if (old.revision !== input.revision) throw new Stale('series.stale')
  await tx
    .updateTable('post_series')
    .set({
      ...values,
      // Whoever decides what its posts say stands behind them.
      owner_id: who.kind === 'person' ? who.id : old.owner_id,
      revision: old.revision + 1,
      changed_at: now()
    })
    .where('id', '=', old.id)
    .execute()
  record(tx, who, 'series.changed', old.id, { unit: input.unitId })
  return old.id
}

/** Makes no more posts of this series, or goes on with it. @throws NotAllowed, NotFound */
export async function endSeries(tx: Tx, who: Who, id: string, isEnded: boolean): Promise<void> {
  const series = await lockSeries(tx, who, id)
  await tx
    .updateTable('post_series')
    .set({ ended_at: isEnded ? now() : null, changed_at: now() })
    .where('id', '=', series.id)
    .execute()
  record(tx, who, isEnded ? 'series.ended' : 'series.resumed', series.id)
}

/** Leaves one day out, or takes that back. @throws NotAllowed, NotFound, Refusal when its post is made already */
export async function skipDay(
  tx: Tx,
  who: Who,
  input: { series: string; day: string; isSkipped: boolean }
): Promise<void> {
  await lockSeries(tx, who, input.series)
  await refuseForeignDay(tx, input.series, input.day)
  await tx
    .insertInto('series_day')
    .values({ series_id: input.series, on_day: input.day, is_skipped: input.isSkipped })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'series_id', 'on_day']).doUpdateSet({ is_skipped: input.isSkipped })
    )
    .execute()
  record(tx, who, input.isSkipped ? 'series.day-skipped' : 'series.day-restored', input.series)
}

/** Lets one day's post come at another time. @throws NotAllowed, NotFound, Invalid; Refusal when its post is made already */
export async function moveDay(tx: Tx, who: Who, input: { series: string; day: string; at: string }): Promise<void> {
  await lockSeries(tx, who, input.series)
  await refuseForeignDay(tx, input.series, input.day)
  const { at } = await enteredTime(tx, input.at, 'at')
  if (at <= now()) throw new Invalid({ at: 'posts.timePast' })
  const movedTo = input.at.slice(0, 16)
  await tx
    .insertInto('series_day')
    .values({ series_id: input.series, on_day: input.day, moved_to: movedTo })
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'series_id', 'on_day'])
        .doUpdateSet({ moved_to: movedTo, is_skipped: false, problem: null })
    )
    .execute()
  record(tx, who, 'series.day-moved', input.series)
}

async function lockSeries(tx: Tx, who: Who, id: string) {
  const series = await tx.selectFrom('post_series').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!series) throw new NotFound()
  must(who, series.schedules ? 'post.publish' : 'post.write', series.unit_id)
  return series
}

/** Only days of the rule can be different, and only as long as their post is not made. */
async function refuseForeignDay(tx: Tx, id: string, day: string): Promise<void> {
  const series = await tx.selectFrom('post_series').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const course = { rule: series.rule, startsOn: series.starts_on, endsOn: series.ends_on, times: series.times }
  if (!isDay(day) || (await daysOf(course, day, 1))[0] !== day) throw new NotFound()
  if (day < dayIn(now(), await timeZone(tx))) throw new Refusal('series.dayPast', {}, 409)
  const made = await tx
    .selectFrom('series_day')
    .select('made_at')
    .where('series_id', '=', id)
    .where('on_day', '=', day)
    .executeTakeFirst()
  if (made?.made_at) throw new Refusal('series.dayMade', {}, 409)
}

function checked(input: SeriesInput) {
  const problems: Record<string, string> = {}
  const name = input.name.trim()
  if (!name) problems.name = 'nameMissing'
  else if (name.length > 120) problems.name = 'nameLong'
  if (!input.title.trim()) problems.title = 'posts.titleMissing'
  for (const field of ['title', 'lead', 'body'] as const)
    if (input[field].length > limits[field]) problems[field] = 'posts.tooLong'
  const rule = writeRule(input.rule)
  if (!readRule(rule)) problems.rule = input.rule.kind === 'weekly' ? 'series.noWeekday' : 'series.noRule'
  if (!isDay(input.startsOn)) problems.startsOn = 'calendar.dayInvalid'
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(input.atTime)) problems.atTime = 'template.noTime'
  if (input.endsOn !== null && !isDay(input.endsOn)) problems.endsOn = 'calendar.dayInvalid'
  else if (input.endsOn !== null && input.endsOn < input.startsOn) problems.endsOn = 'calendar.endsBefore'
  if (input.times !== null && !(Number.isInteger(input.times) && input.times >= 1 && input.times <= 500))
    problems.times = 'series.timesRange'
  if (!(Number.isInteger(input.aheadDays) && input.aheadDays >= 1 && input.aheadDays <= 90))
    problems.aheadDays = 'series.aheadRange'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return {
    name,
    unit_id: input.unitId,
    title: input.title.trim(),
    lead: input.lead.trim(),
    body: input.body.replace(/\r\n?/g, '\n'),
    rule,
    starts_on: input.startsOn,
    at_time: input.atTime,
    ends_on: input.endsOn,
    times: input.endsOn === null ? input.times : null,
    ahead_days: input.aheadDays,
    schedules: input.schedules
  }
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
