// Giving a case to another system: asked for by a person, sent by a job. The intent is committed before anything goes out;
// where nobody knows whether it arrived, it is looked up there and never sent again by itself.
import { lockCase } from '../settle.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { sendCaseJob } from './send.ts'

const standing = ['due', 'sending', 'token', 'unknown', 'sent'] as const

/**
 * Gives a case to another system, under the category that stands for its own there.
 * @throws NotAllowed, NotFound, Invalid, Refusal `caseForwarded`
 */
export async function forwardCase(
  tx: Tx,
  who: Who,
  input: { case: string; endpoint: string }
): Promise<{ id: string }> {
  const row = await lockCase(tx, input.case)
  must(who, 'conversation.assign', row.unit_id)
  if (row.message_state === 'deleted') throw new NotFound('caseNotFound')
  const endpoint = await tx
    .selectFrom('case_endpoint')
    .select(['id', 'mapping'])
    .where('id', '=', input.endpoint)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  const code = (endpoint?.mapping as Record<string, string> | undefined)?.[row.service_id]
  if (!endpoint || !code) throw new Invalid({ endpoint: 'caseForwardUnmapped' })
  const before = await tx
    .selectFrom('case_forward')
    .select('id')
    .where('case_id', '=', row.id)
    .where('state', 'in', [...standing])
    .executeTakeFirst()
  if (before) throw new Refusal('caseForwarded', {}, 409)
  const id = newId()
  const at = now()
  await tx
    .insertInto('case_forward')
    .values({
      id,
      case_id: row.id,
      endpoint_id: endpoint.id,
      service_code: code,
      next_at: at,
      created_at: at,
      created_by: who.kind === 'person' ? who.id : null
    })
    .execute()
  record(tx, who, 'case.forwarded', row.id, { conversation: row.conversation_id, forward: id, endpoint: endpoint.id })
  await sendCaseJob.send(tx, { m: tx.municipalityId, forward: id })
  return { id }
}

/** Tries again what was not taken, or was not sent yet. @throws NotAllowed, NotFound, Refusal */
export async function retryForward(tx: Tx, who: Who, id: string): Promise<void> {
  const { row, forward } = await lockForward(tx, who, id)
  if (forward.state !== 'refused' && forward.state !== 'due') throw new Refusal('caseForwardSettled', {}, 409)
  await again(tx, forward.id)
  record(tx, who, 'case.forward-retried', row.id, { conversation: row.conversation_id, forward: id })
}

/**
 * A person has looked there and says whether it arrived: with its number it is followed, without one it is sent again.
 * @throws NotAllowed, NotFound, Invalid, Refusal
 */
export async function settleForward(
  tx: Tx,
  who: Who,
  input: { forward: string; found: 'arrived' | 'missing'; number: string }
): Promise<void> {
  const { row, forward } = await lockForward(tx, who, input.forward)
  if (forward.state !== 'unknown') throw new Refusal('caseForwardSettled', {}, 409)
  const number = input.number.trim()
  if (input.found === 'arrived') {
    if (number === '' || number.length > 200) throw new Invalid({ number: 'caseForwardNumber' })
    await tx
      .updateTable('case_forward')
      .set({ state: 'sent', remote_id: number, sent_at: now(), next_at: now(), problem: null })
      .where('id', '=', forward.id)
      .execute()
  } else await again(tx, forward.id)
  record(tx, who, 'case.forward-settled', row.id, { conversation: row.conversation_id, forward: forward.id })
}

/** Ends following; what is there stays there. @throws NotAllowed, NotFound, Refusal while it is being sent */
export async function dropForward(tx: Tx, who: Who, id: string): Promise<void> {
  const { row, forward } = await lockForward(tx, who, id)
  if (forward.state === 'sending') throw new Refusal('caseForwardSettled', {}, 409)
  if (forward.state === 'dropped') return
  await tx.updateTable('case_forward').set({ state: 'dropped', next_at: null }).where('id', '=', id).execute()
  record(tx, who, 'case.forward-dropped', row.id, { conversation: row.conversation_id, forward: id })
}

async function again(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('case_forward')
    .set({ state: 'due', attempts: 0, problem: null, next_at: now() })
    .where('id', '=', id)
    .execute()
  await sendCaseJob.send(tx, { m: tx.municipalityId, forward: id })
}

async function lockForward(tx: Tx, who: Who, id: string) {
  const found = await tx.selectFrom('case_forward').select('case_id').where('id', '=', id).executeTakeFirst()
  if (!found) throw new NotFound()
  const row = await lockCase(tx, found.case_id)
  must(who, 'conversation.assign', row.unit_id)
  const forward = await tx
    .selectFrom('case_forward')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { row, forward }
}
