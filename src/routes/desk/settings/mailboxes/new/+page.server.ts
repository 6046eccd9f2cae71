import { redirect } from '@sveltejs/kit'
import { addBox } from '#channels/mail/settle.ts'
import { listUnits, rootUnit } from '#municipality/units.ts'
import { refused } from '#hooks/refused.ts'
import { must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { isId, shownAgain, typedBox } from '../typed.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  must(locals.who!, 'channel.settle')
  return inMunicipality(locals.municipality.id, async (tx) => ({
    units: (await listUnits(tx, { open: true })).map(({ id, name }) => ({ id, name })),
    root: await rootUnit(tx)
  }))
}

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const input = typedBox(form)
    let id: string
    try {
      if (!isId(input.unitId)) throw new NotFound()
      id = await inMunicipality(locals.municipality.id, (tx) => addBox(tx, locals.who!, input))
    } catch (problem) {
      return refused(problem, locals.language, shownAgain(form))
    }
    redirect(303, `/desk/settings/mailboxes/${id}`)
  }
}
