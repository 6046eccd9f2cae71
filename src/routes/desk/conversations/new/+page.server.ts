import { error, redirect } from '@sveltejs/kit'
import { unitChoices } from '#dialogue/choices.ts'
import { enter } from '#dialogue/enter.ts'
import { seesConversation } from '#dialogue/queries.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field, trying } from '#routes/failing.ts'
import { idOrNull } from '../../acting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!may(who, 'conversation.note')) error(403, 'notAllowed')
  return { key: newId(), units: await inMunicipality(municipality.id, unitChoices) }
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    const typed = {
      name: field(form, 'name'),
      text: field(form, 'text'),
      unit: field(form, 'unit'),
      way: field(form, 'way') || 'phone'
    }
    const entered = await trying(language, 'enter', typed, () =>
      inMunicipality(municipality.id, async (tx) => {
        const { conversation } = await enter(tx, who, {
          name: typed.name,
          text: typed.text,
          way: typed.way,
          unit: idOrNull(typed.unit),
          key: idOrNull(field(form, 'key')) ?? undefined
        })
        return { conversation, mayRead: await seesConversation(tx, who, conversation) }
      })
    )
    if (!('conversation' in entered)) return entered
    // What was passed on to another department is out of sight, but it is there.
    if (!entered.mayRead) return { passedOn: true as const }
    redirect(303, `/desk?view=all&conversation=${entered.conversation}`)
  }
}
