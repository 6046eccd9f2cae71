import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { keepSession, returnAddress } from '#hooks/session.ts'
import { signIn } from '#people/sign-in.ts'
import { keepTicket } from './second-factor/ticket.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const to = returnAddress(url.searchParams.get('to'))
  if (locals.who) redirect(303, to)
  const notes = ['password-set', 'signed-out'] as const
  return {
    to,
    wasSent: url.searchParams.has('to'),
    note: notes.find((note) => note === url.searchParams.get('note')) ?? null
  }
}

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData()
    const values = { email: text(form, 'email') }
    const to = returnAddress(text(form, 'to'))
    let next = to
    try {
      const signedIn = await signIn({
        municipalityId: locals.municipality.id,
        email: values.email,
        password: text(form, 'password'),
        address: locals.clientAddress,
        userAgent: request.headers.get('user-agent')
      })
      if (signedIn.state === 'signed-in') keepSession(cookies, url, signedIn.token)
      else {
        keepTicket(cookies, url, signedIn.ticket)
        next = `/desk/sign-in/second-factor?to=${encodeURIComponent(to)}`
      }
    } catch (error) {
      return refused(error, locals.language, values)
    }
    redirect(303, next)
  }
}
