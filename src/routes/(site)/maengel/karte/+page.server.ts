import { error } from '@sveltejs/kit'
import { casesOnMap, periods, readFilter } from '#cases/public.ts'
import { listServices } from '#cases/services.ts'
import { caseSettings, tileHost } from '#cases/settings.ts'
import { here } from '../../../here.ts'
import type { PageServerLoad } from './$types'

/** The map that somebody asked for: only here may the browser ask where its pictures come from. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const filter = readFilter(url.searchParams)
  const { settings, ...data } = await here(locals, async (tx) => ({
    cases: await casesOnMap(tx, filter),
    services: (await listServices(tx, true)).map(({ code, name }) => ({ code, name })),
    settings: await caseSettings(tx)
  }))
  const host = tileHost(settings.tiles)
  if (!locals.municipality.settings.cases || !host) error(404, 'notFound')
  locals.picturesFrom = host
  const { tiles, attribution, lat, lng, zoom } = settings
  return {
    ...data,
    filter,
    periods: [...periods],
    zone: locals.municipality.timeZone,
    map: { tiles, attribution, lat, lng, zoom }
  }
}
