import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { publicTopics } from '#posts/queries.ts'
import { topicPath } from '#posts/slug.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { feedFormats, type FeedFormat } from '#site/feeds.ts'
import { fediverseHandles } from '#site/shown-text.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const data = await here(locals, async (tx) => {
    const municipality = await loadMunicipality(tx)
    const origin = siteOrigin(municipality)
    const topics = await publicTopics(tx)
    return {
      feeds: (Object.keys(feedFormats) as FeedFormat[]).map((format) => ({
        name: feedFormats[format].name,
        url: `${origin}/feed.${format}`
      })),
      topics: topics.map((topic) => ({ name: topic.name, url: `${origin}${topicPath(topic)}/feed.rss` })),
      handles: await fediverseHandles(tx, municipality)
    }
  })
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return data
}
