/**
 * Brings activities to their inboxes: leases what is due, has the sender post it, writes down what came of it, and comes back
 * for the rest, over days if need be.
 *
 * A lease runs out by itself: what was under way when the process died is tried again then, and receivers know the activity
 * by its id. A parked server's deliveries are put off without being tried.
 */
import { sql } from 'kysely'
import { outgoingHeld } from '#channels/held.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { hostOf } from './addresses.ts'
import { signingKey } from './actorKeys.ts'
import { countFollowers } from './followerCount.ts'
import { homeOf } from './home.ts'
import type { Outcome } from './outcome.ts'
import { openSender, type Sender } from './sender.ts'
import { noteServers, parkedServers } from './servers.ts'
import type { SigningKey } from './signing.ts'

const atOnce = 1000
const leaseMs = 120_000
const minuteMs = 60_000
/** Pauses between attempts; the last one again and again until `longestMs` have passed since the activity was said. */
const pausesMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minuteMs)
const longestMs = 7 * 24 * 60 * minuteMs
/** A follower whose inbox is said not to exist so often is no follower any more. */
const goneAfter = 3

const logger = log('federation')

/** Delivers what is due of one activity. */
export const deliverJob = defineJob<{ m: string; activity: string }>({
  name: 'fediverse-deliver',
  concurrency: 4,
  expireInSeconds: 900,
  handle: ({ m, activity }) => deliver(m, activity)
})

/** Takes up what a dead process left behind. */
export const deliverLeftJob = defineJob({
  name: 'fediverse-deliver-left',
  everySeconds: 60,
  handle: async () => {
    for (const id of await municipalityIds()) await inMunicipality(id, resume)
  }
})

const holder = globalThis as typeof globalThis & { ortsgespraechSender?: Sender }

/** Ends the sender's threads; what is under way is tried again when its lease runs out. */
export async function stopDelivering(): Promise<void> {
  const sender = holder.ortsgespraechSender
  holder.ortsgespraechSender = undefined
  await sender?.close()
}

async function resume(tx: Tx): Promise<void> {
  const rows = await tx
    .selectFrom('delivery')
    .select('activity_id')
    .distinct()
    .where('state', '=', 'due')
    .where('due_at', '<', new Date(now().getTime() - 30_000))
    .where((where) => where.or([where('leased_until', 'is', null), where('leased_until', '<', now())]))
    .limit(200)
    .execute()
  for (const { activity_id } of rows) await deliverJob.send(tx, { m: tx.municipalityId, activity: activity_id })
}

/** Ends every lease, where no process lives that could hold one. */
export async function releaseDeliveries(municipalityId: string): Promise<void> {
  await inMunicipality(municipalityId, (tx) =>
    tx
      .updateTable('delivery')
      .set({ leased_until: null })
      .where('state', '=', 'due')
      .where('leased_until', 'is not', null)
      .execute()
  )
}

interface Parcel {
  key: SigningKey
  body: Buffer
  inboxes: string[]
}

/** Delivers everything that is due of one activity now, and comes back when more is. */
export async function deliver(municipalityId: string, activityId: string): Promise<void> {
  const first = await inMunicipality(municipalityId, (tx) => lease(tx, activityId))
  if (first) {
    const rest = () => deliverRest(municipalityId, activityId)
    const isMore = first.inboxes.length === atOnce
    // While the slow ones of one parcel are waited for, the next one is on its way.
    await Promise.all([post(municipalityId, activityId, first).then(isMore ? rest : undefined), isMore && rest()])
  }
  await inMunicipality(municipalityId, (tx) => comeBack(tx, activityId))
}

async function deliverRest(municipalityId: string, activityId: string): Promise<void> {
  for (;;) {
    const parcel = await inMunicipality(municipalityId, (tx) => lease(tx, activityId))
    if (!parcel) return
    await post(municipalityId, activityId, parcel)
  }
}

async function post(municipalityId: string, activityId: string, parcel: Parcel): Promise<void> {
  const inboxes = await withoutParked(municipalityId, activityId, parcel.inboxes)
  holder.ortsgespraechSender ??= openSender({ userAgent: 'Ortsgespraech' })
  await holder.ortsgespraechSender.send(parcel.key, parcel.body, inboxes, async (outcomes) => {
    await inMunicipality(municipalityId, (tx) => settle(tx, activityId, outcomes))
    await noteServers(outcomes)
  })
}

/** Takes what is due; nobody else takes the same until the lease has run out. */
async function lease(tx: Tx, activityId: string): Promise<Parcel | null> {
  const home = await homeOf(tx)
  if (!home.isOpen || (await outgoingHeld(tx))) return null
  const activity = await tx
    .selectFrom('activity')
    .innerJoin('fediverse_actor', 'fediverse_actor.id', 'activity.actor_id')
    .select(['activity.body', 'fediverse_actor.id', 'fediverse_actor.rsa_private_key'])
    .where('activity.id', '=', activityId)
    .executeTakeFirst()
  if (!activity) return null
  const { rows } = await sql<{ inbox: string }>`
    update delivery set leased_until = ${new Date(now().getTime() + leaseMs)}, attempts = attempts + 1
    where activity_id = ${activityId} and inbox = any(array(
      select inbox from delivery
      where activity_id = ${activityId} and state = 'due' and due_at <= ${now()}
        and (leased_until is null or leased_until < ${now()})
      limit ${atOnce} for update skip locked))
    returning inbox`.execute(tx)
  if (rows.length === 0) return null
  return {
    key: signingKey(home.origin, activity),
    body: Buffer.from(JSON.stringify(activity.body)),
    inboxes: rows.map((row) => row.inbox)
  }
}

