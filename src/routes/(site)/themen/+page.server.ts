import { publicTopics } from '#posts/queries.ts'
import { topicPath } from '#posts/slug.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const topics = await here(locals, publicTopics)
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return {
    zone: locals.municipality.timeZone,
    topics: topics.map((topic) => ({
      name: topic.name,
      href: topicPath(topic),
      count: topic.count,
      newestAt: topic.newestAt
    }))
  }
}
