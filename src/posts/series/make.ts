// Makes the posts of series ahead of their time, through the same use cases and decisions as any other post.
import { municipalityIds } from '#municipality/hosts.ts'
import { loadPerson } from '#people/person.ts'
import { may } from '#people/rights.ts'
import { type Person, system } from '#people/types.ts'
import { addDays, dayIn, formatLocal, now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { Refusal } from '#platform/refusal.ts'
import { createPost } from '../create.ts'
import { schedulePost } from '../schedule.ts'
import { fillTemplate, sayDate, type TemplateField } from '../templates/fields.ts'
import { daysOf, momentOf } from './rule.ts'

const logger = log('posts')

/** Every half hour; a post is made days ahead, so that nobody waits for this. */
export const seriesJob = defineJob({
  name: 'post-series',
  everySeconds: 1800,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await makeDue(id)
  }
})

/** Makes what is due in a municipality, each day of a series in a transaction of its own. Answers how many posts it made. */
export async function makeDue(municipalityId: string): Promise<number> {
  const due = await inMunicipality(municipalityId, dueDays)
  let count = 0
  for (const { series, day } of due) {
    try {
      if (await inMunicipality(municipalityId, (tx) => makeDay(tx, series, day))) count++
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      logger.warn('a post of a series could not be made: {problem}', { series, problem: error.key })
      await inMunicipality(municipalityId, (tx) => note(tx, series, day, { problem: error.key }))
    }
  }
  return count
}

/** The days that come near and of which nothing is made; at most 500. */
async function dueDays(tx: Tx): Promise<{ series: string; day: string }[]> {
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const today = dayIn(now(), zone)
  const open = await tx.selectFrom('post_series').selectAll().where('ended_at', 'is', null).limit(500).execute()
  const settled = await tx
    .selectFrom('series_day')
    .select(['series_id', 'on_day'])
    .where('on_day', '>=', today)
    .where(({ or, eb }) => or([eb('made_at', 'is not', null), eb('is_skipped', '=', true)]))
    .execute()
  const known = new Set(settled.map((row) => `${row.series_id} ${row.on_day}`))
  const coming: { series: string; day: string }[] = []
  for (const series of open) {
    const course = { rule: series.rule, startsOn: series.starts_on, endsOn: series.ends_on, times: series.times }
    const days = await daysOf(course, today, 100, addDays(today, series.ahead_days + 1))
    coming.push(...days.map((day) => ({ series: series.id, day })))
  }
  return coming.filter(({ series, day }) => !known.has(`${series} ${day}`)).slice(0, 500)
}

/** Makes the post of one day, once. Answers whether it did. */
async function makeDay(tx: Tx, seriesId: string, day: string): Promise<boolean> {
  // Of two processes that come to the same day, the second waits here and then finds it made.
  const series = await tx
    .selectFrom('post_series')
    .selectAll()
    .where('id', '=', seriesId)
    .forUpdate()
    .executeTakeFirst()
  if (!series || series.ended_at) return false
  const { time_zone: zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const line = await tx
    .selectFrom('series_day')
    .selectAll()
    .where('series_id', '=', seriesId)
    .where('on_day', '=', day)
    .executeTakeFirst()
  if (line?.made_at || line?.is_skipped) return false
  const at = momentOf(line?.moved_to ?? `${day}T${series.at_time}`, zone)
  // Nobody wants yesterday's market today.
  if (!at || at <= now()) return false
  const owner = series.owner_id ? await loadPerson(tx, series.owner_id) : null
  const who = owner && may(owner, 'post.write', series.unit_id) ? owner : system
  const local = formatLocal(at, zone)
  const { id, revision } = await createPost(tx, who, {
    ...wordsOf(series, local.slice(0, 10)),
    unitId: series.unit_id,
    plannedAt: local
  })
  let problem: string | null = null
  if (series.schedules) {
    // Without somebody who may, it waits as a draft: a post is never let go by nobody.
    if (who.kind === 'person') problem = await schedule(tx, who, { post: id, revision, at: local })
    else problem = 'series.ownerGone'
  }
  await note(tx, seriesId, day, { post_id: id, made_at: now(), problem })
  record(tx, who, 'series.post-made', seriesId, { post: id })
  return true
}

/** Schedules it, or asks for the approval that it needs; what is in the way comes back as a key, and the draft stays. */
async function schedule(
  tx: Tx,
  who: Person,
  input: { post: string; revision: number; at: string }
): Promise<string | null> {
  if (!may(who, 'post.publish')) return 'notAllowed'
  try {
    await schedulePost(tx, who, input)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.key
  }
}

async function note(
  tx: Tx,
  seriesId: string,
  day: string,
  values: { post_id?: string; made_at?: Date; problem: string | null }
): Promise<void> {
  await tx
    .insertInto('series_day')
    .values({ series_id: seriesId, on_day: day, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'series_id', 'on_day']).doUpdateSet(values))
    .execute()
}

/** The words of one day: `{{Datum}}`, `{{Monat}}` and `{{Jahr}}` stand for its own. */
export function wordsOf(texts: { title: string; lead: string; body: string }, day: string) {
  const date = new Date(`${day}T00:00:00Z`)
  const month = new Intl.DateTimeFormat('de', { month: 'long', timeZone: 'UTC' }).format(date)
  const values = { Datum: sayDate(day), Monat: month, Jahr: day.slice(0, 4) }
  const fields = Object.keys(values).map((label): TemplateField => ({
    label,
    kind: 'text',
    required: true,
    hint: '',
    options: []
  }))
  return fillTemplate(texts, fields, values)
}
