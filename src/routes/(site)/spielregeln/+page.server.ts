import { loadMunicipality } from '#municipality/hosts.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { showText } from '#site/shown-text.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const text = await here(locals, async (tx) => showText(tx, await loadMunicipality(tx), 'netiquette', locals.language))
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return { text }
}
