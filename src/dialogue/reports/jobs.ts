// What time does to notices: deadlines are told once, and what says who gave one goes.
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { log } from '#platform/log/log.ts'
import { tellOver } from './tell.ts'

const logger = log('dialogue')
/** Six months for complaints (Art. 20(1) DSA), then name, address and words of whoever gave a notice go. */
export const reportDays = 190

/** Every minute: notices whose time is over. */
export const reportsDueJob = defineJob({
  name: 'reports-due',
  everySeconds: 60,
  retryLimit: 0,
  handle: () => everywhere('due', tellReportsOver)
})

/** Every six hours: names and addresses that are no longer needed. */
export const forgetReportsJob = defineJob({
  name: 'forget-reports',
  everySeconds: 6 * 3600,
  retryLimit: 0,
  handle: () => everywhere('forget', forgetNotifiers)
})

async function everywhere(what: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  for (const id of await municipalityIds())
    await inMunicipality(id, work).catch((error: unknown) =>
      logger.error('{what} of notices failed: {error}', { what, municipality: id, error })
    )
}

/** Tells leaders of notices that nobody decided in time, once each. Answers how many. */
export async function tellReportsOver(tx: Tx): Promise<number> {
  const rows = await tx
    .updateTable('report')
    .set({ over_told_at: now() })
    .where('state', '=', 'open')
    .where('due_at', '<', now())
    .where('over_told_at', 'is', null)
    .returning(['conversation_id', 'unit_id'])
    .execute()
  for (const row of rows)
    if (row.conversation_id) await tellOver(tx, { conversation: row.conversation_id, unit: row.unit_id })
  return rows.length
}

/** Takes away who gave a notice and how they put it. The figures stay. Answers how many. */
export async function forgetNotifiers(tx: Tx): Promise<number> {
  const rows = await tx
    .updateTable('report')
    .set({ name: '', email: null, explanation: '', reason: '', police_note: '' })
    .where('state', '=', 'decided')
    .where('decided_at', '<', new Date(now().getTime() - reportDays * 86_400_000))
    .where('explanation', '<>', '')
    .returning('id')
    .execute()
  return rows.length
}
