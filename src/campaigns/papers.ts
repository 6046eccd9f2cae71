// Papers of the council that a campaign goes back to.
import { type CouncilPaper, toPaper } from '#council/queries.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockCampaign } from './lock.ts'

const maxPapers = 50

/** Names a paper at a campaign. @throws NotAllowed, NotFound, Refusal at fifty */
export async function linkPaper(tx: Tx, who: Who, input: { campaign: string; paper: string }): Promise<void> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.write', campaign.unit_id)
  const paper = await tx.selectFrom('council_paper').select('id').where('id', '=', input.paper).executeTakeFirst()
  if (!paper) throw new NotFound()
  const had = await tx.selectFrom('campaign_paper').select('paper_id').where('campaign_id', '=', campaign.id).execute()
  if (had.some(({ paper_id }) => paper_id === paper.id)) return
  if (had.length >= maxPapers) throw new Refusal('campaign.tooManyPapers')
  await tx.insertInto('campaign_paper').values({ campaign_id: campaign.id, paper_id: paper.id }).execute()
  record(tx, who, 'campaign.paper-linked', campaign.id, { paper: paper.id })
}

/** @throws NotAllowed, NotFound */
export async function unlinkPaper(tx: Tx, who: Who, input: { campaign: string; paper: string }): Promise<void> {
  const campaign = await lockCampaign(tx, input.campaign)
  must(who, 'campaign.write', campaign.unit_id)
  const gone = await tx
    .deleteFrom('campaign_paper')
    .where('campaign_id', '=', campaign.id)
    .where('paper_id', '=', input.paper)
    .returning('paper_id')
    .executeTakeFirst()
  if (!gone) throw new NotFound()
  record(tx, who, 'campaign.paper-unlinked', campaign.id, { paper: input.paper })
}

/** The papers of a campaign, those too that the council's system has deleted since. */
export async function papersOf(tx: Tx, campaign: string): Promise<CouncilPaper[]> {
  const rows = await tx
    .selectFrom('campaign_paper')
    .innerJoin('council_paper', 'council_paper.id', 'campaign_paper.paper_id')
    .selectAll('council_paper')
    .where('campaign_paper.campaign_id', '=', campaign)
    .orderBy('council_paper.on_day', (order) => order.desc().nullsLast())
    .limit(maxPapers)
    .execute()
  return rows.map(toPaper)
}
