// How freely a person speaks for a unit. Set by leaders for a unit and everything below it; what is not set follows from
// the role.
import type { Tx } from '#platform/database/database.ts'
import type { Level } from '#review/shared.ts'
import type { Person, Role } from './types.ts'

const byRole: Partial<Record<Role, Level>> = { expert: 'before', editor: 'after', leader: 'free' }
const freedom: Level[] = ['before', 'after', 'free']

/** The level that the roles give in this unit: that of the freest. */
export function levelByRole(who: Pick<Person, 'reach'>, unitId: string | null): Level {
  let freest: Level = 'before'
  for (const [role, level] of Object.entries(byRole) as [Role, Level][]) {
    const reached = who.reach[role]
    const isHeld = unitId ? reached?.has(unitId) : (reached?.size ?? 0) > 0
    if (isHeld && isFreer(level, freest)) freest = level
  }
  return freest
}

/** Whether one level is freer than another. */
export function isFreer(one: Level, other: Level): boolean {
  return freedom.indexOf(one) > freedom.indexOf(other)
}

export interface SetLevel {
  level: Level | null
  unitId: string
}

/** The levels that hold for these people: the latest change per person and unit; a null level was taken back. */
export async function setLevels(tx: Tx, personIds: string[]): Promise<Map<string, SetLevel[]>> {
  const found = new Map<string, SetLevel[]>()
  if (personIds.length === 0) return found
  const rows = await tx
    .selectFrom('trust_change')
    .select(['person_id', 'unit_id', 'level'])
    .distinctOn(['person_id', 'unit_id'])
    .where('person_id', 'in', personIds)
    .orderBy('person_id')
    .orderBy('unit_id')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  for (const row of rows)
    found.set(row.person_id, [
      ...(found.get(row.person_id) ?? []),
      { level: row.level as Level | null, unitId: row.unit_id }
    ])
  return found
}

/** The level in a unit, given what was set and the units from this one upward: the nearest that was set, else by role. */
export function levelIn(
  who: Pick<Person, 'reach'>,
  set: SetLevel[],
  unitId: string | null,
  upward: readonly string[]
): { level: Level; setIn: string | null } {
  for (const unit of upward) {
    const here = set.find((one) => one.unitId === unit)
    if (here?.level) return { level: here.level, setIn: unit }
  }
  return { level: levelByRole(who, unitId), setIn: null }
}

/** A person's level in one unit. */
export async function levelOf(tx: Tx, who: Person, unitId: string | null): Promise<Level> {
  const set = (await setLevels(tx, [who.id])).get(who.id) ?? []
  return levelIn(who, set, unitId, unitId ? await unitsUpward(tx, unitId) : []).level
}

/** A unit and those above it, nearest first. */
export async function unitsUpward(tx: Tx, unitId: string): Promise<string[]> {
  const units = await tx.selectFrom('unit').select(['id', 'parent_id']).limit(5000).execute()
  const parents = new Map(units.map((unit) => [unit.id, unit.parent_id]))
  const upward: string[] = []
  for (let at: string | null | undefined = unitId; at && !upward.includes(at); at = parents.get(at)) upward.push(at)
  return upward
}
