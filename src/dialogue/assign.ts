import { standIn } from '#people/absence.ts'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { learnSoon } from '#routing/learn.ts'
import { tellPerson, tellUnit } from './notices.ts'
import { lockConversation, refreshConversation } from './row.ts'
import type { Conversation } from './types.ts'

export interface AssignInput {
  conversation: string
  /** Absent: stays; null: to none. */
  unit?: string | null
  person?: string | null
}

/**
 * Gives a conversation to a unit, a person, or both. Whoever may read it may pass it on to any unit: what lies on the
 * wrong desk must be able to leave it. A person who may not see the new unit's conversations lets go of it; somebody who is
 * away is stood in for.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function assign(tx: Tx, who: Who, input: AssignInput): Promise<Conversation> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.assign', conversation.unit_id)
  const unit = input.unit === undefined ? conversation.unit_id : input.unit
  if (unit && unit !== conversation.unit_id) await mustBeUnit(tx, unit)
  let person = input.person === undefined ? conversation.assignee_id : input.person
  if (person && (person !== conversation.assignee_id || unit !== conversation.unit_id)) {
    const assignee = await loadPerson(tx, person)
    const fits = assignee !== null && may(assignee, 'conversation.answer', unit)
    if (!fits && input.person) throw new Invalid({ person: assignee ? 'assigneeOutside' : 'personNotFound' })
    if (!fits) person = null
  }
  let insteadOf: string | null = null
  if (person && input.person && person !== conversation.assignee_id) {
    const standing = await standIn(tx, person, now(), (deputy) => may(deputy, 'conversation.answer', unit))
    insteadOf = standing.for
    person = standing.id
  }
  if (unit === conversation.unit_id && person === conversation.assignee_id) return conversation
  const state = conversation.state === 'new' ? 'open' : conversation.state
  // What people decide is learned from.
  const teaches = who.kind === 'person' && unit && unit !== conversation.unit_id
  const after = await refreshConversation(tx, conversation, {
    unit_id: unit,
    assignee_id: person,
    state,
    ...(teaches && { taught_unit_id: unit, taught_at: now() })
  })
  if (teaches) await learnSoon(tx, { conversation: conversation.id, unit, before: conversation.taught_unit_id })
  if (person && person !== conversation.assignee_id)
    await tellPerson(tx, who, { person, kind: 'assigned', conversation: conversation.id })
  if (unit && unit !== conversation.unit_id && !person) await tellUnit(tx, who, { unit, conversation: conversation.id })
  record(tx, who, 'conversation.assigned', conversation, {
    unit,
    person,
    unitBefore: conversation.unit_id,
    personBefore: conversation.assignee_id,
    ...(insteadOf && { insteadOf })
  })
  return after
}

async function mustBeUnit(tx: Tx, id: string): Promise<void> {
  const unit = await tx.selectFrom('unit').select('archived_at').where('id', '=', id).executeTakeFirst()
  if (!unit || unit.archived_at) throw new Invalid({ unit: 'unitNotFound' })
}
