import { publicGoals } from '#goals/public.ts'
import { goalPath } from '#goals/shared.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const goals = await here(locals, publicGoals)
  setHeaders({ [cacheHeader]: pageCache({ tags: [`site:${locals.municipality!.id}`] }) })
  return { goals: goals.map((goal) => ({ ...goal, href: goalPath(goal) })) }
}
