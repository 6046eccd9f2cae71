import type { Tx } from '#platform/database/database.ts'
import { firstFree, slugOf } from '#platform/slug.ts'

/** An address on the site that no other goal has, or ever had. */
export async function freeGoalSlug(tx: Tx, name: string): Promise<string> {
  const bare = slugOf(name, 'ziel')
  const rows = await tx.selectFrom('goal').select('slug').where('slug', 'like', `${bare}%`).limit(5000).execute()
  return firstFree(bare, new Set(rows.map((row) => row.slug)))
}
