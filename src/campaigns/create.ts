import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { checkPlan, connect } from './check.ts'
import type { CampaignInput } from './types.ts'

/** Begins a campaign with its plan. @throws NotAllowed, Invalid */
export async function createCampaign(tx: Tx, who: Who, input: CampaignInput): Promise<string> {
  must(who, 'campaign.write', input.unitId)
  const { row } = checkPlan(input)
  const id = newId()
  const at = now()
  await tx
    .insertInto('campaign')
    .values({ id, ...row, created_by: who.kind === 'person' ? who.id : null, created_at: at, changed_at: at })
    .execute()
  await connect(tx, id, input)
  record(tx, who, 'campaign.created', id, { unit: input.unitId })
  return id
}
