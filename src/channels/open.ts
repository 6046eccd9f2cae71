import * as v from 'valibot'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound } from '#platform/refusal.ts'
import { beginWithShippedConcept } from '#concepts/begin.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { networkOf } from './networks.ts'

export interface OpenInput {
  network: string
  unitId: string
  name: string
  settings?: unknown
}

/**
 * Opens a channel: one account on one network, owned by a unit. What a person opens publishes once its concept is adopted.
 * @throws NotAllowed, ValiError when the settings are not what the network wants
 */
export async function openChannel(tx: Tx, who: Who, input: OpenInput): Promise<{ id: string }> {
  must(who, 'channel.settle', input.unitId)
  const settings = v.parse(networkOf(input.network).settings, input.settings ?? {})
  const id = newId()
  await tx
    .insertInto('channel')
    .values({ id, network: input.network, unit_id: input.unitId, name: input.name, settings: JSON.stringify(settings) })
    .execute()
  if (who.kind === 'system') await beginWithShippedConcept(tx, { id, network: input.network })
  record(tx, who, 'channel.opened', id, { unit: input.unitId, network: input.network })
  return { id }
}

/** Pauses a channel, or lets it run again. What is due waits meanwhile. @throws NotAllowed, NotFound */
export async function pauseChannel(tx: Tx, who: Who, channelId: string, paused: boolean): Promise<void> {
  const channel = await tx
    .selectFrom('channel')
    .select(['id', 'unit_id', 'state'])
    .where('id', '=', channelId)
    .forUpdate()
    .executeTakeFirst()
  if (!channel) throw new NotFound()
  must(who, 'channel.settle', channel.unit_id)
  const state = paused ? 'paused' : 'live'
  if (channel.state === state) return
  await tx.updateTable('channel').set({ state }).where('id', '=', channelId).execute()
  record(tx, who, paused ? 'channel.paused' : 'channel.resumed', channelId)
}
