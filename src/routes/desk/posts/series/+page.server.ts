import { listSeries } from '#posts/series/queries.ts'
import { asPerson } from '../composing.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  series: await asPerson(locals, (tx, who) => listSeries(tx, who))
})
