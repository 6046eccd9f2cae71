import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { keepSession } from '#hooks/session.ts'
import { arriveWith, placesOf, readTicket } from '#people/switch.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const ticket = url.searchParams.get('ticket')
  if (ticket !== null) {
    const comer = await readTicket(locals.municipality.id, ticket)
    if (comer && locals.who?.accountId === comer.accountId) redirect(303, '/desk')
    return { ticket, email: comer?.email ?? null, places: [] }
  }
  if (!locals.who) redirect(303, '/desk/sign-in')
  const places = await placesOf(locals.who.accountId)
  return {
    ticket: null,
    email: null,
    places: places.map(({ municipalityId, name }) => ({
      id: municipalityId,
      name,
      isHere: municipalityId === locals.municipality.id
    }))
  }
}

export const actions: Actions = {
  /** A button, not the mere link: nobody is signed in by following somebody else's address. */
  default: async ({ request, locals, cookies, url }) => {
    const ticket = text(await request.formData(), 'ticket')
    try {
      keepSession(cookies, url, await arriveWith(locals.municipality.id, ticket, request.headers.get('user-agent')))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    redirect(303, '/desk')
  }
}
