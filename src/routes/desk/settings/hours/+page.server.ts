import { error, redirect } from '@sveltejs/kit'
import { unitsWithClock } from '#dialogue/clock/queries.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PageServerLoad } from './$types'

/** The clock of the first unit that this person settles; with `unit`, of that one. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const units = await inMunicipality(locals.municipality.id, (tx) => unitsWithClock(tx, locals.who!))
  const wanted = url.searchParams.get('unit')
  const unit = units.find(({ value }) => value === wanted) ?? units[0]
  if (!unit) error(404)
  redirect(303, `/desk/settings/hours/${unit.value}`)
}
