// Setting how freely somebody speaks for a unit. Every change stays with its reason; the person is told and reads it.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotAllowed, NotFound } from '#platform/refusal.ts'
import { loadPerson } from '#people/person.ts'
import { must } from '#people/rights.ts'
import { levelOf } from '#people/trust.ts'
import type { Who } from '#people/types.ts'
import { isOwn } from './reviewers.ts'
import { type Level, levels } from './shared.ts'
import { tell } from './tell.ts'

/**
 * Sets the level of a person for a unit and everything below it; null: as the role says. Leaders of the unit do it, never
 * for themselves, nor for another account of theirs.
 * @throws NotAllowed, NotFound, Invalid without a reason
 */
export async function setLevel(
  tx: Tx,
  who: Who,
  input: { person: string; unit: string; level: Level | null; reason: string }
): Promise<void> {
  must(who, 'trust.settle', input.unit)
  if (who.kind === 'person' && (await isOwn(tx, who, [input.person]))) throw new NotAllowed('reviews.ownLevel')
  const reason = input.reason.trim()
  if (reason === '' || reason.length > 1000) throw new Invalid({ reason: 'reviews.levelReason' })
  if (input.level !== null && !levels.includes(input.level)) throw new Invalid({ level: 'choose' })
  const person = await loadPerson(tx, input.person)
  const unit = await tx.selectFrom('unit').select('id').where('id', '=', input.unit).executeTakeFirst()
  if (!person || !unit) throw new NotFound()
  const before = await levelOf(tx, person, input.unit)
  await tx
    .insertInto('trust_change')
    .values({
      id: newId(),
      person_id: person.id,
      unit_id: unit.id,
      level: input.level,
      reason,
      by_id: who.kind === 'person' ? who.id : null,
      at: now()
    })
    .execute()
  const after = await levelOf(tx, person, input.unit)
  record(tx, who, 'person.level-set', person.id, { unit: unit.id, before, after })
  if (who.kind === 'person') await tell(tx, { person: person.id, kind: 'level', note: reason })
}
