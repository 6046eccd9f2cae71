/** Which other servers answer. One that does not is parked: nothing is tried there until its time comes. */
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { hostOf } from './addresses.ts'
import type { Outcome } from './outcome.ts'

const minuteMs = 60_000
/** A server is parked after so many failures in a row, longer each time, a day at most. */
const patience = 5
const longestParkMs = 24 * 60 * minuteMs

/** Writes down what deliveries told about the servers: failures count once per group, so that a fan-out counts as one try. */
export async function noteServers(outcomes: Outcome[]): Promise<void> {
  const answered = new Map<string, { isUp: boolean; error: string | null }>()
  for (const outcome of outcomes) {
    const host = hostOf(outcome.inbox)
    if (!host) continue
    const isUp = outcome.status !== null && outcome.status < 500
    const known = answered.get(host)
    if (!known || (isUp && !known.isUp)) answered.set(host, { isUp, error: outcome.reason })
  }
  const up = [...answered].filter(([, { isUp }]) => isUp).map(([host]) => host)
  const down = [...answered].filter(([, { isUp }]) => !isUp).sort(([a], [b]) => (a < b ? -1 : 1))
  if (up.length === 0 && down.length === 0) return
  await inInstallation(async (tx) => {
    if (up.length > 0) {
      // Only rows that say otherwise: in good times nothing is written.
      await sql`
        update remote_server set failures = 0, failing_since = null, parked_until = null, last_success_at = ${now()}
        where host = any(array(select host from remote_server where host = any(${up}::text[]) and failures > 0
          order by host for update))`.execute(tx)
    }
    if (down.length === 0) return
    await sql`
      insert into remote_server (host, failures, failing_since, last_error)
      select host, 1, ${now()}, error from unnest(${down.map(([host]) => host)}::text[], ${down.map(([, { error }]) => error)}::text[]) as d(host, error)
      on conflict (host) do update set
        failures = remote_server.failures + 1,
        failing_since = coalesce(remote_server.failing_since, excluded.failing_since),
        last_error = excluded.last_error,
        parked_until = case when remote_server.failures + 1 >= ${patience} then
          ${now()}::timestamptz + least(${longestParkMs}::float8, ${minuteMs}::float8 * power(2, least(remote_server.failures + 1, 20))) * interval '1 millisecond'
        end`.execute(tx)
  })
}

/** Until when each of these hosts is parked; hosts that are not are not named. */
export async function parkedServers(hosts: string[]): Promise<Map<string, Date>> {
  if (hosts.length === 0) return new Map()
  const rows = await inInstallation((tx) =>
    sql<{ host: string; parked_until: Date }>`
      select host, parked_until from remote_server where host = any(${hosts}::text[]) and parked_until > ${now()}`.execute(
      tx
    )
  )
  return new Map(rows.rows.map((row) => [row.host, row.parked_until]))
}
