import { refused, text } from '#hooks/refused.ts'
import { addAbsence, comingAbsences, dropAbsence, settledPeople } from '#people/absence.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { personChoices } from '#dialogue/choices.ts'
import type { Actions, PageServerLoad } from './$types'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => {
    const settled = await settledPeople(tx, who)
    const everybody = await personChoices(tx, null)
    return {
      absences: await comingAbsences(tx, who, dayIn(now(), locals.municipality.timeZone)),
      self: { id: who.id, name: who.name },
      others: everybody.filter((one) => one.id !== who.id && settled.includes(one.id)),
      deputies: everybody
    }
  })
}

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const form = await request.formData()
    const values = {
      person: text(form, 'person'),
      deputy: text(form, 'deputy'),
      from: text(form, 'from'),
      to: text(form, 'to')
    }
    try {
      await inMunicipality(locals.municipality.id, (tx) =>
        addAbsence(tx, locals.who!, {
          ...values,
          person: id.test(values.person) ? values.person : locals.who!.id,
          deputy: id.test(values.deputy) ? values.deputy : null
        })
      )
    } catch (error) {
      return refused(error, locals.language, values, 'add')
    }
    return { saved: 'add' }
  },
  drop: async ({ request, locals }) => {
    const absence = text(await request.formData(), 'id')
    try {
      await inMunicipality(locals.municipality.id, (tx) =>
        dropAbsence(tx, locals.who!, id.test(absence) ? absence : locals.who!.id)
      )
    } catch (error) {
      return refused(error, locals.language, {}, 'add')
    }
    return { saved: 'add' }
  }
}
