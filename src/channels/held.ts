// After a restore everything outgoing stands still: what went out since the backup is not in it, and sending it again
// would tell everybody twice. A person releases it, per municipality.
import type { InstallationTx, Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { now } from '#platform/clock/clock.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

const setting = 'outgoing_held'

interface Held {
  since: string
  reason: string
  /** Municipalities that were released since. */
  released: string[]
}

/** Since when and why nothing goes out of this municipality; null when everything flows. Every sender asks this first. */
export async function outgoingHeld(tx: Tx): Promise<{ since: Date; reason: string } | null> {
  const held = await read(tx)
  if (!held || held.released.includes(tx.municipalityId)) return null
  return { since: new Date(held.since), reason: held.reason }
}

/** Stops everything outgoing of the whole installation. */
export async function holdOutgoing(tx: InstallationTx, reason: string): Promise<void> {
  const value = JSON.stringify({ since: now().toISOString(), reason, released: [] } satisfies Held)
  await tx
    .insertInto('installation_setting')
    .values({ name: setting, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, changed_at: now() }))
    .execute()
}

/** Lets this municipality speak again. @throws NotAllowed */
export async function releaseOutgoing(tx: Tx, who: Who): Promise<void> {
  must(who, 'channel.release')
  const held = await tx
    .selectFrom('installation_setting')
    .select('value')
    .where('name', '=', setting)
    .forUpdate()
    .executeTakeFirst()
  if (!held) return
  const value = held.value as Held
  if (value.released.includes(tx.municipalityId)) return
  await tx
    .updateTable('installation_setting')
    .set({ value: JSON.stringify({ ...value, released: [...value.released, tx.municipalityId] }), changed_at: now() })
    .where('name', '=', setting)
    .execute()
  record(tx, who, 'municipality.outgoing-released', tx.municipalityId)
}

async function read(tx: Tx): Promise<Held | null> {
  const row = await tx.selectFrom('installation_setting').select('value').where('name', '=', setting).executeTakeFirst()
  return row ? (row.value as Held) : null
}
