import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { countAsked } from '#privacy/hold.ts'
import { messages } from '#ui/messages/messages.ts'
import { privacyAreas } from './areas.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const areas = privacyAreas(who, messages(language))
  if (areas.length === 0) error(403, 'notAllowed')
  const counts: Record<string, number> = await inMunicipality(municipality.id, async (tx) => ({
    holds: await countAsked(tx, who)
  }))
  return { areas: areas.map((area) => ({ ...area, count: counts[area.id] })), zone: municipality.timeZone }
}
