import { error, redirect } from '@sveltejs/kit'
import { keepImport } from '#goals/import.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { Invalid } from '#platform/refusal.ts'
import { asReader, valuesIn } from '../forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.who || !may(locals.who, 'goal.write')) error(403, 'notAllowed')
  return { kind: url.searchParams.get('kind') === 'values' ? ('values' as const) : ('goals' as const) }
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData()
    const values = valuesIn(form)
    let id: string
    try {
      const file = form.get('file')
      if (!(file instanceof File) || (file.size === 0 && !file.name)) throw new Invalid({ file: 'csv.missing' })
      const bytes = new Uint8Array(await file.arrayBuffer())
      id = await asReader(locals, (tx, who) =>
        keepImport(tx, who, { kind: values.kind === 'values' ? 'values' : 'goals', name: file.name || 'CSV', bytes })
      )
    } catch (problem) {
      return refused(problem, locals.language, values)
    }
    redirect(303, `/desk/goals/import/${id}`)
  }
}
