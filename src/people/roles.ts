import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { endSessions } from './session.ts'
import { must, mustGrant } from './rights.ts'
import type { Role, Who } from './types.ts'

/** Gives a person a role in a unit and everything below it. @throws NotAllowed, NotFound */
export async function grantRole(
  tx: Tx,
  who: Who,
  input: { personId: string; role: Role; unitId: string }
): Promise<void> {
  mustGrant(who, input.role, input.unitId)
  await requirePerson(tx, input.personId)
  const unit = await tx
    .selectFrom('unit')
    .select('id')
    .where('id', '=', input.unitId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!unit) throw new NotFound()
  const added = await tx
    .insertInto('role')
    .values({ person_id: input.personId, unit_id: input.unitId, role: input.role, granted_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(added.numInsertedOrUpdatedRows) > 0)
    record(tx, who, 'person.role-granted', input.personId, { role: input.role, unit: input.unitId })
}

/** Takes a role away. @throws NotAllowed; Refusal `lastOperator` when nobody could then run the municipality */
export async function takeRole(
  tx: Tx,
  who: Who,
  input: { personId: string; role: Role; unitId: string }
): Promise<void> {
  mustGrant(who, input.role, input.unitId)
  const taken = await tx
    .deleteFrom('role')
    .where('person_id', '=', input.personId)
    .where('unit_id', '=', input.unitId)
    .where('role', '=', input.role)
    .executeTakeFirst()
  if (Number(taken.numDeletedRows) === 0) return
  await refuseWithoutOperator(tx)
  record(tx, who, 'person.role-taken', input.personId, { role: input.role, unit: input.unitId })
}

/**
 * Ends a person's work here: roles, sessions and the way in are gone at once; what the person did stays under the name.
 * @throws NotAllowed, NotFound, Refusal `lastOperator`
 */
export async function endAccess(tx: Tx, who: Who, personId: string): Promise<void> {
  const person = await requirePerson(tx, personId)
  const held = await tx.selectFrom('role').select(['role', 'unit_id']).where('person_id', '=', personId).execute()
  must(who, 'person.settle')
  for (const { role, unit_id } of held) mustGrant(who, role as Role, unit_id)
  await tx.deleteFrom('role').where('person_id', '=', personId).execute()
  await tx
    .deleteFrom('membership')
    .where('account_id', '=', person.account_id)
    .where('municipality_id', '=', tx.municipalityId)
    .execute()
  await tx
    .deleteFrom('one_time_token')
    .where('account_id', '=', person.account_id)
    .where('municipality_id', '=', tx.municipalityId)
    .execute()
  await endSessions(tx, person.account_id, { municipalityId: tx.municipalityId })
  await tx.updateTable('person').set({ left_at: now() }).where('id', '=', personId).execute()
  await refuseWithoutOperator(tx)
  record(tx, who, 'person.left', personId)
}

async function requirePerson(tx: Tx, personId: string): Promise<{ account_id: string }> {
  const person = await tx
    .selectFrom('person')
    .select('account_id')
    .where('id', '=', personId)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (!person) throw new NotFound()
  return person
}

/** The municipality's row is locked first: of two operators who drop each other at the same moment, the second is refused. */
async function refuseWithoutOperator(tx: Tx): Promise<void> {
  await tx.selectFrom('municipality').select('municipality_id').forUpdate().execute()
  const left = await tx
    .selectFrom('role')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .innerJoin('person', 'person.id', 'role.person_id')
    .innerJoin('membership', 'membership.person_id', 'person.id')
    .select('person.id')
    .where('role.role', '=', 'operator')
    .where('unit.parent_id', 'is', null)
    .where('person.left_at', 'is', null)
    .limit(1)
    .execute()
  if (left.length === 0) throw new Refusal('lastOperator', {}, 409)
}
