import { error } from '@sveltejs/kit'
import { questionsFor } from '#dialogue/ask.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import type { PageServerLoad } from './$types'

/** What was asked of the units this person answers for. */
export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  return {
    zone: municipality.timeZone,
    now: now(),
    questions: await inMunicipality(municipality.id, (tx) => questionsFor(tx, who))
  }
}
