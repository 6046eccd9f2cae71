import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../here.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals }) => {
  const municipality = await here(locals, loadMunicipality)
  const text = `User-agent: *\nDisallow: /desk\nDisallow: /k/\nDisallow: /suche\n\nSitemap: ${siteOrigin(municipality)}/sitemap.xml\n`
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      [cacheHeader]: pageCache({ tags: [`site:${municipality.id}`] })
    }
  })
}
