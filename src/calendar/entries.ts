// Reading the calendar: everything with a time, from where it belongs.
import { sql } from 'kysely'
import { meetingsBetween } from '#council/queries.ts'
import { listElections } from '#elections/settle.ts'
import { messages } from '#ui/messages/messages.ts'
import { dutiesBetween } from '#duty/queries.ts'
import { holidaysOf } from '#municipality/holidays.ts'
import { readHours, unitsAbove } from '#municipality/unit-hours.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { formatLocal, startOfDay } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { type Entry, type EntryKind, entryKinds, type Wanted } from './shared.ts'
import { seriesDaysBetween } from '#posts/series/queries.ts'
import { momentOf } from '#posts/series/rule.ts'
import { schoolHolidaysBetween } from './school-holidays.ts'

interface Asked extends Wanted {
  zone: string
  land: string
  /** The unit and those below it; null: all. */
  unitIds: string[] | null
}

/** What stands in the calendar between two days, by time. At most 1,000 of each kind. */
export async function entriesBetween(tx: Tx, who: Who, wanted: Wanted): Promise<Entry[]> {
  const { time_zone: zone, land } = await tx
    .selectFrom('municipality')
    .select(['time_zone', 'land'])
    .executeTakeFirstOrThrow()
  const asked: Asked = { ...wanted, zone, land, unitIds: wanted.unitId ? await unitsBelow(tx, wanted.unitId) : null }
  const entries: Entry[] = []
  for (const kind of wanted.kinds ?? entryKinds) entries.push(...(await readers[kind](tx, who, asked)))
  return entries.sort((a, b) => a.from.localeCompare(b.from) || a.title.localeCompare(b.title, 'de'))
}

const readers: Record<EntryKind, (tx: Tx, who: Who, asked: Asked) => Promise<Entry[]>> = {
  post: postEntries,
  campaign: campaignEntries,
  meeting: meetingEntries,
  duty: dutyEntries,
  holiday: holidayEntries,
  election: electionEntries,
  school: async (tx, _who, { from, to }) =>
    (await schoolHolidaysBetween(tx, from, to)).map(({ id, name, startsOn, endsOn }) => ({
      id: `school:${id}`,
      kind: 'school',
      title: name,
      from: startsOn,
      to: endsOn
    }))
}

/** Posts at the time they went out, will, or are meant to. */
async function postEntries(tx: Tx, who: Who, asked: Asked): Promise<Entry[]> {
  const { from, to, zone, unitIds, personId } = asked
  if (!may(who, 'post.write')) return []
  const start = startOfDay(from, zone)
  const end = startOfDay(to, zone)
  const at = sql<Date>`case post.state when 'published' then post.published_at when 'scheduled' then post.scheduled_at
    else post.planned_at end`
  let query = tx
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select(['post.id', 'post.draft_title', 'post.state', 'post.unit_id', 'unit.short_name', at.as('at')])
    .where('post.state', '<>', 'withdrawn')
    // Three ranges, each with its index, before the one that counts is looked at.
    .where(({ and, eb, or }) =>
      or(
        (['published_at', 'scheduled_at', 'planned_at'] as const).map((column) =>
          and([eb(`post.${column}`, '>=', start), eb(`post.${column}`, '<', end)])
        )
      )
    )
    .where(at, '>=', start)
    .where(at, '<', end)
  if (unitIds) query = query.where('post.unit_id', 'in', unitIds)
  if (personId) query = query.where('post.author_id', '=', personId)
  const rows = await query.orderBy('at').limit(1000).execute()
  const posts = rows.map((row): Entry => ({
    id: `post:${row.id}`,
    kind: 'post',
    title: row.draft_title,
    from: formatLocal(row.at, zone),
    to: null,
    state: row.state,
    unit: row.short_name,
    href: `/desk/posts/${row.id}`,
    isMovable:
      (row.state === 'draft' && may(who, 'post.write', row.unit_id)) ||
      (row.state === 'scheduled' && may(who, 'post.reschedule', row.unit_id)),
    startsAt: row.at.toISOString()
  }))
  return [...posts, ...(await endingEntries(tx, start, end, asked)), ...(await seriesEntries(tx, asked))]
}

