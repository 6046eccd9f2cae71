// Filters kept under a name: for oneself, or for everybody who reads a unit's conversations.
import { sql } from 'kysely'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotFound } from '#platform/refusal.ts'
import { unitsOf } from './queries.ts'

export interface SavedView {
  id: string
  name: string
  /** The filters, as they stand in an address. */
  query: string
  unit: string | null
  mayDrop: boolean
}

/** The views a person sees, at most 50. */
export async function savedViews(tx: Tx, who: Person): Promise<SavedView[]> {
  const rows = await tx
    .selectFrom('saved_view as v')
    .leftJoin('unit as u', 'u.id', 'v.unit_id')
    .select(['v.id', 'v.name', 'v.query', 'v.unit_id', 'v.person_id', 'u.short_name'])
    .where(sql<boolean>`(v.unit_id = any(${unitsOf(who)}::uuid[]) or v.person_id = ${who.id})`)
    .orderBy('v.name')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    query: row.query,
    unit: row.short_name,
    mayDrop: row.person_id === who.id || (row.unit_id !== null && may(who, 'template.settle', row.unit_id))
  }))
}

/** Keeps filters. Shared with a unit only by who answers there. @throws NotAllowed, Invalid */
export async function saveView(
  tx: Tx,
  who: Person,
  input: { name: string; query: string; unit: string | null }
): Promise<string> {
  must(who, 'conversation.read')
  if (input.unit) must(who, 'conversation.answer', input.unit)
  const name = input.name.trim()
  if (name === '' || name.length > 60) throw new Invalid({ name: 'viewName' })
  const id = newId()
  await tx
    .insertInto('saved_view')
    .values({
      id,
      name,
      query: input.query.slice(0, 1000),
      person_id: who.id,
      unit_id: input.unit,
      created_at: now()
    })
    .execute()
  return id
}

/** @throws NotFound */
export async function dropView(tx: Tx, who: Person, id: string): Promise<void> {
  const mine = (await savedViews(tx, who)).find((one) => one.id === id && one.mayDrop)
  if (!mine) throw new NotFound('viewNotFound')
  await tx.deleteFrom('saved_view').where('id', '=', id).execute()
}
