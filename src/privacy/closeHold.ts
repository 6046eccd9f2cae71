// The end of a hold in the database; its key is destroyed before or right after.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { system, type Person } from '#people/types.ts'

/** Ends a hold if it still holds: what was sealed goes, who asked and why stays for the proof. Answers whether it did. */
export async function closeHold(
  tx: Tx,
  id: string,
  why: 'over' | 'person' | 'lost',
  who: Person | null
): Promise<boolean> {
  const closed = await tx
    .updateTable('address_hold')
    .set({ state: 'ended', sealed: null, ended_at: now(), ended_by: who?.id ?? null, end_reason: why })
    .where('id', '=', id)
    .where('state', '=', 'held')
    .executeTakeFirst()
  if (Number(closed.numUpdatedRows) === 0) return false
  record(tx, who ?? system, 'privacy.hold-ended', id, { why })
  return true
}

/** The holds that the database believes in. */
export async function heldIds(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('address_hold').select('id').where('state', '=', 'held').limit(10_000).execute()
  return rows.map(({ id }) => id)
}
