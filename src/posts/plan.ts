// To which campaign a post belongs, and for whom it is.
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'

export interface PlanInput {
  /** Null: to none. */
  campaignId?: string | null
  audienceIds?: string[]
}

/** Files a post under this campaign and for these audiences, and for no others. Answers whether anything changed. @throws Invalid */
export async function placeInPlan(tx: Tx, postId: string, input: PlanInput): Promise<boolean> {
  const moved = input.campaignId !== undefined && (await fileUnderCampaign(tx, postId, input.campaignId))
  const addressed = input.audienceIds !== undefined && (await address(tx, postId, input.audienceIds))
  return moved || addressed
}

/** What the composer shows of it. */
export async function planOf(tx: Tx, postId: string): Promise<{ campaignId: string | null; audienceIds: string[] }> {
  const post = await tx.selectFrom('post').select('campaign_id').where('id', '=', postId).executeTakeFirst()
  const audiences = await tx
    .selectFrom('post_audience')
    .select('audience_id')
    .where('post_id', '=', postId)
    .orderBy('audience_id')
    .execute()
  return { campaignId: post?.campaign_id ?? null, audienceIds: audiences.map((row) => row.audience_id) }
}

async function fileUnderCampaign(tx: Tx, postId: string, campaignId: string | null): Promise<boolean> {
  const post = await tx.selectFrom('post').select('campaign_id').where('id', '=', postId).executeTakeFirstOrThrow()
  if (post.campaign_id === campaignId) return false
  if (campaignId !== null) {
    const campaign = await tx.selectFrom('campaign').select('state').where('id', '=', campaignId).executeTakeFirst()
    if (!campaign) throw new Invalid({ campaign: 'choose' })
    if (campaign.state === 'archived') throw new Invalid({ campaign: 'campaign.isArchived' })
  }
  await tx.updateTable('post').set({ campaign_id: campaignId }).where('id', '=', postId).execute()
  return true
}

async function address(tx: Tx, postId: string, audienceIds: string[]): Promise<boolean> {
  const asked = [...new Set(audienceIds)].slice(0, 50)
  const wanted =
    asked.length === 0
      ? []
      : (await tx.selectFrom('audience').select('id').where('id', 'in', asked).execute()).map((row) => row.id)
  const had = (await tx.selectFrom('post_audience').select('audience_id').where('post_id', '=', postId).execute()).map(
    (row) => row.audience_id
  )
  if (wanted.length === had.length && wanted.every((id) => had.includes(id))) return false
  await tx.deleteFrom('post_audience').where('post_id', '=', postId).execute()
  if (wanted.length > 0)
    await tx
      .insertInto('post_audience')
      .values(wanted.map((audience_id) => ({ post_id: postId, audience_id })))
      .execute()
  return true
}
