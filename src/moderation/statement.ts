// The statement of reasons: checked, and written down. What a decision does to a message is the dialogue's.
import { now } from '#platform/clock/clock.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { withoutControls } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { settleGround } from './grounds.ts'
import { maxReason, needsReasons, type Carried, type Step } from './shared.ts'

/** What whoever decides says about it. */
export interface Reasons {
  facts?: string
  /** A code of `groundChoices`. */
  ground?: string
  milder?: string
}

export interface Statement {
  facts: string
  ground: string | null
  groundText: string
  netiquetteVersion: string | null
  milder: string
}

/**
 * Checks the reasons of a step and looks its ground up. @throws Invalid, with a message for each field
 */
export async function checkReasons(tx: Tx, step: Step, given: Reasons): Promise<Statement> {
  const facts = clean(given.facts)
  const milder = clean(given.milder)
  const code = (given.ground ?? '').trim()
  const must = needsReasons(step)
  const faults = {
    ...(must && facts === '' && { facts: 'moderation.factsMissing' }),
    ...(length(facts) > maxReason && { facts: 'moderation.factsTooLong' }),
    ...(must && milder === '' && { milder: 'moderation.milderMissing' }),
    ...(length(milder) > maxReason && { milder: 'moderation.milderTooLong' }),
    ...(must && code === '' && { ground: 'moderation.groundMissing' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults, 'invalid', { max: maxReason })
  if (code === '') return { facts, milder, ground: null, groundText: '', netiquetteVersion: null }
  const { text, netiquetteVersion } = await settleGround(tx, code)
  return { facts, milder, ground: code, groundText: text, netiquetteVersion }
}

export interface NewDecision extends Statement {
  id?: string
  step: Step
  state: 'waiting' | 'in_force'
  unitId: string | null
  conversationId: string | null
  messageId: string | null
  postId: string | null
  contactId: string | null
  origin: 'own' | 'notice' | 'review'
  noticeId: string | null
  heldByMachine: boolean
  stateBefore: string | null
  until: Date | null
  carried: Carried[]
  carriedText: string
  evidenceId: string | null
  withheld: string
}

/** Writes a decision down. Answers its id. */
export async function enterDecision(tx: Tx, who: Who, decision: NewDecision): Promise<string> {
  const id = decision.id ?? newId()
  await tx
    .insertInto('decision')
    .values({
      id,
      step: decision.step,
      state: decision.state,
      unit_id: decision.unitId,
      conversation_id: decision.conversationId,
      message_id: decision.messageId,
      post_id: decision.postId,
      contact_id: decision.contactId,
      facts: decision.facts,
      ground: decision.ground,
      ground_text: decision.groundText,
      netiquette_version: decision.netiquetteVersion,
      milder: decision.milder,
      origin: decision.origin,
      notice_id: decision.noticeId,
      held_by_machine: decision.heldByMachine,
      state_before: decision.stateBefore,
      until: decision.until,
      carried: decision.carried,
      carried_text: decision.carriedText,
      decided_by: who.kind === 'person' ? who.id : null,
      decided_at: now(),
      evidence_id: decision.evidenceId,
      withheld: decision.withheld
    })
    .execute()
  record(tx, who, 'decision.made', id, {
    step: decision.step,
    state: decision.state,
    ...(decision.messageId && { message: decision.messageId }),
    ...(decision.conversationId && { conversation: decision.conversationId }),
    ...(decision.postId && { post: decision.postId })
  })
  return id
}

/** A text of whoever decides: without what nobody sees, trimmed. */
export function clean(text: string | undefined): string {
  return withoutControls((text ?? '').toWellFormed())
    .replace(/\r\n?/g, '\n')
    .trim()
}

function length(text: string): number {
  return text.length > maxReason * 4 ? text.length : [...text].length
}
