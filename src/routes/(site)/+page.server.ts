import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { listPublished, publicTopics } from '#posts/queries.ts'
import { topicPath } from '#posts/slug.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { readBefore, showCards, writeBefore } from '#site/cards.ts'
import { here } from '../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const before = readBefore(url.searchParams.get('before'))
  const page = await here(locals, async (tx) => {
    const municipality = await loadMunicipality(tx)
    const { cards, next } = await listPublished(tx, { before, limit: 10 })
    const topics = await publicTopics(tx)
    return {
      siteName: municipality.name,
      motto: municipality.settings.motto,
      zone: municipality.timeZone,
      canonical: `${siteOrigin(municipality)}/`,
      cards: await showCards(tx, cards),
      older: next && `/?before=${writeBefore(next)}`,
      isFirst: !before,
      topics: topics
        .toSorted((a, b) => b.newestAt.getTime() - a.newestAt.getTime())
        .slice(0, 12)
        .map((topic) => ({ name: topic.name, href: topicPath(topic) })),
      tags: [`site:${municipality.id}`, ...cards.map((card) => `post:${card.id}`)]
    }
  })
  const { tags, ...data } = page
  setHeaders({ [cacheHeader]: pageCache({ tags }) })
  return data
}
