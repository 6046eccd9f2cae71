// How a channel is: told by what came of sending, and by looking now and then.
import { municipalityIds } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import { system, type Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Health } from './contract.ts'
import { networkOf } from './networks.ts'

const logger = log('channels')
/** What a check noted is a key of a text that begins so; everything else is what somebody else's server said. */
const ours = 'check.'

/** Every six hours, all live channels of all municipalities. */
export const checkChannelsJob = defineJob({
  name: 'channel-check',
  everySeconds: 6 * 3600,
  retryLimit: 0,
  expireInSeconds: 3600,
  handle: async () => {
    for (const id of await municipalityIds()) {
      const channels = await inMunicipality(id, (tx) =>
        tx.selectFrom('channel').select('id').where('state', '=', 'live').orderBy('id').limit(200).execute()
      )
      for (const channel of channels)
        await lookAtChannel(id, channel.id).catch((error: unknown) =>
          logger.error('a channel could not be checked: {error}', { channel: channel.id, error: String(error) })
        )
    }
  }
})

/** Has a channel's network look, now. Opens transactions of its own. @throws NotAllowed, NotFound */
export async function checkChannelNow(municipalityId: string, who: Who, channelId: string): Promise<void> {
  await inMunicipality(municipalityId, async (tx) => {
    const row = await tx.selectFrom('channel').select('unit_id').where('id', '=', channelId).executeTakeFirst()
    if (!row) throw new NotFound()
    must(who, 'channel.settle', row.unit_id)
  })
  await lookAtChannel(municipalityId, channelId)
}

/** Asks the network outside of any transaction, and notes what it found. */
export async function lookAtChannel(municipalityId: string, channelId: string): Promise<void> {
  const row = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('channel').select(['network', 'settings', 'secret']).where('id', '=', channelId).executeTakeFirst()
  )
  if (!row) return
  const { network, settings, secret } = row
  const health = await networkOf(network)
    .check({ municipalityId, channelId, settings, secret })
    .catch(() => ({ state: 'warning' as const, note: 'check.failed' }))
  await inMunicipality(municipalityId, (tx) => noteFound(tx, channelId, health))
}

/** Notes what a look at the channel found, or holding its connection. */
export async function noteFound(tx: Tx, channelId: string, health: Health): Promise<void> {
  const before = await tx
    .selectFrom('channel')
    .select(['health', 'health_note'])
    .where('id', '=', channelId)
    .forUpdate()
    .executeTakeFirst()
  if (!before) return
  // That the door is open does not undo what sending found; the next sending does.
  const isSendings = before.health_note !== null && !before.health_note.startsWith(ours)
  if (health.state === 'good' && isSendings)
    await tx.updateTable('channel').set({ checked_at: now() }).where('id', '=', channelId).execute()
  else await noteHealth(tx, channelId, health.state, health.state === 'good' ? null : health.note)
}

/** Notes how a channel is; a change is an event. */
export async function noteHealth(
  tx: Tx,
  channelId: string,
  health: 'good' | 'warning' | 'broken',
  note: string | null
): Promise<void> {
  const before = await tx.selectFrom('channel').select('health').where('id', '=', channelId).executeTakeFirst()
  await tx
    .updateTable('channel')
    .set({ health, health_note: note, checked_at: now() })
    .where('id', '=', channelId)
    .execute()
  if (before && before.health !== health && !(before.health === 'unknown' && health === 'good')) {
    record(tx, system, 'channel.health-changed', channelId, { health })
  }
}
