import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal, Stale } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { checkPlan, connect } from './check.ts'
import { lockCampaign } from './lock.ts'
import type { CampaignInput } from './types.ts'

/** Changes the plan. @throws NotAllowed, NotFound, Stale when somebody did since `revision`, Invalid, Refusal when put away */
export async function changeCampaign(
  tx: Tx,
  who: Who,
  input: { campaign: string; revision: number; plan: CampaignInput }
): Promise<void> {
  const campaign = await lockCampaign(tx, input.campaign)
  const { plan } = input
  must(who, 'campaign.write', campaign.unit_id)
  if (plan.unitId !== campaign.unit_id) must(who, 'campaign.write', plan.unitId)
  if (campaign.state === 'archived') throw new Refusal('campaign.isArchived')
  if (campaign.revision !== input.revision) throw new Stale('campaign.stale', { revision: campaign.revision })
  const { row } = checkPlan(plan)
  await tx
    .updateTable('campaign')
    .set({ ...row, revision: campaign.revision + 1, changed_at: now() })
    .where('id', '=', campaign.id)
    .execute()
  await connect(tx, campaign.id, plan)
  record(tx, who, 'campaign.changed', campaign.id, { unit: plan.unitId })
}
