/**
 * Recognises storms. Once a minute in every municipality:
 *
 * 1. How many messages of how many people came on each post within the last hour, by channel. Calm towns are done here.
 * 2. Where it is more than any quiet channel sees, what this channel is used to decides whether it is a storm.
 * 3. A new one is announced once; a running one takes in what came since; one that has been calm for two hours is over.
 */
import { sql } from 'kysely'
import { onDuty } from '#duty/queries.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { loadPerson } from '#people/person.ts'
import { may } from '#people/rights.ts'
import { system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { readSetting } from '#routing/plan.ts'
import { warned } from '../clock/escalation.ts'
import { clockPlan } from '../clock/plan.ts'
import { tellPerson } from '../notices.ts'
import { watching } from '../watch-nobody.ts'
import { takeIn } from './groups.ts'
import { fewestVoices, thresholdOf, usualRate, windowMs } from './usual.ts'

const logger = log('dialogue')
const calmMs = 2 * 3_600_000
/** Below this share of its threshold it is calm. */
const calmShare = 1 / 3

export const watchStormsJob = defineJob({
  name: 'watch-storms',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await inMunicipality(id, watchStorms).catch((error: unknown) =>
        logger.error('watching for storms failed: {error}', { municipality: id, error: String(error) })
      )
  }
})

interface Busy {
  post: string
  channel: string
  unit: string
  messages: number
  voices: number
  newest: string
}

/** Looks once. */
export async function watchStorms(tx: Tx): Promise<void> {
  const running = await tx.selectFrom('storm').selectAll().where('ended_at', 'is', null).limit(50).execute()
  const busy = await busyPosts(tx)
  for (const one of busy) {
    if (running.some((storm) => storm.post_id === one.post)) continue
    const quiet = thresholdOf(0)
    if (one.messages < quiet || one.voices < fewestVoices) continue
    const usual = await usualRate(tx, one.channel)
    const threshold = thresholdOf(usual)
    if (one.messages >= threshold && !busy.some((other) => other.post === one.post && other.messages > one.messages))
      await begin(tx, one, usual, threshold)
  }
  for (const storm of running) {
    const messages = busy.filter(({ post }) => post === storm.post_id).reduce((sum, one) => sum + one.messages, 0)
    await takeIn(tx, { id: storm.id, post: storm.post_id, since: storm.began_at })
    const isCalm = messages < storm.threshold * calmShare
    const calmSince = isCalm ? (storm.calm_since ?? now()) : null
    const isOver = calmSince !== null && now().getTime() - calmSince.getTime() >= calmMs
    if (messages <= storm.peak && calmSince?.getTime() === storm.calm_since?.getTime() && !isOver) continue
    await tx
      .updateTable('storm')
      .set({ peak: Math.max(storm.peak, messages), calm_since: calmSince, ...(isOver && { ended_at: now() }) })
      .where('id', '=', storm.id)
      .execute()
    if (isOver) record(tx, system, 'storm.ended', storm.id, { post: storm.post_id })
  }
}

/** What came on posts within the last hour. Relies on conversation_open and conversation_done. */
async function busyPosts(tx: Tx): Promise<Busy[]> {
  const since = new Date(now().getTime() - windowMs)
  const { rows } = await sql<Busy>`
    with recent as (
      (select id, post_id, channel_id from conversation
        where state <> 'done' and last_message_at > ${since} and post_id is not null limit 5000)
      union all
      (select id, post_id, channel_id from conversation
        where state = 'done' and last_message_at > ${since} and post_id is not null limit 5000)
    )
    select r.post_id as post, r.channel_id as channel, post.unit_id as unit, count(*)::int as messages,
      count(distinct coalesce(m.contact_id::text, m.author_name))::int as voices, max(r.id::text) as newest
    from recent r
    join message m on m.conversation_id = r.id and m.direction = 'in' and m.received_at > ${since} and m.state <> 'deleted'
    join post on post.id = r.post_id
    group by r.post_id, r.channel_id, post.unit_id
    having count(*) >= 2
    order by count(*) desc limit 200`.execute(tx)
  return rows
}

async function begin(tx: Tx, busy: Busy, usual: number, threshold: number): Promise<void> {
  const at = now()
  const began = new Date(at.getTime() - windowMs)
  const id = newId()
  const made = await tx
    .insertInto('storm')
    .values({
      id,
      post_id: busy.post,
      channel_id: busy.channel,
      usual,
      threshold,
      peak: busy.messages,
      began_at: began,
      noticed_at: at
    })
    // Another process looked at the same moment.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return
  await takeIn(tx, { id, post: busy.post, since: began })
  const people = await toTell(tx, busy.unit)
  for (const person of people) await tellPerson(tx, system, { person, kind: 'storm', conversation: busy.newest })
  record(tx, system, 'storm.noticed', id, { post: busy.post, messages: busy.messages, to: people })
}

/** Those on duty, those of the post's unit, and who watches the dialogue of the whole town. */
async function toTell(tx: Tx, unit: string): Promise<string[]> {
  const people = new Set<string>()
  for (const { personId } of await onDuty(tx, now())) {
    const person = await loadPerson(tx, personId)
    if (person && may(person, 'conversation.read', unit)) people.add(personId)
  }
  for (const id of await warned(tx, (await clockPlan(tx)).above(unit), null)) people.add(id)
  for (const id of await watching(tx, (await readSetting(tx)).watchers)) people.add(id)
  return [...people].slice(0, 50)
}
