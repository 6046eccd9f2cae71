import { error } from '@sveltejs/kit'
import { dropChecklist, listChecklists, settleChecklist } from '#dialogue/checklist-templates.ts'
import { unitChoices } from '#dialogue/choices.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { listTopics } from '#posts/topics.ts'
import { field, trying } from '#routes/failing.ts'
import { idOrNull } from '../../acting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who || !may(who, 'template.settle')) error(403, 'notAllowed')
  return inMunicipality(municipality.id, async (tx) => {
    const templates = await listChecklists(tx, who)
    return {
      templates,
      change: templates.find(({ id }) => id === url.searchParams.get('change')) ?? null,
      units: (await unitChoices(tx)).filter(({ id }) => may(who, 'template.settle', id)),
      topics: await listTopics(tx)
    }
  })
}

export const actions: Actions = {
  settle: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    const typed = Object.fromEntries(['id', 'name', 'items', 'unit', 'topic'].map((name) => [name, field(form, name)]))
    return trying(language, 'settle', typed, async () => {
      await inMunicipality(municipality.id, (tx) =>
        settleChecklist(tx, who, {
          id: idOrNull(field(form, 'id')),
          name: field(form, 'name'),
          items: field(form, 'items'),
          unit: idOrNull(field(form, 'unit')),
          topic: idOrNull(field(form, 'topic'))
        })
      )
      return { saved: 'settle' as const }
    })
  },
  drop: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const id = idOrNull(field(await request.formData(), 'id')) ?? newId()
    return trying(language, 'drop', {}, async () => {
      await inMunicipality(municipality.id, (tx) => dropChecklist(tx, who, id))
      return { saved: 'drop' as const }
    })
  }
}
