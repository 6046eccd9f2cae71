import { loadPerson } from '#people/person.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { forgetRoutingPlan, type RoutingSetting } from './plan.ts'
import { mustSettleRouting } from './settle-rule.ts'

/** Settles whether it is learned, from when on a suggestion assigns itself, and who watches what nobody has. @throws NotAllowed, Invalid */
export async function settleRouting(tx: Tx, who: Who, input: RoutingSetting): Promise<void> {
  await mustSettleRouting(tx, who)
  const faults: Record<string, string> = {}
  if (input.assignsFrom !== null && !(input.assignsFrom >= 0.5 && input.assignsFrom < 1))
    faults.assignsFrom = 'routing.certaintyShape'
  if (!Number.isInteger(input.warnMinutes) || input.warnMinutes < 5 || input.warnMinutes > 6000)
    faults.warnMinutes = 'routing.minutesShape'
  const watchers = [...new Set(input.watchers)].slice(0, 20)
  for (const id of watchers) {
    const person = await loadPerson(tx, id)
    if (!person || !may(person, 'conversation.read', null)) faults.watchers = 'assigneeOutside'
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const values = {
    learns: input.learns,
    assigns_from: input.assignsFrom,
    watchers,
    warn_minutes: input.warnMinutes
  }
  await tx
    .insertInto('routing_setting')
    .values(values)
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(values))
    .execute()
  record(tx, who, 'routing.settled', tx.municipalityId, {
    learns: input.learns,
    assignsFrom: input.assignsFrom,
    warnMinutes: input.warnMinutes
  })
  const { municipalityId } = tx
  tx.afterCommit(() => forgetRoutingPlan(municipalityId))
}
