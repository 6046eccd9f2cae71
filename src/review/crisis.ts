// Whether the town is in crisis mode, as far as releasing is concerned: then things go out at once and are looked at afterwards.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'

/** Whether crisis mode is on. */
export async function crisisMode(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('release_mode').select('since').where('mode', '=', 'crisis').executeTakeFirst()
  return row !== undefined
}

/** Switches it; called by what starts and ends a crisis, which checks the right and writes the journal. */
export async function setCrisisMode(tx: Tx, isOn: boolean): Promise<void> {
  if (!isOn) {
    await tx.deleteFrom('release_mode').where('mode', '=', 'crisis').execute()
    return
  }
  await tx
    .insertInto('release_mode')
    .values({ mode: 'crisis', since: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
