import { now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { sweepLimits } from '#platform/limits/limits.ts'

/** Removes sessions, tokens and limits that nobody can use any more. */
export const peopleSweepJob = defineJob({
  name: 'people-sweep',
  everySeconds: 3600,
  async handle() {
    const at = now()
    const idle = new Date(at.getTime() - 86_400_000)
    await inInstallation(async (tx) => {
      await tx
        .deleteFrom('session')
        .where((or) => or.or([or('expires_at', '<', at), or('seen_at', '<', idle)]))
        .execute()
      await tx.deleteFrom('one_time_token').where('expires_at', '<', idle).execute()
    })
    await sweepLimits()
  }
})
