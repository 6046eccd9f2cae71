import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { listRequests } from '#subjects/request.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  return { requests: await inMunicipality(municipality.id, (tx) => listRequests(tx, who)) }
}
