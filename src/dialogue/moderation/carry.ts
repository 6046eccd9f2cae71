// Decisions carried to the network the words came from, after the commit: a report, a block, its end.
import { createHash } from 'node:crypto'
import { SendLater, SendRefused, type ModerationAct } from '#channels/contract.ts'
import { outgoingHeld } from '#channels/held.ts'
import { networkOf } from '#channels/networks.ts'
import { system } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'

/** Tells one network of one decision. A server that does not answer is asked again, for about a day. */
export const carryJob = defineJob<{ m: string; decision: string; act: string }>({
  name: 'carry-decision',
  retryLimit: 20,
  handle: ({ m, decision, act }) => carry(m, decision, act as ModerationAct)
})

/** Has a decision carried after the commit. */
export async function carryLater(tx: Tx, decision: string, acts: readonly ModerationAct[]): Promise<void> {
  for (const act of acts) await carryJob.send(tx, { m: tx.municipalityId, decision, act })
}

async function carry(municipalityId: string, decision: string, act: ModerationAct): Promise<void> {
  const found = await inMunicipality(municipalityId, async (tx) => {
    const row = await tx
      .selectFrom('decision')
      .innerJoin('message', 'message.id', 'decision.message_id')
      .innerJoin('channel', 'channel.id', 'message.channel_id')
      .select(['message.id as messageId', 'decision.carried_text as text', 'decision.state'])
      .select(['channel.id as channelId', 'channel.network', 'channel.settings'])
      .where('decision.id', '=', decision)
      .executeTakeFirst()
    return row && { ...row, held: await outgoingHeld(tx) }
  })
  // After a restore nothing goes out until somebody says so.
  if (found?.held) throw new Error('outgoing channels stand still')
  if (!found || (act !== 'unblock' && found.state !== 'in_force')) return
  const { moderate } = networkOf(found.network)
  const context = { municipalityId, channelId: found.channelId, settings: found.settings, secret: null }
  const undoes = carriedKey(decision, 'block')
  let outcome = 'carried'
  try {
    await moderate?.(context, { act, messageId: found.messageId, text: found.text, undoes }, carriedKey(decision, act))
  } catch (error) {
    if (error instanceof SendLater || !(error instanceof SendRefused)) throw error
    outcome = 'not-carried'
  }
  await inMunicipality(municipalityId, async (tx) =>
    record(tx, system, `decision.${outcome}`, decision, { act, message: found.messageId })
  )
}

/** The same act of the same decision has the same key, however often it is tried. */
function carriedKey(decision: string, act: ModerationAct): string {
  const hash = createHash('sha256').update(`${decision} ${act}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
