import { error } from '@sveltejs/kit'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { listPublished, readTopic } from '#posts/queries.ts'
import { topicPath } from '#posts/slug.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { readBefore, showCards, writeBefore } from '#site/cards.ts'
import { here } from '../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const before = readBefore(url.searchParams.get('before'))
  const page = await here(locals, async (tx) => {
    const topic = await readTopic(tx, params.slug)
    if (!topic) return null
    const municipality = await loadMunicipality(tx)
    const { cards, next } = await listPublished(tx, { topicId: topic.id, before, limit: 15 })
    const path = topicPath(topic)
    return {
      name: topic.name,
      path,
      canonical: siteOrigin(municipality) + path,
      zone: municipality.timeZone,
      cards: await showCards(tx, cards),
      older: next && `${path}?before=${writeBefore(next)}`,
      isFirst: !before,
      tags: [`site:${municipality.id}`, `topic:${topic.id}`, ...cards.map((card) => `post:${card.id}`)]
    }
  })
  if (!page) error(404, 'notFound')
  const { tags, ...data } = page
  setHeaders({ [cacheHeader]: pageCache({ tags }) })
  return data
}
