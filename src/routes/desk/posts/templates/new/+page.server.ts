import { must } from '#people/rights.ts'
import { save } from '../editing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  must(locals.who!, 'template.settle')
}

export const actions: Actions = { default: save }
