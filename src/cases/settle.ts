// Where a case stands for the public, said by the department in plain words.
import { lockConversation } from '#dialogue/row.ts'
import { close, reopen } from '#dialogue/state.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { withoutControls } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { caseLimits, type CaseState, caseStates } from './shared.ts'
import { tellReporter } from './tell.ts'

export interface SettleInput {
  case: string
  state: string
  /** What citizens read; empty is fine. */
  note: string
  /** Closes the conversation with the case. */
  closes?: boolean
}

/**
 * Says where a case stands. A closed one may close its conversation; one that is opened again opens it.
 * @throws NotAllowed, NotFound, Invalid, Refusal `closeHeld`
 */
export async function settleCase(tx: Tx, who: Who, input: SettleInput): Promise<void> {
  const row = await lockCase(tx, input.case)
  must(who, 'conversation.answer', row.unit_id)
  const state = caseStates.find((one) => one === input.state)
  const note = withoutControls(input.note.slice(0, 20_000).toWellFormed()).replace(/\r\n?/g, '\n').trim()
  const faults = {
    ...(!state && { state: 'choose' }),
    ...([...note].length > caseLimits.note && { note: 'caseNoteLong' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: caseLimits.note })
  if (state === row.state && note === row.note) return
  await writeState(tx, who, row, { state: state!, note })
  const conversation = { conversation: row.conversation_id }
  if (state === 'closed' && input.closes) await close(tx, who, conversation)
  if (state !== 'closed' && row.conversation_state === 'done') await reopen(tx, who, conversation)
}

interface Standing {
  id: string
  conversation_id: string
}

/** Writes a state with its line in the public history; whoever calls has checked the right to do so. */
export async function writeState(
  tx: Tx,
  who: Who,
  row: Standing,
  { state, note }: { state: CaseState; note: string }
): Promise<void> {
  const at = now()
  await tx
    .updateTable('case_report')
    .set({ state, note, changed_at: at, closed_at: state === 'closed' ? at : null })
    .where('id', '=', row.id)
    .execute()
  await tx
    .insertInto('case_step')
    .values({ id: newId(), case_id: row.id, state, note, at, person_id: who.kind === 'person' ? who.id : null })
    .execute()
  await tellReporter(tx, row.id, { state, note })
  record(tx, who, 'case.settled', row.id, { conversation: row.conversation_id, state })
  // Told between the messages too.
  record(tx, who, 'conversation.case-settled', row.conversation_id, { case: row.id, state })
}

/** Gives a report to another category. @throws NotAllowed, NotFound, Invalid */
export async function refileCase(tx: Tx, who: Who, input: { case: string; service: string }): Promise<void> {
  const row = await lockCase(tx, input.case)
  must(who, 'conversation.assign', row.unit_id)
  const service = await tx
    .selectFrom('case_service')
    .select('id')
    .where('id', '=', input.service)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!service) throw new Invalid({ service: 'caseServiceUnknown' })
  if (service.id === row.service_id) return
  await tx
    .updateTable('case_report')
    .set({ service_id: service.id, changed_at: now() })
    .where('id', '=', row.id)
    .execute()
  record(tx, who, 'case.refiled', row.id, { conversation: row.conversation_id, service: service.id })
}

/** Locks a case and its conversation (that one first, as everybody does). @throws NotFound */
export async function lockCase(tx: Tx, id: string) {
  const found = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .select(['m.conversation_id', 'm.state'])
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (!found) throw new NotFound('caseNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  const row = await tx.selectFrom('case_report').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  return {
    ...row,
    conversation_id: conversation.id,
    message_state: found.state,
    unit_id: conversation.unit_id,
    conversation_state: conversation.state
  }
}
