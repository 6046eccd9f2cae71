import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound } from '#platform/refusal.ts'
import { understandJob } from './understand.ts'

/** Has a quarantined delivery tried again, after its cause is gone. @throws NotAllowed, NotFound */
export async function replay(tx: Tx, who: Who, input: { raw: string }): Promise<void> {
  must(who, 'message.replay')
  const row = await tx
    .updateTable('incoming_raw')
    .set({ state: 'new', reason: null, attempts: 0 })
    .where('id', '=', input.raw)
    .where('state', '=', 'quarantined')
    .returning('channel_id')
    .executeTakeFirst()
  if (!row) throw new NotFound('rawNotFound')
  record(tx, who, 'channel.replayed', row.channel_id, { raw: input.raw })
  await understandJob.send(tx, { m: tx.municipalityId, id: input.raw })
}

/** Puts a quarantined delivery aside for good: it stays for its time and is not shown any more. @throws NotAllowed, NotFound */
export async function setAside(tx: Tx, who: Who, input: { raw: string }): Promise<void> {
  must(who, 'message.replay')
  const row = await tx
    .updateTable('incoming_raw')
    .set({ state: 'ignored' })
    .where('id', '=', input.raw)
    .where('state', '=', 'quarantined')
    .returning('channel_id')
    .executeTakeFirst()
  if (!row) throw new NotFound('rawNotFound')
  record(tx, who, 'channel.set-aside', row.channel_id, { raw: input.raw })
}
