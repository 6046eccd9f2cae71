// Whether this process is the only one that does jobs. Each holds a shared lock of the database for as long as it lives, so
// the one that gets the lock for itself alone knows: whatever looks as if somebody were at it was left by the dead.
import pg from 'pg'
import { log } from '#platform/log/log.ts'

const logger = log('jobs')
/** One number for all installations: advisory locks belong to a database. */
const lock = '5703111909'
let held: pg.Client | null = null
let hasLeft = false

/**
 * Joins those who do jobs, until `leaveWorkers`. Who comes alone first runs `takeOver`; others who come meanwhile wait.
 * When the connection is lost the process is thought dead: its jobs may be done twice, which every job has to bear anyway.
 */
export async function joinWorkers(databaseUrl: string, takeOver: () => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    application_name: 'ortsgespraech-worker'
  })
  const lost = (): void => {
    if (held !== client) return
    held = null
    again(databaseUrl)
  }
  client.on('error', lost)
  client.on('end', lost)
  hasLeft = false
  await client.connect()
  const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${lock}) as alone`)
  if (rows[0]!.alone) {
    // What nobody is at any more can be begun again at once, and is not counted as a failed attempt.
    await client.query(`update pgboss.job set state = 'created', started_on = null where state = 'active'`)
    await takeOver()
  }
  await client.query(`select pg_advisory_lock_shared(${lock})`)
  if (rows[0]!.alone) await client.query(`select pg_advisory_unlock(${lock})`)
  held = client
}

function again(databaseUrl: string): void {
  setTimeout(() => {
    if (held || hasLeft) return
    joinWorkers(databaseUrl, async () => {}).catch((error: unknown) => {
      logger.warn('the lock of those who do jobs is not held: {error}', { error: String(error) })
      again(databaseUrl)
    })
  }, 2000).unref()
}

/** Leaves them, at the end of the process. */
export async function leaveWorkers(): Promise<void> {
  const client = held
  held = null
  hasLeft = true
  await client?.end().catch(() => {})
}
