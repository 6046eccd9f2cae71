import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockCampaign } from './lock.ts'
import { campaignStates } from './types.ts'

/** Lets a campaign begin, end, be put away or come back. Its posts stay what they are. @throws NotAllowed, NotFound, Invalid */
export async function moveCampaign(tx: Tx, who: Who, input: { campaign: string; state: string }): Promise<void> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.write', campaign.unit_id)
  const state = campaignStates.find((one) => one === input.state)
  if (!state) throw new Invalid({ state: 'choose' })
  if (state === campaign.state) return
  await tx
    .updateTable('campaign')
    .set({ state, revision: campaign.revision + 1, changed_at: now() })
    .where('id', '=', campaign.id)
    .execute()
  record(tx, who, 'campaign.moved', campaign.id, { from: campaign.state, to: state })
}
