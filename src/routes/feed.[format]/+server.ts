import { error } from '@sveltejs/kit'
import { loadMunicipality } from '#municipality/hosts.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { feedFormats, isFeedFormat, makeFeed } from '#site/feeds.ts'
import { here } from '../here.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals, params }) => {
  const { format } = params
  if (!isFeedFormat(format)) error(404, 'notFound')
  const text = await here(locals, async (tx) => makeFeed(tx, await loadMunicipality(tx), format, null))
  return new Response(text, {
    headers: {
      'content-type': feedFormats[format].type,
      'access-control-allow-origin': '*',
      [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] })
    }
  })
}
