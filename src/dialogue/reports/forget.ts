import type { Tx } from '#platform/database/database.ts'

/** Takes away who gave a notice that was decided before this moment, and how they put it. The figures stay. Answers how many. */
export async function forgetNotifiers(tx: Tx, before: Date): Promise<number> {
  const rows = await tx
    .updateTable('report')
    .set({ name: '', email: null, explanation: '', reason: '', police_note: '' })
    .where('state', '=', 'decided')
    .where('decided_at', '<', before)
    .where('explanation', '<>', '')
    .returning('id')
    .execute()
  return rows.length
}
