import { listGoals } from '#goals/find.ts'
import { goalPath } from '#goals/shared.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { listForSitemap, publicTopics } from '#posts/queries.ts'
import { postPath, topicPath } from '#posts/slug.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../here.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals }) => {
  const { id, text } = await here(locals, async (tx) => {
    const municipality = await loadMunicipality(tx)
    const origin = siteOrigin(municipality)
    const posts = await listForSitemap(tx)
    const topics = await publicTopics(tx)
    const goals = await listGoals(tx)
    const line = (path: string, changedAt?: Date) =>
      `<url><loc>${origin}${path}</loc>${changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''}</url>`
    const lines = [
      line('/', posts[0]?.changedAt),
      ...posts.map((post) => line(postPath(post), post.changedAt)),
      ...goals.map((goal) => line(goalPath(goal))),
      ...topics.map((topic) => line(topicPath(topic), topic.newestAt))
    ]
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>\n`
    return { id: municipality.id, text }
  })
  return new Response(text, {
    headers: { 'content-type': 'application/xml; charset=utf-8', [cacheHeader]: pageCache({ tags: [`site:${id}`] }) }
  })
}