/** Posts that withdraw themselves. */
async function endingEntries(tx: Tx, start: Date, end: Date, { unitIds, personId, zone }: Asked): Promise<Entry[]> {
  let query = tx
    .selectFrom('post')
    .innerJoin('unit', 'unit.id', 'post.unit_id')
    .select(['post.id', 'post.draft_title', 'unit.short_name', 'post.withdraw_at'])
    .where('post.state', '<>', 'withdrawn')
    .where('post.withdraw_at', '>=', start)
    .where('post.withdraw_at', '<', end)
  if (unitIds) query = query.where('post.unit_id', 'in', unitIds)
  if (personId) query = query.where('post.author_id', '=', personId)
  const rows = await query.orderBy('post.withdraw_at').limit(1000).execute()
  return rows.map((row) => ({
    id: `ends:${row.id}`,
    kind: 'post',
    title: row.draft_title,
    from: formatLocal(row.withdraw_at!, zone),
    to: null,
    state: 'ends',
    unit: row.short_name,
    href: `/desk/posts/${row.id}`,
    startsAt: row.withdraw_at!.toISOString()
  }))
}

/** What a series will bring stands there before it is made. */
async function seriesEntries(tx: Tx, { from, to, unitIds, personId, zone }: Asked): Promise<Entry[]> {
  if (personId) return []
  return (await seriesDaysBetween(tx, from, to, unitIds)).map(({ series, day }) => ({
    id: `series:${series.id}:${day.day}`,
    kind: 'post',
    title: series.name,
    from: day.at,
    to: null,
    state: 'series',
    unit: series.unitName,
    href: `/desk/posts/series/${series.id}`,
    startsAt: momentOf(day.at, zone)?.toISOString()
  }))
}

/** Meetings of the council and its committees, as its information system tells them. They concern every department. */
async function meetingEntries(tx: Tx, who: Who, { from, to, zone }: Asked): Promise<Entry[]> {
  const meetings = await meetingsBetween(tx, startOfDay(from, zone), startOfDay(to, zone))
  return meetings
    .filter(({ cancelled }) => !cancelled)
    .map((meeting) => ({
      id: `meeting:${meeting.id}`,
      kind: 'meeting',
      title: meeting.name,
      from: formatLocal(meeting.startsAt, zone),
      to: meeting.endsAt && formatLocal(meeting.endsAt, zone),
      ...(may(who, 'post.write') && { href: '/desk/council' }),
      startsAt: meeting.startsAt.toISOString(),
      ...(meeting.endsAt && { endsAt: meeting.endsAt.toISOString() })
    }))
}

/** Campaigns over their time, and the days on which somebody looks back at them. */
async function campaignEntries(tx: Tx, who: Who, { from, to, unitIds, personId }: Asked): Promise<Entry[]> {
  if (!may(who, 'post.write')) return []
  let query = tx
    .selectFrom('campaign')
    .innerJoin('unit', 'unit.id', 'campaign.unit_id')
    .select([
      'campaign.id',
      'campaign.title',
      'campaign.starts_on',
      'campaign.ends_on',
      'campaign.review_on',
      'unit.short_name'
    ])
    .where('campaign.state', '<>', 'archived')
    .where(({ and, eb, or }) =>
      or([
        and([eb('starts_on', '<', to), or([eb('ends_on', '>=', from), eb('ends_on', 'is', null)])]),
        and([eb('review_on', '>=', from), eb('review_on', '<', to)])
      ])
    )
  if (unitIds) query = query.where('campaign.unit_id', 'in', unitIds)
  if (personId) {
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('campaign_person')
          .select('campaign_person.person_id')
          .whereRef('campaign_person.campaign_id', '=', 'campaign.id')
          .where('campaign_person.person_id', '=', personId)
      )
    )
  }
  const rows = await query.orderBy('starts_on').limit(1000).execute()
  return rows.flatMap((row) => {
    const shared = {
      kind: 'campaign' as const,
      title: row.title,
      unit: row.short_name,
      href: `/desk/campaigns/${row.id}`
    }
    const entries: Entry[] = []
    // Without an end it stands at its beginning: a bar without end would cover every week.
    if (row.starts_on && row.starts_on < to && (row.ends_on ?? row.starts_on) >= from) {
      entries.push({ ...shared, id: `campaign:${row.id}`, from: row.starts_on, to: row.ends_on ?? row.starts_on })
    }
    if (row.review_on && row.review_on >= from && row.review_on < to) {
      entries.push({ ...shared, id: `review:${row.id}`, state: 'review', from: row.review_on, to: row.review_on })
    }
    return entries
  })
}

