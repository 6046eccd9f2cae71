import { listBoxes } from '#channels/mail/queries.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  boxes: await inMunicipality(locals.municipality.id, (tx) => listBoxes(tx, locals.who!))
})
