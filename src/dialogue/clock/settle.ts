import type { Tx } from '#platform/database/database.ts'
import { forgetClockPlan } from './plan.ts'
import { clockAnewJob } from './tell.ts'

/** After hours, targets or closing days were settled otherwise: every open clock is worked out anew soon. */
export async function setClocksAnew(tx: Tx): Promise<void> {
  const { municipalityId } = tx
  tx.afterCommit(() => forgetClockPlan(municipalityId))
  await clockAnewJob.send(tx, { m: municipalityId }, { singletonKey: municipalityId })
}
