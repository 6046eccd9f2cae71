// What was decided for a time ends by itself.
import { municipalityIds } from '#municipality/hosts.ts'
import { system } from '#people/types.ts'
import { dropMarks } from '#moderation/blocks.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { carryLater } from './carry.ts'
import { endPause } from './pause.ts'

const logger = log('dialogue')
const most = 500

/** Every minute, in all municipalities. Whether a block or pause holds never depends on it: both go by their time. */
export const decisionsEndJob = defineJob({
  name: 'decisions-end',
  everySeconds: 60,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds())
      await inMunicipality(id, endDecisions).catch((error: unknown) =>
        logger.error('decisions could not be ended: {error}', { municipality: id, error: String(error) })
      )
  }
})

/** Ends what is over. Answers how many. */
export async function endDecisions(tx: Tx): Promise<number> {
  const over = await tx
    .selectFrom('decision')
    .select(['id', 'step', 'post_id', 'carried'])
    .where('state', '=', 'in_force')
    .where('until', '<=', now())
    .orderBy('until')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { id, step, post_id: postId, carried } of over) {
    await tx.updateTable('decision').set({ state: 'ended', ended_at: now() }).where('id', '=', id).execute()
    await dropMarks(tx, id)
    if (carried.includes('block')) await carryLater(tx, id, ['unblock'])
    if (step === 'pause' && postId) await endPause(tx, system, postId, id)
    record(tx, system, 'decision.ended', id)
  }
  return over.length
}
