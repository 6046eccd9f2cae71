import type { Tx } from '#platform/database/database.ts'

export interface ArchivedGoal {
  id: string
  name: string
  archivedAt: Date
  mergedInto: string | null
}

/** Goals whose time is over or that were merged, the last archived first, at most 500. */
export async function archivedGoals(tx: Tx): Promise<ArchivedGoal[]> {
  const rows = await tx
    .selectFrom('goal')
    .leftJoin('goal as into', 'into.id', 'goal.merged_into')
    .select(['goal.id', 'goal.name', 'goal.archived_at', 'into.name as into_name'])
    .where('goal.archived_at', 'is not', null)
    .orderBy('goal.archived_at', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, archivedAt: row.archived_at!, mergedInto: row.into_name }))
}
