import { error } from '@sveltejs/kit'
import { searchConversations } from '#dialogue/search.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { listForDesk } from '#posts/desk-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const query = (url.searchParams.get('q') ?? '').trim().slice(0, 200)
  const { hits, posts } = await inMunicipality(municipality.id, async (tx) => ({
    hits: query && may(who, 'conversation.read') ? await searchConversations(tx, who, query) : [],
    posts: query ? (await listForDesk(tx, who, { words: query, limit: 10 })).cards : []
  }))
  return { query, hits, posts, zone: municipality.timeZone }
}