/** Puts off what would go to a parked server, without counting it as an attempt. */
async function withoutParked(municipalityId: string, activityId: string, inboxes: string[]): Promise<string[]> {
  const parked = await parkedServers([...new Set(inboxes.map((inbox) => hostOf(inbox) ?? ''))])
  if (parked.size === 0) return inboxes
  const waiting = inboxes.filter((inbox) => parked.has(hostOf(inbox) ?? ''))
  const until = waiting.map((inbox) => parked.get(hostOf(inbox)!)!.toISOString())
  await inMunicipality(municipalityId, (tx) =>
    sql`
      update delivery set leased_until = null, attempts = attempts - 1, problem = 'parked',
        due_at = w.until, state = case when a.at < ${new Date(now().getTime() - longestMs)} then 'failed' else 'due' end
      from unnest(${waiting}::text[], ${until}::timestamptz[]) as w(inbox, until), activity a
      where delivery.activity_id = ${activityId} and delivery.inbox = w.inbox and a.id = delivery.activity_id`.execute(
      tx
    )
  )
  return inboxes.filter((inbox) => !parked.has(hostOf(inbox) ?? ''))
}

/** Writes down what came of a group of attempts, in one statement. */
async function settle(tx: Tx, activityId: string, outcomes: Outcome[]): Promise<void> {
  const at = now().getTime()
  const delivered = outcomes.filter(({ result }) => result === 'ok').map(({ inbox }) => inbox)
  if (delivered.length > 0) {
    await sql`
      update delivery set state = 'delivered', delivered_at = ${now()}, leased_until = null, problem = null
      where activity_id = ${activityId} and inbox = any(${delivered}::text[])`.execute(tx)
  }
  const others = outcomes.filter(({ result }) => result !== 'ok')
  if (others.length === 0) return
  const { rows } = await sql<{ inbox: string; attempts: number; at: Date }>`
    select d.inbox, d.attempts, a.at from delivery d join activity a on a.id = d.activity_id
    where d.activity_id = ${activityId} and d.inbox = any(${others.map(({ inbox }) => inbox)}::text[])`.execute(tx)
  const known = new Map(rows.map((row) => [row.inbox, row]))
  const changes = others.flatMap((outcome) => {
    const row = known.get(outcome.inbox)
    if (!row) return []
    const isFinal =
      outcome.result === 'refused' ||
      (outcome.result === 'gone' && (outcome.status === 410 || row.attempts >= goneAfter))
    const isLate = at - row.at.getTime() > longestMs
    const state = isFinal ? (outcome.result === 'gone' ? 'gone' : 'failed') : isLate ? 'failed' : 'due'
    const pause = outcome.afterMs ?? pausesMs[Math.min(row.attempts, pausesMs.length) - 1] ?? pausesMs[0]!
    const dueAt = new Date(at + pause * (1 + Math.random() / 5)).toISOString()
    return [{ inbox: outcome.inbox, state, problem: outcome.reason, dueAt }]
  })
  await sql`
    update delivery set state = c.state, problem = c.problem, due_at = c.due_at, leased_until = null
    from unnest(${changes.map(({ inbox }) => inbox)}::text[], ${changes.map(({ state }) => state)}::text[],
      ${changes.map(({ problem }) => problem)}::text[], ${changes.map(({ dueAt }) => dueAt)}::timestamptz[])
      as c(inbox, state, problem, due_at)
    where delivery.activity_id = ${activityId} and delivery.inbox = c.inbox`.execute(tx)
  await dropGone(
    tx,
    changes.filter(({ state }) => state === 'gone').map(({ inbox }) => inbox)
  )
}

/** An inbox that is gone has no followers behind it. */
async function dropGone(tx: Tx, inboxes: string[]): Promise<void> {
  if (inboxes.length === 0) return
  const gone = await tx
    .deleteFrom('follower')
    .where((where) => where.or([where('inbox', 'in', inboxes), where('shared_inbox', 'in', inboxes)]))
    .returning('actor_id')
    .execute()
  for (const actorId of new Set(gone.map((row) => row.actor_id))) await countFollowers(tx, actorId)
  if (gone.length > 0) logger.info('{count} followers are gone with their inboxes', { count: gone.length })
}

/** Makes sure that somebody looks again when the next one is due. */
async function comeBack(tx: Tx, activityId: string): Promise<void> {
  const { rows } = await sql<{ next: Date | null }>`
    select min(greatest(due_at, coalesce(leased_until, due_at))) as next from delivery
    where activity_id = ${activityId} and state = 'due'`.execute(tx)
  const next = rows[0]?.next
  if (!next) return
  const earliest = now().getTime() + (next.getTime() <= now().getTime() ? 10 * minuteMs : 1000)
  const startAfter = new Date(Math.max(next.getTime(), earliest))
  await deliverJob.send(tx, { m: tx.municipalityId, activity: activityId }, { startAfter })
}
