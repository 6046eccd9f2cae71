// What a channel is used to, and from how many messages on it is a storm. Pure, but for the one question at the end.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'

export const windowMs = 3_600_000
/** Fewer in an hour are never a storm, however quiet the channel is. */
const fewest = 10
/** From fewer people it is a quarrel of a few. */
export const fewestVoices = 5
const weeks = 8

/**
 * From how many messages an hour on one post it is a storm: three times what busy hours of this channel bring, and well above
 * what chance does to such a figure. A channel of which little is known is taken for a quiet one.
 */
export function thresholdOf(usual: number): number {
  return Math.max(fewest, Math.ceil(3 * usual), Math.ceil(usual + 4 * Math.sqrt(usual)))
}

/** What a busy hour brings: nineteen of twenty hours in which anybody said anything had no more. */
export function usualOf(perHour: number[]): number {
  if (perHour.length === 0) return 1
  const sorted = perHour.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))]!
}

/**
 * The channel's busy hour on one post over the past weeks, without the last day and without storms. Walks the newest
 * conversations along the primary key, for ids are made in the order of time, and no further than is needed to know.
 */
export async function usualRate(tx: Tx, channelId: string): Promise<number> {
  const at = now().getTime()
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select post_id, first_message_at, channel_id from conversation order by municipality_id desc, id desc limit 50000
    ) as c
    where c.channel_id = ${channelId} and c.post_id is not null
      and c.first_message_at between ${new Date(at - weeks * 7 * 86_400_000)} and ${new Date(at - 86_400_000)}
      and not exists (
        select 1 from storm s where s.post_id = c.post_id
          and c.first_message_at between s.began_at and coalesce(s.ended_at, 'infinity'))
    group by c.post_id, date_trunc('hour', c.first_message_at)
    limit 20000`.execute(tx)
  return usualOf(rows.map(({ count }) => count))
}
