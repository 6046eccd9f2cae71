import { searchPublished } from '#posts/queries.ts'
import { showCards } from '#site/cards.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

// Not kept: what people search for is endless, and each answer is one indexed query.
export const load: PageServerLoad = async ({ locals, url }) => {
  const words = (url.searchParams.get('q') ?? '').trim().slice(0, 200)
  const cards = await here(locals, async (tx) => showCards(tx, await searchPublished(tx, words)))
  return { words, cards, zone: locals.municipality.timeZone }
}
