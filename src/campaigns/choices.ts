// What can be chosen: campaigns in the composer, and in a plan its units and people.
import type { Tx } from '#platform/database/database.ts'
import { may } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

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

/** Who can be named in a plan: everybody who works here, and those of `chosen` who left. By name, at most 1,000. */
export async function peopleChoices(tx: Tx, chosen: string[] = []): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where((where) =>
      where.or([where('left_at', 'is', null), ...(chosen.length > 0 ? [where('id', 'in', chosen)] : [])])
    )
    .orderBy('name')
    .limit(1000)
    .execute()
}

/** The units for which this person may plan, with the given one. */
export async function unitsToPlanFor(tx: Tx, who: Who): Promise<{ id: string; name: string }[]> {
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(2000)
    .execute()
  return rows.filter(({ id }) => may(who, 'campaign.write', id))
}
