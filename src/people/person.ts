import type { Tx } from '#platform/database/database.ts'
import type { Person, Role } from './types.ts'

/** Loads a person with roles and their reach in the unit tree. Null when there is none or the person has left. */
export async function loadPerson(tx: Tx, personId: string): Promise<Person | null> {
  const row = await tx
    .selectFrom('person')
    .select(['id', 'account_id', 'name', 'language', 'left_at'])
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!row || row.left_at) return null
  const held = await tx.selectFrom('role').select(['role', 'unit_id']).where('person_id', '=', personId).execute()
  const units = await tx.selectFrom('unit').select(['id', 'parent_id']).limit(5000).execute()
  const children = new Map<string, string[]>()
  for (const unit of units) {
    if (unit.parent_id) children.set(unit.parent_id, [...(children.get(unit.parent_id) ?? []), unit.id])
  }
  const reach: Person['reach'] = {}
  for (const { role, unit_id } of held) {
    const reached = (reach[role as Role] ??= new Set())
    const open = [unit_id]
    for (let unit = open.pop(); unit; unit = open.pop()) {
      if (reached.has(unit)) continue
      reached.add(unit)
      open.push(...(children.get(unit) ?? []))
    }
  }
  return {
    kind: 'person',
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    language: row.language === 'en' ? 'en' : 'de',
    roles: held.map((one) => ({ role: one.role as Role, unitId: one.unit_id })),
    reach
  }
}
