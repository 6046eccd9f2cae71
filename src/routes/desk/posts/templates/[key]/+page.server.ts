import { redirect } from '@sveltejs/kit'
import { unitsToWriteFor } from '#posts/desk-queries.ts'
import { beginFromTemplate, readTemplate } from '#posts/templates/templates.ts'
import { may } from '#people/rights.ts'
import { field, trying } from '../../../../failing.ts'
import { asPerson } from '../../composing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) =>
  asPerson(locals, async (tx, who) => {
    const units = await unitsToWriteFor(tx, who)
    const own = units.find((unit) => who.roles.some((role) => role.unitId === unit.id)) ?? units[0]
    return {
      template: await readTemplate(tx, who, params.key),
      units: units.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
      unitId: own?.id ?? '',
      maySettle: may(who, 'template.settle')
    }
  })

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData()
    const typed = Object.fromEntries([...form.keys()].map((key) => [key, field(form, key)]))
    const made = await trying(locals.language, 'use', typed, () =>
      asPerson(locals, async (tx, who) => {
        const { fields } = await readTemplate(tx, who, params.key)
        const values = Object.fromEntries(fields.map(({ label }, index) => [label, typed[`field-${index}`] ?? '']))
        return beginFromTemplate(tx, who, { key: params.key, unitId: typed.unit ?? '', values })
      })
    )
    if (!('id' in made)) return made
    redirect(303, `/desk/posts/${made.id}?done=saved`)
  }
}