/** Public holidays, also those that hold here only, and the days on which the unit is closed. */
async function holidayEntries(tx: Tx, _who: Who, { from, to, land, unitId, language = 'de' }: Asked): Promise<Entry[]> {
  const stored = await readHours(tx)
  const chain = unitsAbove(stored.parents, unitId ?? null)
  const regional = stored.regional.get(chain.find((id) => stored.regional.has(id)) ?? '') ?? []
  const entries: Entry[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const { day, key, name } of holidaysOf(land, year, regional)) {
      if (day >= from && day < to) {
        entries.push({ id: `holiday:${key}:${day}`, kind: 'holiday', title: name[language], from: day, to: day })
      }
    }
  }
  for (const closing of stored.closings) {
    if (!chain.includes(closing.unitId) || closing.from >= to || closing.to < from) continue
    entries.push({
      id: `closing:${closing.id}`,
      kind: 'holiday',
      title: closing.reason,
      from: closing.from,
      to: closing.to
    })
  }
  return entries
}

/** Election days, and the time of restraint before each. */
async function electionEntries(tx: Tx, who: Who, { from, to, language = 'de' }: Asked): Promise<Entry[]> {
  if (!may(who, 'post.write')) return []
  const href = '/desk/settings/elections'
  const restraint = messages(language).elections.restraintOf
  return (await listElections(tx, from)).flatMap((one): Entry[] => [
    ...(one.day >= from && one.day < to
      ? [{ id: `election:${one.id}`, kind: 'election' as const, title: one.name, from: one.day, to: one.day, href }]
      : []),
    ...(one.restraintFrom < to && one.restraintTo >= from
      ? [
          {
            id: `restraint:${one.id}`,
            kind: 'election' as const,
            title: restraint(one.name),
            from: one.restraintFrom,
            to: one.restraintTo,
            href
          }
        ]
      : [])
  ])
}

async function dutyEntries(tx: Tx, who: Who, { from, to, zone, unitIds, personId }: Asked): Promise<Entry[]> {
  const duties = await dutiesBetween(tx, who, startOfDay(from, zone), startOfDay(to, zone), {
    ...(personId && { personId })
  })
  return duties
    .filter((duty) => !unitIds || unitIds.includes(duty.unitId))
    .map((duty) => ({
      id: `duty:${duty.id}`,
      kind: 'duty',
      title: duty.personName,
      from: formatLocal(duty.startsAt, zone),
      to: formatLocal(duty.endsAt, zone),
      startsAt: duty.startsAt.toISOString(),
      endsAt: duty.endsAt.toISOString(),
      unit: duty.unitName,
      href: `/desk/calendar/duty#duty-${duty.id}`
    }))
}

/** The unit and all below it. */
export async function unitsBelow(tx: Tx, unitId: string): Promise<string[]> {
  const units = await tx.selectFrom('unit').select(['id', 'parent_id']).limit(5000).execute()
  const found = [unitId]
  for (const parent of found)
    for (const unit of units) if (unit.parent_id === parent && !found.includes(unit.id)) found.push(unit.id)
  return found
}
