import { error } from '@sveltejs/kit'
import { may } from '#people/rights.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { countAsked } from '#privacy/hold.ts'
import { requestsDue } from '#subjects/request.ts'
import { messages } from '#ui/messages/messages.ts'
import { privacyAreas } from './areas.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const areas = privacyAreas(who, messages(language))
  if (areas.length === 0) error(403, 'notAllowed')
  const counts: Record<string, number> = await inMunicipality(municipality.id, async (tx) => ({
    holds: await countAsked(tx, who),
    requests: may(who, 'subject.handle') ? (await requestsDue(tx, dayIn(now(), municipality.timeZone))).open : 0
  }))
  return { areas: areas.map((area) => ({ ...area, count: counts[area.id] })), zone: municipality.timeZone }
}
