import { error } from '@sveltejs/kit'
import { listCampaigns } from '#campaigns/queries.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PageServerLoad } from './$types'

const states = ['done', 'archived'] as const

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who!
  if (!may(who, 'post.write')) error(403, 'notAllowed')
  const state = states.find((one) => one === url.searchParams.get('state')) ?? null
  const cards = await inMunicipality(locals.municipality.id, (tx) => listCampaigns(tx, who, state))
  return {
    language: locals.language,
    state,
    states,
    mayPlan: may(who, 'campaign.write'),
    cards: state ? cards : cards.filter((card) => card.state !== 'done')
  }
}
