// What became of an attempt, written down: the publication's state, the answer's state, and how the channel is doing.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { system, type Who } from '#people/types.ts'
import type { Remote } from './contract.ts'
import { noteHealth } from './health.ts'

export type Outcome =
  | { state: 'sent'; remote: Remote | null }
  | { state: 'refused'; problem: string }
  | { state: 'waiting'; problem: string; retryAt: Date }
  | { state: 'due'; retryAt: Date }
  | { state: 'unknown'; problem: string; retryAt?: Date }

/** How long a publication is tried again before a person must look at it. */
const patienceDays = 5

/**
 * Writes the outcome of the attempt with this number. Answers when to try again, or null when there is nothing to do.
 * An outcome that comes late, after somebody else went on, changes nothing.
 */
export async function writeOutcome(
  tx: Tx,
  id: string,
  attempts: number,
  given: Outcome,
  who: Who = system
): Promise<{ channelId: string; at: Date } | null> {
  const row = await tx.selectFrom('publication').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row || row.attempts !== attempts || !['sending', 'unknown', 'due', 'waiting'].includes(row.state)) return null
  const outcome =
    given.state === 'waiting' && isTooOld(row.created_at)
      ? { state: 'refused' as const, problem: given.problem }
      : given
  const ids = { channel: row.channel_id, post: row.post_id, message: row.message_id, purpose: row.purpose }

  if (outcome.state === 'sent') {
    await tx
      .updateTable('publication')
      .set({
        state: 'sent',
        sent_at: now(),
        remote_id: outcome.remote?.id ?? null,
        remote_url: outcome.remote?.url ?? null,
        problem: null,
        sender: null
      })
      .where('id', '=', id)
      .execute()
    if (row.purpose === 'correct' && row.target_id && outcome.remote) {
      await tx
        .updateTable('publication')
        .set({ remote_id: outcome.remote.id, remote_url: outcome.remote.url })
        .where('id', '=', row.target_id)
        .execute()
    }
    if (row.purpose === 'withdraw' && row.target_id) {
      await tx.updateTable('publication').set({ state: 'withdrawn' }).where('id', '=', row.target_id).execute()
    }
    if (row.message_id && row.purpose === 'answer') await markAnswer(tx, row.message_id, 'sent', outcome.remote)
    record(tx, who, 'publication.sent', id, ids)
    await noteHealth(tx, row.channel_id, 'good', null)
    return null
  }

  const dueAt = 'retryAt' in outcome && outcome.retryAt ? outcome.retryAt : row.due_at
  const problem = 'problem' in outcome ? outcome.problem.slice(0, 500) : null
  await tx
    .updateTable('publication')
    .set({ state: outcome.state, problem, due_at: dueAt, sender: null })
    .where('id', '=', id)
    .execute()
  if (outcome.state === 'refused' && row.message_id && row.purpose === 'answer')
    await markAnswer(tx, row.message_id, 'failed', null)
  if (outcome.state !== row.state) record(tx, who, `publication.${outcome.state}`, id, ids)
  if (outcome.state === 'refused' || outcome.state === 'unknown')
    await noteHealth(tx, row.channel_id, 'warning', problem)
  // One failed attempt is weather, several are a fault.
  if (outcome.state === 'waiting' && attempts >= 3)
    await noteHealth(tx, row.channel_id, attempts >= 6 ? 'broken' : 'warning', problem)
  return outcome.state === 'waiting' || outcome.state === 'due' ? { channelId: row.channel_id, at: dueAt } : null
}

/** An answer of ours has arrived, or will not. What its author took back meanwhile stays as it is. */
export async function markAnswer(
  tx: Tx,
  messageId: string,
  state: 'sent' | 'failed',
  remote: Remote | null
): Promise<void> {
  await tx
    .updateTable('message')
    .set({ state, ...(remote && { remote_id: remote.id, remote_url: remote.url }) })
    .where('id', '=', messageId)
    .where('direction', '=', 'out')
    .where('state', 'in', ['sending', 'failed', 'visible'])
    .execute()
}

/** A server on the way says later that an answer of ours did not arrive: a person may try again. */
export async function noteUndelivered(tx: Tx, messageId: string, problem: string, isFinal: boolean): Promise<boolean> {
  const row = await tx
    .selectFrom('publication')
    .select(['id', 'channel_id', 'state'])
    .where('message_id', '=', messageId)
    .where('purpose', '=', 'answer')
    .where('state', 'in', ['sending', 'unknown', 'sent'])
    .forUpdate()
    .executeTakeFirst()
  if (!row) return false
  const said = problem.slice(0, 500)
  await tx
    .updateTable('publication')
    .set({ problem: said, ...(isFinal && { state: 'refused', sender: null }) })
    .where('id', '=', row.id)
    .execute()
  if (isFinal) {
    await tx
      .updateTable('message')
      .set({ state: 'failed' })
      .where('id', '=', messageId)
      .where('direction', '=', 'out')
      .execute()
    record(tx, system, 'publication.refused', row.id, {
      channel: row.channel_id,
      message: messageId,
      purpose: 'answer'
    })
  }
  return true
}

function isTooOld(createdAt: Date): boolean {
  return now().getTime() - createdAt.getTime() > patienceDays * 86_400_000
}
