import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { listHolds } from '#privacy/hold.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  return { holds: await inMunicipality(municipality.id, (tx) => listHolds(tx, who)) }
}
