import { error } from '@sveltejs/kit'
import { listStorms } from '#dialogue/storm/queries.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who || !may(who, 'conversation.read')) error(403, 'notAllowed')
  return { zone: municipality.timeZone, storms: await inMunicipality(municipality.id, (tx) => listStorms(tx, who)) }
}
