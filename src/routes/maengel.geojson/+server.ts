import { error } from '@sveltejs/kit'
import { casePath } from '#cases/code.ts'
import { casesOnMap, readFilter } from '#cases/public.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../here.ts'
import type { RequestHandler } from './$types'

/** The reported defects with a place, as GeoJSON (RFC 7946): at most 500, the newest. */
export const GET: RequestHandler = async ({ locals, url }) => {
  if (!locals.municipality?.settings.cases) error(404, 'notFound')
  const filter = readFilter(url.searchParams)
  const cases = await here(locals, (tx) => casesOnMap(tx, filter))
  const origin = siteOrigin(locals.municipality)
  const collection = {
    type: 'FeatureCollection',
    features: cases.map((one) => ({
      type: 'Feature',
      id: one.code,
      geometry: { type: 'Point', coordinates: [one.lng, one.lat] },
      properties: {
        category: one.service,
        state: one.state,
        description: one.excerpt,
        address: one.address,
        reported: one.reportedAt.toISOString(),
        changed: one.changedAt.toISOString(),
        url: origin + casePath(one.code)
      }
    }))
  }
  return new Response(JSON.stringify(collection), {
    headers: {
      'content-type': 'application/geo+json; charset=utf-8',
      'access-control-allow-origin': '*',
      [cacheHeader]: pageCache({
        tags: [`site:${locals.municipality.id}`, `cases:${locals.municipality.id}`],
        validUntil: filter.days ? new Date(now().getTime() + 3_600_000) : null
      })
    }
  })
}
