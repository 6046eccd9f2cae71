// Whom the clock tells: before a time runs out those who work on it, and afterwards whom the unit has named.
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import type { Role, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'

/** What a unit settles about warnings; what is null holds as in the unit above. */
export interface Escalation {
  warnPercent: number | null
  firstNotice: boolean | null
  /** False: as in the unit above. */
  escalates: boolean
  leader: boolean
  parent: boolean
  persons: string[]
}

/** What the units have settled, by unit. */
export async function readEscalations(tx: Tx): Promise<Map<string, Escalation>> {
  const rows = await tx
    .selectFrom('unit_hours')
    .select([
      'unit_id',
      'warn_percent',
      'first_notice',
      'escalates',
      'escalate_leader',
      'escalate_parent',
      'escalate_persons'
    ])
    .limit(2000)
    .execute()
  return new Map(
    rows.map((row) => [
      row.unit_id,
      {
        warnPercent: row.warn_percent,
        firstNotice: row.first_notice,
        escalates: row.escalates,
        leader: row.escalate_leader,
        parent: row.escalate_parent,
        persons: row.escalate_persons
      }
    ])
  )
}

/** Settles whom a unit's clock tells, and when. @throws NotAllowed, Invalid */
export async function settleEscalation(tx: Tx, who: Who, unitId: string, input: Escalation): Promise<void> {
  must(who, 'unit.settle', unitId)
  const { warnPercent } = input
  if (warnPercent !== null && !(Number.isInteger(warnPercent) && warnPercent >= 10 && warnPercent <= 95))
    throw new Invalid({ warn: 'warnShape' })
  if (input.escalates && !input.leader && !input.parent && input.persons.length === 0)
    throw new Invalid({ escalates: 'escalationNobody' })
  for (const id of input.escalates ? input.persons.slice(0, 20) : []) {
    const person = await loadPerson(tx, id)
    if (!person || !may(person, 'conversation.read', unitId)) throw new Invalid({ persons: 'assigneeOutside' })
  }
  const values = {
    warn_percent: warnPercent,
    first_notice: input.firstNotice,
    escalates: input.escalates,
    escalate_leader: input.leader,
    escalate_parent: input.parent,
    escalate_persons: input.persons.slice(0, 20),
    changed_at: now()
  }
  await tx
    .insertInto('unit_hours')
    .values({ unit_id: unitId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'unit_id']).doUpdateSet(values))
    .execute()
  record(tx, who, 'unit.escalation-settled', unitId)
}

/** Who is warned of a conversation's time: whoever has it, otherwise the unit's experts, otherwise the next ones above. */
export async function warned(tx: Tx, units: string[], assignee: string | null): Promise<string[]> {
  if (assignee) return [assignee]
  return nearestWith(tx, units, ['expert', 'editor', 'leader'])
}

/** Who is told that a time ran out. Somebody always is: at last whoever runs the dialogue of the whole town. */
export async function escalatedTo(
  tx: Tx,
  units: string[],
  rule: Escalation,
  assignee: string | null
): Promise<string[]> {
  const people = new Set<string>()
  for (const id of rule.persons) {
    const person = await loadPerson(tx, id)
    if (person && may(person, 'conversation.read', units[0])) people.add(id)
  }
  if (rule.leader) for (const id of await nearestWith(tx, units, ['leader'])) people.add(id)
  if (rule.parent && units.length > 1)
    for (const id of await nearestWith(tx, units.slice(1), ['leader', 'expert', 'editor'])) people.add(id)
  if (people.size === 0) for (const id of await nearestWith(tx, units, ['leader', 'editor'])) people.add(id)
  if (assignee) people.add(assignee)
  return [...people]
}

/** Those who hold the first of the roles that anybody holds, in the nearest unit where somebody does; at most 50. */
async function nearestWith(tx: Tx, units: string[], roles: Role[]): Promise<string[]> {
  if (units.length === 0) return []
  const rows = await tx
    .selectFrom('role')
    .innerJoin('person', 'person.id', 'role.person_id')
    .select(['role.person_id', 'role.unit_id', 'role.role'])
    .where('role.unit_id', 'in', units)
    .where('role.role', 'in', roles)
    .where('person.left_at', 'is', null)
    .limit(500)
    .execute()
  for (const unit of units)
    for (const role of roles) {
      const found = rows.filter((row) => row.unit_id === unit && row.role === role)
      if (found.length > 0) return found.slice(0, 50).map(({ person_id }) => person_id)
    }
  return []
}
