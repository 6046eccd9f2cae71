import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { listReviews } from '#review/queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  return {
    language,
    zone: municipality.timeZone,
    done: url.searchParams.get('done'),
    lists: await inMunicipality(municipality.id, (tx) => listReviews(tx, who))
  }
}
