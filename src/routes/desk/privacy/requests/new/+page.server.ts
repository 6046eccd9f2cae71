import { error } from '@sveltejs/kit'
import { must } from '#people/rights.ts'
import { dayIn, now } from '#platform/clock/clock.ts'
import { act } from '#routes/desk/crisis/forms.ts'
import { enterRequest } from '#subjects/request.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.who) error(401)
  must(locals.who, 'subject.handle')
  return { today: dayIn(now(), locals.municipality.timeZone) }
}

export const actions: Actions = {
  default: act('enter', async (tx, who, typed) => {
    const id = await enterRequest(tx, who, {
      kind: typed.one('kind'),
      terms: typed.one('terms'),
      askedOn: typed.one('askedOn'),
      proof: typed.one('proof')
    })
    return `/desk/privacy/requests/${id}`
  })
}
