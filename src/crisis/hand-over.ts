import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { lockActive } from './lock.ts'
import { limits } from './types.ts'

/**
 * Writes a line into the log that everybody who takes over reads: a note, or with `to` the hand-over itself.
 * @throws NotAllowed, NotFound, Invalid, Refusal `crisis.isOver`
 */
export async function writeLog(
  tx: Tx,
  who: Who,
  input: { crisis: string; text: string; to: string | null }
): Promise<void> {
  const crisis = await lockActive(tx, input.crisis)
  must(who, 'crisis.read', null)
  const text = input.text.trim()
  if (!text) throw new Invalid({ text: 'crisis.logMissing' })
  if (text.length > limits.log) throw new Invalid({ text: 'posts.tooLong' })
  if (input.to) {
    must(who, 'crisis.lead', crisis.unit_id)
    const next = await loadPerson(tx, input.to)
    if (!next || !may(next, 'crisis.lead', crisis.unit_id)) throw new Invalid({ to: 'crisis.cannotLead' })
  }
  await tx
    .insertInto('crisis_log')
    .values({
      id: newId(),
      crisis_id: crisis.id,
      text,
      to_id: input.to,
      person_id: who.kind === 'person' ? who.id : null,
      at: now()
    })
    .execute()
  record(tx, who, input.to ? 'crisis.handed-over' : 'crisis.noted', crisis.id, { ...(input.to && { to: input.to }) })
}
