// Deadlines of notices are told, once each.
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { tellOver } from './tell.ts'

const logger = log('dialogue')

/** A deadline: asked for with the notice, at that moment. */
export const reportDueJob = defineJob<{ m: string }>({
  name: 'report-due',
  handle: async ({ m }) => void (await inMunicipality(m, tellReportsOver))
})

/** Every hour: notices whose time is over and whose job was lost. */
export const reportsDueJob = defineJob({
  name: 'reports-due',
  everySeconds: 3600,
  retryLimit: 0,
  async handle() {
    for (const id of await municipalityIds())
      await inMunicipality(id, tellReportsOver).catch((error: unknown) =>
        logger.error('deadlines of notices were not told: {error}', { municipality: id, error })
      )
  }
})

/** Tells leaders of notices that nobody decided in time, once each. Answers how many. */
export async function tellReportsOver(tx: Tx): Promise<number> {
  const rows = await tx
    .updateTable('report')
    .set({ over_told_at: now() })
    .where('state', '=', 'open')
    .where('due_at', '<=', now())
    .where('over_told_at', 'is', null)
    .returning(['conversation_id', 'unit_id'])
    .execute()
  for (const row of rows)
    if (row.conversation_id) await tellOver(tx, { conversation: row.conversation_id, unit: row.unit_id })
  return rows.length
}
