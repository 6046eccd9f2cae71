// Rate limits: how often something may be tried in a window of time, counted in the database so that all processes share
// the count and a restart forgets nothing.
import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { dayIn, now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'
import { TooMany } from '#platform/refusal.ts'

export interface Limit {
  limit: number
  windowSeconds: number
}

/**
 * Takes one try. Call it outside of any transaction: a try counts also when what follows is rolled back.
 * Keys with an address in them are made by `limitKey`.
 * @throws TooMany when the window's tries are used up
 */
export async function takeFrom(key: string, { limit, windowSeconds }: Limit): Promise<void> {
  const { count, start, windowMs, at } = await countTry(key, windowSeconds)
  if (count > limit) throw new TooMany(Math.max(1, Math.ceil((start + windowMs - at) / 1000)))
}

/** Counts one try and answers how many there were in the window, this one among them; refuses nothing. */
export async function countTry(
  key: string,
  windowSeconds: number
): Promise<{ count: number; start: number; windowMs: number; at: number }> {
  const at = now().getTime()
  const windowMs = windowSeconds * 1000
  const start = Math.floor(at / windowMs) * windowMs
  const { count, before } = await inInstallation(async (tx) => {
    const taken = await sql<{ count: number }>`
      insert into rate_limit (key, window_start, count) values (${key}, ${new Date(start)}, 1)
      on conflict (key, window_start) do update set count = rate_limit.count + 1
      returning count`.execute(tx)
    const earlier = await tx
      .selectFrom('rate_limit')
      .select('count')
      .where('key', '=', key)
      .where('window_start', '=', new Date(start - windowMs))
      .executeTakeFirst()
    return { count: taken.rows[0]!.count, before: earlier?.count ?? 0 }
  })
  // The window slides: of the one before counts what still lies within reach.
  const passed = (at - start) / windowMs
  return { count: count + before * (1 - passed), start, windowMs, at }
}

/** How many tries there were in the window, without counting one. */
export async function triesIn(key: string, windowSeconds: number): Promise<number> {
  const windowMs = windowSeconds * 1000
  const at = now().getTime()
  const start = Math.floor(at / windowMs) * windowMs
  const rows = await inInstallation((tx) =>
    tx
      .selectFrom('rate_limit')
      .select(['window_start', 'count'])
      .where('key', '=', key)
      .where('window_start', 'in', [new Date(start), new Date(start - windowMs)])
      .execute()
  )
  const share = (at - start) / windowMs
  return rows.reduce((sum, row) => sum + row.count * (row.window_start.getTime() === start ? 1 : 1 - share), 0)
}

/** Forgets the tries of a key, after a success that shows that they were honest ones. */
export async function forgive(key: string): Promise<void> {
  await inInstallation((tx) => tx.deleteFrom('rate_limit').where('key', '=', key).execute())
}

/**
 * A key for `takeFrom` that does not give away what it is made of: an address or an e-mail address in the table would be
 * personal data. It changes with the day, so nobody can be followed over longer. IPv6 counts by its network (/64).
 */
export function limitKey(purpose: string, subject: string): string {
  const digest = createHmac('sha256', secretOfTheDay()).update(
    isIPv6(subject) ? network64(subject) : subject.toLowerCase()
  )
  return `${purpose}:${digest.digest('base64url').slice(0, 22)}`
}

/** Removes windows that no limit looks at any more. */
export async function sweepLimits(): Promise<void> {
  const longAgo = new Date(now().getTime() - 2 * 86_400_000)
  await inInstallation((tx) => tx.deleteFrom('rate_limit').where('window_start', '<', longAgo).execute())
}

/** Derived from the key folder, so that it is in no backup, and bound to the day. */
function secretOfTheDay(): Buffer {
  return keys().derive(`limits ${dayIn(now(), 'UTC')}`)
}

function network64(address: string): string {
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::')
  const left = head.split(':').filter(Boolean)
  const right = address.includes('::') ? tail.split(':').filter(Boolean) : []
  const zeros: string[] = Array(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
