import { error } from '@sveltejs/kit'
import { loadSituation } from '../situation.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, setHeaders }) => {
  if (!/^[1-9]\d{0,4}$/.test(params.number)) error(404, 'notFound')
  return loadSituation(locals, setHeaders, params.slug, Number(params.number))
}
