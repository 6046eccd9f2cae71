/**
 * Sends one publication, exactly once as far as the other side allows (invariant 4):
 *
 * 1. `sending` with the key and this process's number is committed.
 * 2. The network is called, outside of any transaction.
 * 3. The outcome is committed: sent, refused, waiting (definitely not arrived, again later) or unknown.
 *
 * A crash between 1 and 3 leaves a row in `sending` whose sender is dead: `sweep.ts` makes it `unknown`. What is unknown
 * is looked up, or sent again where the network knows keys; otherwise it stays unknown until a person settles it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { system } from '#people/types.ts'
import { type ChannelContext, type Network, type Outgoing, type Remote, SendLater, SendRefused } from './contract.ts'
import { outgoingHeld } from './held.ts'
import { networkOf } from './networks.ts'
import { markAnswer, type Outcome, writeOutcome } from './outcome.ts'
import { senderNumber } from './sender.ts'
import { channelStops } from './stops.ts'

const logger = log('channels')
/** A network that has not answered by then has an unknown outcome. Shorter than the job may take. */
const patienceMs = 120_000

/** Sends what is due, and looks up what is unknown. */
export const sendJob = defineJob<{ m: string; id: string }>({
  name: 'publication-send',
  handle: ({ m, id }) => sendPublication(m, id),
  concurrency: 4,
  expireInSeconds: 300
})

/** Publications that this process is sending right now. */
export const underWay = new Set<string>()

interface Claimed {
  context: ChannelContext
  network: Network<any, any>
  outgoing: Outgoing
  purpose: string
  key: string
  attempts: number
  remote: Remote | null
}

/** Brings one publication one step on. Does nothing when it is not its time, or another process has it. */
export async function sendPublication(municipalityId: string, publicationId: string): Promise<void> {
  const sender = await senderNumber()
  const step = await inMunicipality(municipalityId, (tx) => claim(tx, publicationId, sender))
  if (!step) return
  if (step.kind === 'look-up') return lookUp(municipalityId, step.claimed)
  underWay.add(publicationId)
  try {
    const outcome = await call(step.claimed)
    await commit(municipalityId, publicationId, step.claimed.attempts, outcome)
    if (outcome.state === 'unknown') await lookUp(municipalityId, step.claimed)
  } finally {
    underWay.delete(publicationId)
  }
}

type Step = { kind: 'send' | 'look-up'; claimed: Claimed }

/** Takes the publication for this process, or says why not by null. */
async function claim(tx: Tx, id: string, sender: number): Promise<Step | null> {
  const row = await tx
    .selectFrom('publication')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .selectAll('publication')
    .select([
      'channel.network',
      'channel.settings',
      'channel.secret',
      'channel.state as channel_state',
      'channel.account_kind'
    ])
    .where('publication.id', '=', id)
    .forUpdate('publication')
    .skipLocked()
    .executeTakeFirst()
  if (!row || !['due', 'waiting', 'unknown'].includes(row.state) || row.due_at > now()) return null
  if (row.channel_state !== 'live' || (await outgoingHeld(tx))) return null

  const isSpeech = row.purpose === 'publish' || row.purpose === 'answer'
  if (isSpeech && row.state !== 'unknown') {
    const stop = (await channelStops(tx, [{ ...row, id: row.channel_id }])).get(row.channel_id)
    // Nobody's question falls silent because of a concept; on a candidate's account the office says nothing at all.
    if (stop && (row.purpose === 'publish' || stop === 'candidate-account')) return refuseStopped(tx, row, stop)
  }

  const target = row.target_id ? await targetOf(tx, row.target_id) : null
  if (row.target_id && row.state !== 'unknown') {
    if (!target || target.state === 'refused' || target.state === 'withdrawn') {
      // What it would change never went out.
      await tx.updateTable('publication').set({ state: 'withdrawn' }).where('id', '=', id).execute()
      return null
    }
    if (target.state !== 'sent') {
      const later = new Date(now().getTime() + 15_000)
      await tx.updateTable('publication').set({ state: 'waiting', due_at: later }).where('id', '=', id).execute()
      await sendJob.send(tx, { m: tx.municipalityId, id }, { group: row.channel_id, startAfter: later })
      return null
    }
  }
  const claimed: Claimed = {
    context: {
      municipalityId: tx.municipalityId,
      channelId: row.channel_id,
      settings: row.settings,
      secret: row.secret
    },
    network: networkOf(row.network),
    outgoing: {
      publicationId: row.id,
      postId: row.post_id,
      versionNumber: row.version_number,
      messageId: row.message_id
    },
    purpose: row.purpose,
    key: row.key,
    attempts: row.attempts + 1,
    remote: target?.remote_id ? { id: target.remote_id, url: target.remote_url } : null
  }
  if (row.state === 'unknown') return { kind: 'look-up', claimed: { ...claimed, attempts: row.attempts } }
  await tx
    .updateTable('publication')
    .set({ state: 'sending', sender, sending_since: now(), attempts: claimed.attempts, problem: null })
    .where('id', '=', id)
    .execute()
  return { kind: 'send', claimed }
}

