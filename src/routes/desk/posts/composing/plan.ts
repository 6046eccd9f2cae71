// To which campaign a post belongs, and for whom it is.
import { audienceChoices } from '#audiences/queries.ts'
import { campaignChoices } from '#campaigns/choices.ts'
import { planOf } from '#posts/plan.ts'
import type { DraftInput } from '#posts/types.ts'
import type { ComposerData } from '#ui/posts/shared.ts'
import type { PlanData, TypedPlan } from '#ui/posts/side/plan.ts'
import type { Loading, ReadText } from './loading.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function readPlan(form: FormData, text: ReadText): TypedPlan {
  return { campaign: text('campaign'), audiences: form.getAll('audiences').map(String) }
}

export function draftPlan({ campaign, audiences }: TypedPlan): Pick<DraftInput, 'campaignId' | 'audienceIds'> {
  return {
    campaignId: uuid.test(campaign) ? campaign : null,
    audienceIds: audiences.filter((id) => uuid.test(id))
  }
}

export async function loadPlan({ tx, post }: Loading): Promise<{ typed: TypedPlan; data: PlanData }> {
  const { campaignId, audienceIds } = post ? await planOf(tx, post.id) : { campaignId: null, audienceIds: [] }
  return {
    typed: { campaign: campaignId ?? '', audiences: audienceIds },
    data: {
      campaigns: await campaignChoices(tx, campaignId),
      audienceNames: await audienceChoices(tx, audienceIds)
    }
  }
}

/** A new post that is begun from a campaign's page belongs to it, and begins with its goals and audiences. */
export function beginIn(composer: ComposerData, campaignId: string | null): ComposerData {
  const campaign = composer.campaigns.find(({ id }) => id === campaignId)
  if (!campaign) return composer
  return {
    ...composer,
    typed: {
      ...composer.typed,
      campaign: campaign.id,
      audiences: campaign.audienceIds,
      goals: campaign.goals
    }
  }
}
