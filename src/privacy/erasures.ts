import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'

export interface ErasureRow {
  id: string
  at: Date
  what: string
  count: number
  day: string | null
}

/** What went lately, newest first. @throws NotAllowed */
export async function listErasures(tx: Tx, who: Person, limit = 100): Promise<ErasureRow[]> {
  must(who, 'erasure.read')
  return tx
    .selectFrom('erasure')
    .select(['id', 'at', 'what', 'count', 'day'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