/** Nothing is wrong with the channel: it may not publish. A person sees why at the post and sends it when it may again. */
async function refuseStopped(
  tx: Tx,
  row: { id: string; channel_id: string; post_id: string | null; message_id: string | null; purpose: string },
  stop: string
): Promise<null> {
  await tx.updateTable('publication').set({ state: 'refused', problem: stop }).where('id', '=', row.id).execute()
  if (row.message_id) await markAnswer(tx, row.message_id, 'failed', null)
  const { channel_id: channel, post_id: post, message_id: message, purpose } = row
  record(tx, system, 'publication.refused', row.id, { channel, post, message, purpose })
  return null
}

async function targetOf(tx: Tx, id: string) {
  return tx
    .selectFrom('publication')
    .select(['state', 'remote_id', 'remote_url'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Calls the network and reads what it says. Never throws. */
async function call(claimed: Claimed): Promise<Outcome> {
  const gaveUp = new AbortController()
  try {
    const late = pause(patienceMs, 'late' as const, { signal: gaveUp.signal, ref: false })
    const answer = await Promise.race([act(claimed), late])
    if (answer === 'late') return { state: 'unknown', problem: 'no answer in time' }
    return { state: 'sent', remote: answer }
  } catch (error) {
    if (error instanceof SendRefused) return { state: 'refused', problem: error.message }
    if (error instanceof SendLater) return { state: 'waiting', problem: error.message, retryAt: error.retryAt }
    logger.warn('sending by {network} ended in {error}', { network: claimed.network.id, error: String(error) })
    return { state: 'unknown', problem: error instanceof Error ? error.message : String(error) }
  } finally {
    gaveUp.abort()
  }
}

async function act({ network, context, outgoing, key, purpose, remote }: Claimed): Promise<Remote | null> {
  if (purpose === 'publish') return network.publish(context, outgoing, key)
  if (purpose === 'answer') {
    if (!network.answer) throw new SendRefused('cannot-answer')
    return network.answer(context, outgoing, key)
  }
  if (!remote) throw new SendRefused('nothing to change')
  if (purpose === 'correct') {
    if (!network.correct) throw new SendRefused('cannot-correct')
    return network.correct(context, remote, outgoing, key)
  }
  if (!network.withdraw) throw new SendRefused('cannot-withdraw')
  await network.withdraw(context, remote, outgoing, key)
  return remote
}

/** Writes the outcome, and tries for a while when the database is away: knowing it is worth the wait. */
async function commit(municipalityId: string, id: string, attempts: number, outcome: Outcome): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const again = await inMunicipality(municipalityId, async (tx) => {
        const retry = await writeOutcome(tx, id, attempts, outcome)
        if (retry) await sendJob.send(tx, { m: municipalityId, id }, { group: retry.channelId, startAfter: retry.at })
      })
      return again
    } catch (error) {
      if (attempt >= 60) throw error
      logger.warn('the outcome of a publication could not be written: {error}', { error: String(error) })
      await pause(Math.min(250 * 2 ** attempt, 2000))
    }
  }
}

/** Settles an unknown outcome as far as the network can: by looking, or by sending again under the same key. */
async function lookUp(municipalityId: string, claimed: Claimed): Promise<void> {
  const { network, context, outgoing, key, attempts } = claimed
  const id = outgoing.publicationId
  const later = new Date(now().getTime() + Math.min(15_000 * 2 ** attempts, 3_600_000))
  if (network.find && (claimed.purpose === 'publish' || claimed.purpose === 'answer')) {
    let found: Remote | null
    try {
      found = await network.find(context, outgoing, key)
    } catch (error) {
      return commit(municipalityId, id, attempts, { state: 'unknown', problem: String(error), retryAt: later })
    }
    const outcome: Outcome = found ? { state: 'sent', remote: found } : { state: 'due', retryAt: retrySoon(attempts) }
    return commit(municipalityId, id, attempts, outcome)
  }
  if (network.idempotent) return commit(municipalityId, id, attempts, { state: 'due', retryAt: retrySoon(attempts) })
  // Neither can be known: a person looks.
}

/** The first time at once, later with growing pauses. */
function retrySoon(attempts: number): Date {
  return new Date(now().getTime() + (attempts <= 1 ? 0 : Math.min(5_000 * 2 ** attempts, 3_600_000)))
}
