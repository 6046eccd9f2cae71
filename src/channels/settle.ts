// What a person decides about a publication that the program cannot bring to an end by itself.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { writeOutcome } from './outcome.ts'
import { sendJob } from './send.ts'
import { channelStops } from './stops.ts'

/**
 * A person looked and says what became of it: it `arrived`, or it is `missing` and shall be sent again.
 * @throws NotAllowed, NotFound, Refusal when its outcome is not unknown (any more)
 */
export async function settlePublication(tx: Tx, who: Who, id: string, found: 'arrived' | 'missing'): Promise<void> {
  const row = await lock(tx, who, id)
  if (row.state !== 'unknown') throw new Refusal('posts.notUnknown')
  record(tx, who, 'publication.settled', id, { post: row.post_id, message: row.message_id, found })
  if (found === 'arrived') await writeOutcome(tx, id, row.attempts, { state: 'sent', remote: null }, who)
  else await sendAgain(tx, row)
}

/** Tries again what was refused, or now what waits for its next attempt. @throws NotAllowed, NotFound, Refusal */
export async function retryPublication(tx: Tx, who: Who, id: string): Promise<void> {
  const row = await lock(tx, who, id)
  if (row.state !== 'refused' && row.state !== 'waiting') throw new Refusal('posts.notRefused')
  const isSpeech = row.purpose === 'publish' || row.purpose === 'answer'
  const stop = isSpeech && (await channelStops(tx, [{ ...row, id: row.channel_id }])).get(row.channel_id)
  if (stop === 'candidate-account') throw new Refusal('channels.candidate', {}, 409)
  if (stop && row.purpose === 'publish') throw new Refusal('concepts.channelStopped', {}, 409)
  record(tx, who, 'publication.retried', id, { post: row.post_id, message: row.message_id })
  await sendAgain(tx, row)
}

async function lock(tx: Tx, who: Who, id: string) {
  const row = await tx
    .selectFrom('publication')
    .innerJoin('channel', 'channel.id', 'publication.channel_id')
    .leftJoin('post', 'post.id', 'publication.post_id')
    .leftJoin('message', 'message.id', 'publication.message_id')
    .leftJoin('conversation', 'conversation.id', 'message.conversation_id')
    .selectAll('publication')
    .select([
      'channel.network',
      'channel.account_kind',
      'channel.unit_id',
      'post.unit_id as post_unit_id',
      'post.version_number as post_version'
    ])
    .select('conversation.unit_id as conversation_unit_id')
    .where('publication.id', '=', id)
    .forUpdate('publication')
    .executeTakeFirst()
  if (!row) throw new NotFound()
  if (row.purpose === 'answer') must(who, 'conversation.answer', row.conversation_unit_id)
  else must(who, 'post.publish', row.post_unit_id ?? row.unit_id)
  return row
}

type Locked = Awaited<ReturnType<typeof lock>>

async function sendAgain(tx: Tx, row: Locked): Promise<void> {
  await tx
    .updateTable('publication')
    .set({
      state: 'due',
      due_at: now(),
      problem: null,
      // What the post says now, not what was refused then.
      ...(row.purpose === 'publish' && row.post_version && { version_number: row.post_version })
    })
    .where('id', '=', row.id)
    .execute()
  if (row.message_id && row.purpose === 'answer') {
    await tx
      .updateTable('message')
      .set({ state: 'sending' })
      .where('id', '=', row.message_id)
      .where('state', '=', 'failed')
      .execute()
  }
  await sendJob.send(tx, { m: tx.municipalityId, id: row.id }, { group: row.channel_id })
}
