// Finds what was left lying: sendings of dead processes, jobs that were lost, unknown outcomes to look up.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { outgoingHeld } from './held.ts'
import { writeOutcome } from './outcome.ts'
import { sendJob, underWay } from './send.ts'
import { senderNumber } from './sender.ts'

const logger = log('channels')

/** Every 30 seconds, in all municipalities. */
export const sweepJob = defineJob({
  name: 'publication-sweep',
  everySeconds: 30,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) {
      await sweepPublications(id).catch((error: unknown) =>
        logger.error('sweep failed: {error}', { municipality: id, error: String(error) })
      )
    }
  }
})

/** Brings the publications of one municipality on. */
export async function sweepPublications(municipalityId: string): Promise<void> {
  const own = await senderNumber()
  await inMunicipality(municipalityId, async (tx) => {
    await findLeftBehind(tx, own)
    if (await outgoingHeld(tx)) return
    const rows = await tx
      .selectFrom('publication')
      .innerJoin('channel', 'channel.id', 'publication.channel_id')
      .select(['publication.id', 'publication.channel_id'])
      .where('publication.state', 'in', ['due', 'waiting', 'unknown'])
      .where('publication.due_at', '<=', now())
      .where('channel.state', '=', 'live')
      .orderBy('publication.due_at')
      .limit(500)
      .execute()
    for (const row of rows) {
      await sendJob.send(tx, { m: municipalityId, id: row.id }, { singletonKey: row.id, group: row.channel_id })
    }
  })
}

/** A row in `sending` belongs to a living process, or its outcome is unknown. */
async function findLeftBehind(tx: Tx, own: number): Promise<void> {
  const rows = await tx
    .selectFrom('publication')
    .select(['id', 'sender', 'attempts'])
    .where('state', '=', 'sending')
    .limit(500)
    .forUpdate()
    .skipLocked()
    .execute()
  const alive = new Map<number, boolean>()
  for (const row of rows) {
    const isAlive =
      row.sender === own ? underWay.has(row.id) : row.sender !== null && (await lives(tx, row.sender, alive))
    if (isAlive) continue
    await writeOutcome(tx, row.id, row.attempts, {
      state: 'unknown',
      problem: 'the program ended while it was sending',
      retryAt: now()
    })
  }
}

async function lives(tx: Tx, sender: number, known: Map<number, boolean>): Promise<boolean> {
  let alive = known.get(sender)
  if (alive === undefined) {
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${sender}::bigint) as free`.execute(
      tx
    )
    alive = !rows[0]?.free
    known.set(sender, alive)
  }
  return alive
}
