// Whether a time of restraint before an election runs.
import type { Tx } from '#platform/database/database.ts'

/** Whether at this time posts need an approval because an election is near. */
export async function electionRestraint(_tx: Tx, _at: Date): Promise<boolean> {
  return false
}
