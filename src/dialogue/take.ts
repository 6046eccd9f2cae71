import type { Tx } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { understandJob } from './understand.ts'

export interface RawInput {
  channelId: string
  /** The network's own id of this delivery (an activity's id, a mail's Message-ID). */
  remoteId: string
  kind: string
  sender: string | null
  body: unknown
}

/**
 * Keeps what came in as it came, before anybody tries to understand it, and has it understood soon. The same delivery
 * again changes nothing. Answers the raw copy's id, or null when it was here before.
 */
export async function takeRaw(tx: Tx, raw: RawInput): Promise<string | null> {
  return (await takeRaws(tx, [raw]))[0] ?? null
}

/** The same for several that came at once: they are understood by one job. Answers the ids of those that are new. */
export async function takeRaws(tx: Tx, raws: RawInput[]): Promise<string[]> {
  if (raws.length === 0) return []
  const at = now()
  const rows = raws.map((raw) => ({
    id: newId(),
    channel_id: raw.channelId,
    remote_id: raw.remoteId,
    kind: raw.kind,
    sender: raw.sender,
    body: JSON.stringify(raw.body),
    received_at: at
  }))
  const added = await tx
    .insertInto('incoming_raw')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['municipality_id', 'channel_id', 'remote_id']).doNothing())
    .returning('id')
    .execute()
  const ids = added.map(({ id }) => id)
  if (ids.length > 0) await understandJob.send(tx, { m: tx.municipalityId, id: ids.join(' ') })
  return ids
}
