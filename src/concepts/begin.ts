import { dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { needsConcept } from './state.ts'

/**
 * Gives a channel that set-up makes the shipped concept, marked as not adapted yet. A channel that a person adds later
 * begins without one, and publishes when somebody has adopted it.
 */
export async function beginWithShippedConcept(tx: Tx, channel: { id: string; network: string }): Promise<void> {
  if (!needsConcept(channel.network)) return
  await tx
    .insertInto('concept')
    .values({ channel_id: channel.id, in_force: 0, review_on: await inAYear(tx) })
    .execute()
}

/** The day a year from now, where the municipality is. */
export async function inAYear(tx: Tx): Promise<string> {
  const { time_zone } = await tx.selectFrom('municipality').select('time_zone').executeTakeFirstOrThrow()
  const today = dayIn(now(), time_zone)
  const next = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
  return next.endsWith('-02-29') ? next.replace('-29', '-28') : next
}
