// Departments: a tree with the municipality itself as its root.
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { firstFree, slugOf } from '#platform/slug.ts'
import type { Unit } from './types.ts'

export interface UnitInput {
  name: string
  /** For lists and labels; the name unless given. */
  shortName?: string
  email?: string | null
}

/** All units, parents before their children, siblings by name; archived ones too unless `open`. At most 2,000. */
export async function listUnits(tx: Tx, which: { open?: boolean } = {}): Promise<(Unit & { depth: number })[]> {
  let query = tx.selectFrom('unit').selectAll().orderBy('name').limit(2000)
  if (which.open) query = query.where('archived_at', 'is', null)
  const rows = await query.execute()
  const children = new Map<string | null, typeof rows>()
  for (const row of rows) children.set(row.parent_id, [...(children.get(row.parent_id) ?? []), row])
  const lines: (Unit & { depth: number })[] = []
  const walk = (parentId: string | null, depth: number): void => {
    for (const row of children.get(parentId) ?? []) {
      lines.push({
        id: row.id,
        parentId: row.parent_id,
        name: row.name,
        shortName: row.short_name,
        slug: row.slug,
        email: row.email,
        archivedAt: row.archived_at,
        depth
      })
      walk(row.id, depth + 1)
    }
  }
  walk(null, 0)
  return lines
}

/** The unit that is the municipality itself. */
export async function rootUnit(tx: Tx): Promise<string> {
  const row = await tx
    .selectFrom('unit')
    .select('id')
    .where('parent_id', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.id
}

/** Adds a unit below another one. @throws NotAllowed, Invalid, NotFound */
export async function addUnit(tx: Tx, who: Who, input: UnitInput & { parentId: string }): Promise<string> {
  must(who, 'unit.settle', input.parentId)
  const parent = await findUnit(tx, input.parentId)
  if (parent.archived_at) throw new Refusal('unitArchived', {}, 409)
  return insertUnit(tx, who, checked(input), input.parentId)
}

/** Changes names and address of a unit; its public address stays, so that links to it keep working. @throws NotAllowed, Invalid, NotFound */
export async function changeUnit(tx: Tx, who: Who, unitId: string, input: UnitInput): Promise<void> {
  must(who, 'unit.settle', unitId)
  await findUnit(tx, unitId)
  const { name, shortName, email } = checked(input)
  await tx.updateTable('unit').set({ name, short_name: shortName, email }).where('id', '=', unitId).execute()
  record(tx, who, 'unit.renamed', unitId)
}

/**
 * Takes a unit out of every choice; what it said and did stays. Its people keep their roles elsewhere.
 * @throws NotAllowed, NotFound, Refusal `unitRoot`, `unitHasChildren`
 */
export async function archiveUnit(tx: Tx, who: Who, unitId: string): Promise<void> {
  must(who, 'unit.settle', unitId)
  const unit = await findUnit(tx, unitId)
  if (unit.parent_id === null) throw new Refusal('unitRoot', {}, 409)
  const child = await tx
    .selectFrom('unit')
    .select('id')
    .where('parent_id', '=', unitId)
    .where('archived_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (child) throw new Refusal('unitHasChildren', {}, 409)
  await tx.updateTable('unit').set({ archived_at: now() }).where('id', '=', unitId).execute()
  record(tx, who, 'unit.archived', unitId)
}

/** Brings an archived unit back. @throws NotAllowed, NotFound */
export async function restoreUnit(tx: Tx, who: Who, unitId: string): Promise<void> {
  must(who, 'unit.settle', unitId)
  await findUnit(tx, unitId)
  await tx.updateTable('unit').set({ archived_at: null }).where('id', '=', unitId).execute()
  record(tx, who, 'unit.restored', unitId)
}

/** Writes a unit under a slug that is free, and notes it in the journal. The caller has checked right and input. */
export async function insertUnit(tx: Tx, who: Who, unit: UnitInput, parentId: string | null): Promise<string> {
  const id = newId()
  const name = unit.name.trim()
  const shortName = unit.shortName?.trim() || name
  await tx
    .insertInto('unit')
    .values({
      id,
      parent_id: parentId,
      name,
      short_name: shortName,
      slug: await freeSlug(tx, shortName),
      email: unit.email ?? null,
      created_at: now()
    })
    .execute()
  record(tx, who, 'unit.added', id)
  return id
}

function checked(input: UnitInput): { name: string; shortName: string; email: string | null } {
  const name = input.name.trim()
  const shortName = input.shortName?.trim() || name
  const email = input.email?.trim().toLowerCase() || null
  const problems: Record<string, string> = {}
  if (!name) problems.name = 'nameMissing'
  else if (name.length > 200) problems.name = 'nameLong'
  if (shortName.length > 60 && shortName !== name) problems.shortName = 'nameLong'
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) problems.email = 'emailShape'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { name, shortName, email }
}

async function findUnit(tx: Tx, unitId: string) {
  const unit = await tx.selectFrom('unit').selectAll().where('id', '=', unitId).executeTakeFirst()
  if (!unit) throw new NotFound()
  return unit
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const bare = slugOf(name, 'einheit')
  const rows = await tx.selectFrom('unit').select('slug').where('slug', 'like', `${bare}%`).limit(5000).execute()
  return firstFree(bare, new Set(rows.map((row) => row.slug)))
}
