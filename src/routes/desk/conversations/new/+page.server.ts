import { error, redirect } from '@sveltejs/kit'
import { enter } from '#dialogue/enter.ts'
import { unitsOf } from '#dialogue/queries.ts'
import { unitChoices } from '#dialogue/choices.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field, trying } from '#routes/failing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const own = new Set(unitsOf(who))
  const units = await inMunicipality(municipality.id, unitChoices)
  return { key: newId(), units: units.filter(({ id }) => own.has(id)) }
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    const typed = { name: field(form, 'name'), text: field(form, 'text'), unit: field(form, 'unit') }
    const entered = await trying(language, 'enter', typed, () =>
      inMunicipality(municipality.id, (tx) =>
        enter(tx, who, {
          name: typed.name,
          text: typed.text,
          unit: typed.unit || null,
          key: field(form, 'key') || undefined
        })
      )
    )
    if ('conversation' in entered) redirect(303, `/desk?view=all&conversation=${entered.conversation}`)
    return entered
  }
}
