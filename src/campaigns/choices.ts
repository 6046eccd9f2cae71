// What can be chosen: campaigns in the composer.
import type { Tx } from '#platform/database/database.ts'

export interface CampaignChoice {
  id: string
  title: string
  /** What choosing it suggests. */
  goals: string[]
  audienceIds: string[]
}

/** Campaigns that a post may belong to: planned and running ones, and the one it belongs to already. At most 200. */
export async function campaignChoices(tx: Tx, chosen: string | null = null): Promise<CampaignChoice[]> {
  const rows = await tx
    .selectFrom('campaign')
    .select(['id', 'title'])
    .where((where) =>
      where.or([where('state', 'in', ['planned', 'running']), ...(chosen ? [where('id', '=', chosen)] : [])])
    )
    .orderBy('title')
    .limit(200)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const goals = await tx
    .selectFrom('campaign_goal')
    .innerJoin('goal', 'goal.id', 'campaign_goal.goal_id')
    .select(['campaign_id', 'goal.name'])
    .where('campaign_id', 'in', ids)
    .where('goal.archived_at', 'is', null)
    .execute()
  const audiences = await tx
    .selectFrom('campaign_audience')
    .innerJoin('audience', 'audience.id', 'campaign_audience.audience_id')
    .select(['campaign_id', 'audience_id'])
    .where('campaign_id', 'in', ids)
    .where('audience.active', '=', true)
    .execute()
  return rows.map(({ id, title }) => ({
    id,
    title,
    goals: goals.filter((one) => one.campaign_id === id).map((one) => one.name),
    audienceIds: audiences.filter((one) => one.campaign_id === id).map((one) => one.audience_id)
  }))
}
