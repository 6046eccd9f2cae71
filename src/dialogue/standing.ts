// Where a conversation stands that became part of another one.
import type { Tx } from '#platform/database/database.ts'

/** The conversation that this one became part of; null: it stands by itself, or there is none. */
export async function mergedInto(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('conversation').select('merged_into').where('id', '=', id).executeTakeFirst()
  return row?.merged_into ?? null
}

/** A conversation and those that became part of it, at most 100. Relies on conversation_merged. */
export async function familyOf(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.selectFrom('conversation').select('id').where('merged_into', '=', id).limit(100).execute()
  return [id, ...rows.map((row) => row.id)]
}
