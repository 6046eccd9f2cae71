import { redirect } from '@sveltejs/kit'
import { casePath } from '#cases/code.ts'
import { readCase } from '#cases/public.ts'
import { NotFound } from '#platform/refusal.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const found = await here(locals, (tx) => readCase(tx, params.code))
  if (!found) throw new NotFound('caseNotShown')
  if (params.code !== found.code) redirect(308, casePath(found.code))
  setHeaders({
    [cacheHeader]: pageCache({ tags: [`site:${locals.municipality.id}`, `cases:${locals.municipality.id}`] })
  })
  return { case: found, zone: locals.municipality.timeZone }
}
