import { error, redirect } from '@sveltejs/kit'
import { createCampaign } from '#campaigns/create.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { planChoices, planOfForm, readCampaignForm, typedCampaign } from '../planning.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!may(who, 'campaign.write')) error(403, 'notAllowed')
  const choices = await inMunicipality(locals.municipality.id, (tx) => planChoices(tx, who))
  const own = choices.units.find(({ value }) => who.roles.some((role) => role.unitId === value)) ?? choices.units[0]
  return {
    language: locals.language,
    choices,
    typed: { ...typedCampaign(null, own?.value ?? ''), people: [who.id] }
  }
}

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const typed = readCampaignForm(await request.formData())
    let id: string
    try {
      id = await inMunicipality(locals.municipality.id, (tx) => createCampaign(tx, locals.who!, planOfForm(typed)))
    } catch (problem) {
      return refused(problem, locals.language, typed)
    }
    redirect(303, `/desk/campaigns/${id}?done=created`)
  }
}
