// What came in and could not be understood.
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'

export interface Quarantined {
  id: string
  channelName: string
  network: string
  kind: string
  sender: string | null
  reason: string
  receivedAt: Date
  attempts: number
  body: string
}

/** What came in and could not be understood, newest first, at most 100. @throws NotAllowed */
export async function listQuarantine(tx: Tx, who: Person): Promise<Quarantined[]> {
  must(who, 'message.replay')
  const rows = await tx
    .selectFrom('incoming_raw as r')
    .innerJoin('channel', 'channel.id', 'r.channel_id')
    .select([
      'r.id',
      'channel.name',
      'channel.network',
      'r.kind',
      'r.sender',
      'r.reason',
      'r.received_at',
      'r.attempts',
      'r.body'
    ])
    .where('r.state', '=', 'quarantined')
    .orderBy('r.received_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channelName: row.name,
    network: row.network,
    kind: row.kind,
    sender: row.sender,
    reason: row.reason ?? '',
    receivedAt: row.received_at,
    attempts: row.attempts,
    body: JSON.stringify(row.body, null, 2).slice(0, 20_000)
  }))
}

/** How many deliveries lie in quarantine, at most 100; 0 for those who may not look. */
export async function countQuarantine(tx: Tx, who: Person): Promise<number> {
  if (!may(who, 'message.replay')) return 0
  const rows = await tx.selectFrom('incoming_raw').select('id').where('state', '=', 'quarantined').limit(100).execute()
  return rows.length
}
