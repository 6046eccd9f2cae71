import { error } from '@sveltejs/kit'
import { searchConversations } from '#dialogue/search.ts'
import { may } from '#people/rights.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const query = (url.searchParams.get('q') ?? '').trim().slice(0, 200)
  const hits =
    query && may(who, 'conversation.read')
      ? await inMunicipality(municipality.id, (tx) => searchConversations(tx, who, query))
      : []
  return { query, hits, zone: municipality.timeZone, now: now() }
}
