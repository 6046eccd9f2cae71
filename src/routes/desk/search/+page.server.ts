import { error } from '@sveltejs/kit'
import { listChannels } from '#channels/queries.ts'
import { personChoices, unitChoices } from '#dialogue/choices.ts'
import { readFilters } from '#dialogue/filters.ts'
import { searchConversations } from '#dialogue/search.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { listForDesk } from '#posts/desk-queries.ts'
import { listTopics } from '#posts/topics.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const query = (url.searchParams.get('q') ?? '').trim().slice(0, 200)
  const after = url.searchParams.get('after')
  const filters = readFilters(url.searchParams)
  const isReader = may(who, 'conversation.read')
  const found = await inMunicipality(municipality.id, async (tx) => ({
    found: isReader ? await searchConversations(tx, who, query, filters, after) : null,
    posts: query && !after ? (await listForDesk(tx, who, { words: query, limit: 10 })).cards : [],
    units: isReader ? await unitChoices(tx) : [],
    people: isReader ? await personChoices(tx, null) : [],
    channels: isReader
      ? (await listChannels(tx)).filter(({ state }) => state !== 'closed').map(({ id, name }) => ({ id, name }))
      : [],
    topics: isReader ? await listTopics(tx) : []
  }))
  return { query, filters, isReader, isLater: after !== null, zone: municipality.timeZone, ...found }
}
