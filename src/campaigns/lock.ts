import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'

/** Takes the campaign for this transaction. @throws NotFound */
export async function lockCampaign(tx: Tx, id: string) {
  const campaign = await tx.selectFrom('campaign').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!campaign) throw new NotFound()
  return campaign
}
