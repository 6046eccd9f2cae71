import { publicChannels } from '#concepts/public.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const channels = await here(locals, publicChannels)
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return {
    channels: channels.map(({ name, slug, network, platform, unitName, state, holder, standing }) => ({
      name,
      slug,
      network,
      platform: platform.name,
      unitName,
      holder,
      isStopped: state === 'paused',
      conceptState: standing.state
    }))
  }
}
