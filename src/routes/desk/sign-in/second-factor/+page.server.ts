import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { keepSession, returnAddress } from '#hooks/session.ts'
import { signInWithSecondFactor } from '#people/sign-in.ts'
import { dropTicket, readTicket } from './ticket.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const to = returnAddress(url.searchParams.get('to'))
  if (locals.who) redirect(303, to)
  if (!readTicket(cookies, url)) redirect(303, `/desk/sign-in?to=${encodeURIComponent(to)}`)
  return { to }
}

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData()
    try {
      const token = await signInWithSecondFactor({
        municipalityId: locals.municipality.id,
        ticket: readTicket(cookies, url),
        code: text(form, 'code'),
        userAgent: request.headers.get('user-agent')
      })
      dropTicket(cookies, url)
      keepSession(cookies, url, token)
    } catch (error) {
      return refused(error, locals.language, {})
    }
    redirect(303, returnAddress(text(form, 'to')))
  }
}
