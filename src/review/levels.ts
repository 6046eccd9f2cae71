// Reading levels: for leaders those of their people, for everybody their own.
import type { Tx } from '#platform/database/database.ts'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import { levelByRole, levelIn, setLevels, unitsUpward } from '#people/trust.ts'
import type { Person } from '#people/types.ts'
import type { Level } from './shared.ts'

export interface LevelLine {
  /** Of person and unit together. */
  id: string
  personId: string
  personName: string
  unitId: string
  unitName: string
  level: Level
  byRole: Level
  isSet: boolean
  isSelf: boolean
}

export interface LevelChange {
  id: string
  unitName: string
  /** Null: back to what the role says. */
  level: Level | null
  reason: string
  byName: string | null
  at: Date
}

/** The people of the units this leader leads, once for each unit where they hold a role or were given a level; at most 500. */
export async function listLevels(tx: Tx, who: Person): Promise<LevelLine[]> {
  must(who, 'trust.settle')
  const held = await tx
    .selectFrom('role')
    .innerJoin('person', 'person.id', 'role.person_id')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .select(['person.id', 'person.name', 'unit.id as unit_id', 'unit.name as unit'])
    .distinct()
    .where('role.role', 'in', ['editor', 'expert', 'leader'])
    .where('person.left_at', 'is', null)
    .orderBy('unit.name')
    .orderBy('person.name')
    .limit(2000)
    .execute()
  const given = await tx
    .selectFrom('trust_change')
    .innerJoin('person', 'person.id', 'trust_change.person_id')
    .innerJoin('unit', 'unit.id', 'trust_change.unit_id')
    .select(['person.id', 'person.name', 'unit.id as unit_id', 'unit.name as unit'])
    .distinct()
    .where('person.left_at', 'is', null)
    .limit(2000)
    .execute()
  const places = [...held, ...given]
    .filter(
      (one, index, all) => all.findIndex((other) => other.id === one.id && other.unit_id === one.unit_id) === index
    )
    .filter((one) => may(who, 'trust.settle', one.unit_id))
    .slice(0, 500)
  return linesOf(tx, who, places)
}

/** A person's own levels. */
export async function ownLevels(tx: Tx, who: Person): Promise<LevelLine[]> {
  const ids = [
    ...new Set(who.roles.filter(({ role }) => role !== 'privacy' && role !== 'operator').map((one) => one.unitId))
  ]
  if (ids.length === 0) return []
  const units = await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', ids).orderBy('name').execute()
  return linesOf(
    tx,
    who,
    units.map((unit) => ({ id: who.id, name: who.name, unit_id: unit.id, unit: unit.name }))
  )
}

async function linesOf(
  tx: Tx,
  who: Person,
  places: { id: string; name: string; unit_id: string; unit: string }[]
): Promise<LevelLine[]> {
  const people = new Map<string, Person | null>()
  for (const { id } of places) if (!people.has(id)) people.set(id, await loadPerson(tx, id))
  const set = await setLevels(tx, [...people.keys()])
  const upward = new Map<string, string[]>()
  for (const { unit_id } of places) if (!upward.has(unit_id)) upward.set(unit_id, await unitsUpward(tx, unit_id))
  return places.flatMap((place) => {
    const person = people.get(place.id)
    if (!person) return []
    const { level, setIn } = levelIn(person, set.get(place.id) ?? [], place.unit_id, upward.get(place.unit_id)!)
    return {
      id: `${place.id}_${place.unit_id}`,
      personId: place.id,
      personName: place.name,
      unitId: place.unit_id,
      unitName: place.unit,
      level,
      byRole: levelByRole(person, place.unit_id),
      isSet: setIn !== null,
      isSelf: place.id === who.id
    }
  })
}

/** How levels changed, newest first, at most 100 per person: of oneself, or of somebody in a unit that one leads. */
export async function levelHistory(tx: Tx, who: Person, personIds: string[]): Promise<Map<string, LevelChange[]>> {
  const found = new Map<string, LevelChange[]>()
  if (personIds.length === 0) return found
  const rows = await tx
    .selectFrom('trust_change as c')
    .innerJoin('unit as u', 'u.id', 'c.unit_id')
    .leftJoin('person as b', 'b.id', 'c.by_id')
    .select(['c.id', 'c.person_id', 'c.unit_id', 'u.name', 'c.level', 'c.reason', 'b.name as by', 'c.at'])
    .where('c.person_id', 'in', personIds)
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(2000)
    .execute()
  for (const row of rows) {
    if (row.person_id !== who.id && !may(who, 'trust.settle', row.unit_id)) continue
    const list = found.get(row.person_id) ?? []
    if (list.length >= 100) continue
    list.push({
      id: row.id,
      unitName: row.name,
      level: row.level as Level | null,
      reason: row.reason,
      byName: row.by,
      at: row.at
    })
    found.set(row.person_id, list)
  }
  return found
}
