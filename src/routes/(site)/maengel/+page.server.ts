import { error } from '@sveltejs/kit'
import { listCases, periods, readFilter } from '#cases/public.ts'
import { listServices } from '#cases/services.ts'
import { caseSettings, tileHost } from '#cases/settings.ts'
import { now } from '#platform/clock/clock.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  if (!locals.municipality.settings.cases) error(404, 'notFound')
  const filter = readFilter(url.searchParams)
  const page = await here(locals, async (tx) => ({
    ...(await listCases(tx, filter)),
    services: (await listServices(tx, true)).map(({ code, name }) => ({ code, name })),
    tiles: (await caseSettings(tx)).tiles
  }))
  const { tiles, ...data } = page
  setHeaders({
    [cacheHeader]: pageCache({
      tags: [`site:${locals.municipality.id}`, `cases:${locals.municipality.id}`],
      // A period moves on with the time.
      validUntil: filter.days ? new Date(now().getTime() + 3_600_000) : null
    })
  })
  const kept = new URLSearchParams(
    [...url.searchParams].filter(([name]) => ['kategorie', 'stand', 'zeitraum', 'lang'].includes(name))
  )
  const older = new URLSearchParams(kept)
  if (data.next) older.set('before', data.next)
  return {
    ...data,
    filter,
    periods: [...periods],
    zone: locals.municipality.timeZone,
    query: kept.size > 0 ? `?${kept}` : '',
    older: data.next ? `/maengel?${older}` : null,
    mapHost: tiles ? new URL(tileHost(tiles) ?? 'https://unknown.invalid').host : null
  }
}
