import { listReports } from '#dialogue/reports/queries.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const view = url.searchParams.get('view') === 'decided' ? ('decided' as const) : ('open' as const)
  return {
    view,
    zone: locals.municipality.timeZone,
    now: now(),
    reports: await inMunicipality(locals.municipality.id, (tx) => listReports(tx, locals.who!, view))
  }
}
