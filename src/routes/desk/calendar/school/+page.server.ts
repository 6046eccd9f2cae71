import { error } from '@sveltejs/kit'
import {
  addSchoolHoliday,
  dropSchoolHoliday,
  importSchoolHolidays,
  schoolHolidaysBetween
} from '#calendar/school-holidays.ts'
import { maySeeDuties } from '#duty/queries.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { addDays, now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who
  if (!who || !(maySeeDuties(who) || may(who, 'calendar.settle'))) error(403, 'notAllowed')
  const { day } = zoned(now(), locals.municipality.timeZone)
  return {
    holidays: await inMunicipality(locals.municipality.id, (tx) =>
      schoolHolidaysBetween(tx, addDays(day, -366), addDays(day, 3660))
    ),
    maySettle: may(who, 'calendar.settle')
  }
}

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const form = await request.formData()
    const typed = { name: text(form, 'name'), from: text(form, 'from'), to: text(form, 'to') }
    try {
      await inMunicipality(locals.municipality.id, (tx) => addSchoolHoliday(tx, locals.who!, typed))
    } catch (problem) {
      return refused(problem, locals.language, typed, 'add')
    }
    return { saved: 'add', count: 1 }
  },
  drop: async ({ locals, request }) => {
    const id = text(await request.formData(), 'id')
    try {
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('notFound', {}, 404)
      await inMunicipality(locals.municipality.id, (tx) => dropSchoolHoliday(tx, locals.who!, id))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'drop')
    }
    return { saved: 'drop', count: 0 }
  },
  import: async ({ locals, request }) => {
    const file = (await request.formData()).get('file')
    try {
      if (!(file instanceof File) || file.size === 0) throw new Refusal('calendar.fileEmpty')
      if (file.size > 500_000) throw new Refusal('calendar.fileTooLarge')
      const bytes = new Uint8Array(await file.arrayBuffer())
      const count = await inMunicipality(locals.municipality.id, (tx) => importSchoolHolidays(tx, locals.who!, bytes))
      return { saved: 'import', count }
    } catch (problem) {
      return refused(problem, locals.language, {}, 'import')
    }
  }
}
