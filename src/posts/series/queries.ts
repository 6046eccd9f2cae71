import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { addDays, dayIn, formatLocal, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotAllowed, NotFound } from '#platform/refusal.ts'
import { daysOf, momentOf, readRule, type Rule } from './rule.ts'

export interface Series {
  id: string
  name: string
  unitId: string
  unitName: string
  ownerName: string | null
  title: string
  lead: string
  body: string
  rule: Rule
  /** As it is stored. */
  ruleText: string
  startsOn: string
  atTime: string
  endsOn: string | null
  times: number | null
  aheadDays: number
  schedules: boolean
  revision: number
  isEnded: boolean
}

/** One day of a series, to come or made. */
export interface SeriesDay {
  /** By the rule. */
  day: string
  /** Local time at which its post is meant to go out, after moves and changes of the clock. */
  at: string
  isSkipped: boolean
  isMoved: boolean
  postId: string | null
  isMade: boolean
  problem: string | null
}

/** The series of the town by name, running ones first; at most 500. */
export async function listSeries(tx: Tx, who: Who): Promise<Series[]> {
  if (!may(who, 'post.write')) throw new NotAllowed('post.write')
  const rows = await seriesQuery(tx).orderBy('post_series.name').limit(500).execute()
  return rows.map(toSeries).sort((a, b) => Number(a.isEnded) - Number(b.isEnded))
}

/** A series. @throws NotFound */
export async function readSeries(tx: Tx, who: Who, id: string): Promise<Series> {
  if (!may(who, 'post.write')) throw new NotAllowed('post.write')
  const row = await seriesQuery(tx).where('post_series.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound()
  return toSeries(row)
}

/** The next days of a series, with what became of each. */
export async function nextDays(tx: Tx, series: Series, most: number): Promise<SeriesDay[]> {
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const today = dayIn(now(), zone)
  return withLines(tx, series, await daysOf(courseOf(series), today, most), zone)
}

/** Days to come of running series between two local days (the last not counted) of which no post is made yet. */
export async function seriesDaysBetween(
  tx: Tx,
  from: string,
  to: string,
  unitIds: string[] | null
): Promise<{ series: Series; day: SeriesDay }[]> {
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  let query = seriesQuery(tx).where('ended_at', 'is', null)
  if (unitIds) query = query.where('post_series.unit_id', 'in', unitIds)
  const today = dayIn(now(), zone)
  const found: { series: Series; day: SeriesDay }[] = []
  for (const row of await query.limit(200).execute()) {
    const series = toSeries(row)
    // A moved day may come from outside of the span.
    const days = await daysOf(courseOf(series), from > today ? addDays(from, -31) : today, 200, addDays(to, 31))
    for (const day of await withLines(tx, series, days, zone)) {
      const shown = day.at.slice(0, 10)
      if (!day.isMade && !day.isSkipped && shown >= from && shown < to) found.push({ series, day })
    }
  }
  return found.slice(0, 1000)
}

async function withLines(tx: Tx, series: Series, days: string[], zone: string): Promise<SeriesDay[]> {
  if (days.length === 0) return []
  const rows = await tx
    .selectFrom('series_day')
    .selectAll()
    .where('series_id', '=', series.id)
    .where('on_day', 'in', days)
    .execute()
  const lines = new Map(rows.map((row) => [row.on_day, row]))
  return days.map((day) => {
    const line = lines.get(day)
    const planned = line?.moved_to ?? `${day}T${series.atTime}`
    const at = momentOf(planned, zone)
    return {
      day,
      at: at ? formatLocal(at, zone) : planned,
      isSkipped: line?.is_skipped ?? false,
      isMoved: Boolean(line?.moved_to),
      postId: line?.post_id ?? null,
      isMade: Boolean(line?.made_at),
      problem: line?.problem ?? null
    }
  })
}

function courseOf(series: Series) {
  return { rule: series.ruleText, startsOn: series.startsOn, endsOn: series.endsOn, times: series.times }
}

function seriesQuery(tx: Tx) {
  return tx
    .selectFrom('post_series')
    .innerJoin('unit', 'unit.id', 'post_series.unit_id')
    .leftJoin('person', 'person.id', 'post_series.owner_id')
    .selectAll('post_series')
    .select(['unit.short_name as unit_name', 'person.name as owner_name'])
}

function toSeries(row: Awaited<ReturnType<ReturnType<typeof seriesQuery>['execute']>>[number]): Series {
  return {
    id: row.id,
    name: row.name,
    unitId: row.unit_id,
    unitName: row.unit_name,
    ownerName: row.owner_name,
    title: row.title,
    lead: row.lead,
    body: row.body,
    rule: readRule(row.rule) ?? { kind: 'yearly' },
    ruleText: row.rule,
    startsOn: row.starts_on,
    atTime: row.at_time,
    endsOn: row.ends_on,
    times: row.times,
    aheadDays: row.ahead_days,
    schedules: row.schedules,
    revision: row.revision,
    isEnded: row.ended_at !== null
  }
}
