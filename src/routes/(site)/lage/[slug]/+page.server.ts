import { loadSituation } from './situation.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, setHeaders }) =>
  loadSituation(locals, setHeaders, params.slug, null)
