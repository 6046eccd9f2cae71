import { error, redirect } from '@sveltejs/kit'
import { changeCampaign } from '#campaigns/change.ts'
import { readCampaign } from '#campaigns/queries.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Stale } from '#platform/refusal.ts'
import { planChoices, planOfForm, readCampaignForm, typedCampaign, uuid } from '../../planning.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!uuid.test(params.id)) error(404, 'notFound')
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => {
    const campaign = await readCampaign(tx, who, params.id)
    if (!may(who, 'campaign.write', campaign.unitId)) error(403, 'notAllowed')
    return {
      language: locals.language,
      id: campaign.id,
      title: campaign.title,
      choices: await planChoices(tx, who, campaign),
      typed: typedCampaign(campaign, campaign.unitId)
    }
  })
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    if (!uuid.test(params.id)) error(404, 'notFound')
    const typed = readCampaignForm(await request.formData())
    try {
      await inMunicipality(locals.municipality.id, (tx) =>
        changeCampaign(tx, locals.who!, { campaign: params.id, revision: typed.revision, plan: planOfForm(typed) })
      )
    } catch (problem) {
      // Once told, saving again is meant: it carries the revision that the other person made.
      const revision = problem instanceof Stale ? Number(problem.data.revision) : typed.revision
      return refused(problem, locals.language, { ...typed, revision })
    }
    redirect(303, `/desk/campaigns/${params.id}?done=saved`)
  }
}
