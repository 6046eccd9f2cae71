/** What was taken back before it came: it may still come, and must not be shown then. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import type { OwnActor } from './actors.ts'
import type { Case } from './case.ts'

/** Of a batch of deliveries: which of their objects have a tombstone. Asked once for all of them. */
const foreseen = new WeakMap<Tx, Map<string, boolean>>()

/** Remembers that something was deleted which had not arrived. */
export async function tombstone(it: Case, remoteId: string): Promise<void> {
  await it.tx
    .insertInto('incoming_raw')
    .values({
      id: newId(),
      channel_id: it.raw.channelId,
      remote_id: tombstoneId(remoteId),
      kind: 'Tombstone',
      body: '{}',
      state: 'ignored',
      reason: 'deleted before it came',
      received_at: now()
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'channel_id', 'remote_id']).doNothing())
    .execute()
  foreseen.get(it.tx)?.set(remoteId, true)
}

/** Whether this was deleted before it came, told to any of our actors. */
export async function isTombstoned({ tx, actors }: Pick<Case, 'tx' | 'actors'>, remoteId: string): Promise<boolean> {
  return foreseen.get(tx)?.get(remoteId) ?? (await findTombstones(tx, actors, [remoteId])).get(remoteId)!
}

/** Looks up all of them; until the transaction ends `isTombstoned` answers from it. */
export async function foreseeTombstones(tx: Tx, actors: OwnActor[], remoteIds: string[]): Promise<void> {
  foreseen.set(tx, await findTombstones(tx, actors, remoteIds))
}

async function findTombstones(tx: Tx, actors: OwnActor[], remoteIds: string[]): Promise<Map<string, boolean>> {
  const found = new Map(remoteIds.map((id) => [id, false]))
  if (remoteIds.length === 0 || actors.length === 0) return found
  const channels = JSON.stringify(actors.map((actor) => actor.channelId))
  // By the unique key, one after the other inside the statement, also by a plan that was made when the table was small.
  const { rows } = await sql<{ id: string }>`
    select asked.id from jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb) as asked (id)
    where exists (
      select 1 from jsonb_array_elements_text(${channels}::jsonb) as own (id)
      cross join lateral (
        select 1 from incoming_raw where channel_id = own.id::uuid and remote_id = ${prefix} || asked.id limit 1
      ) as one
    )`.execute(tx)
  for (const { id } of rows) found.set(id, true)
  return found
}

const prefix = 'tombstone:'
const tombstoneId = (remoteId: string) => `${prefix}${remoteId}`
