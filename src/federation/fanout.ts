/** From an activity to its deliveries: one row for each distinct inbox, made by the database itself in one statement. */
import { sql } from 'kysely'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { followersAddress } from './addresses.ts'
import { deliverJob } from './deliver.ts'
import { homeOf } from './home.ts'

/** Makes the deliveries of an activity and starts them. */
export const fanOutJob = defineJob<{ m: string; activity: string }>({
  name: 'fediverse-fan-out',
  concurrency: 2,
  handle: ({ m, activity }) => inMunicipality(m, (tx) => fanOut(tx, activity))
})

/** Adds what is missing; called again it adds nothing and starts delivery again. */
export async function fanOut(tx: Tx, activityId: string): Promise<void> {
  const activity = await tx
    .selectFrom('activity')
    .select(['id', 'actor_id', 'body', 'fanned_out_at'])
    .where('id', '=', activityId)
    .forUpdate()
    .executeTakeFirst()
  if (!activity) return
  if (!activity.fanned_out_at) {
    const home = await homeOf(tx)
    const { to, cc } = activity.body as { to?: string[]; cc?: string[] }
    const followers = followersAddress(home.origin, activity.actor_id)
    if ([...(to ?? []), ...(cc ?? [])].includes(followers)) {
      await sql`
        insert into delivery (activity_id, inbox, due_at)
        select distinct ${activityId}::uuid, coalesce(shared_inbox, inbox), ${now()}::timestamptz
        from follower where actor_id = ${activity.actor_id} and state = 'accepted'
        on conflict do nothing`.execute(tx)
    }
    await tx.updateTable('activity').set({ fanned_out_at: now() }).where('id', '=', activityId).execute()
  }
  await deliverJob.send(tx, { m: tx.municipalityId, activity: activityId })
}
