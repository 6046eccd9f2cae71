import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { keepSession } from '#hooks/session.ts'
import { acceptInvitation, readInvitation } from '#people/invite.ts'
import { signIn } from '#people/sign-in.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { keepTicket } from '../../sign-in/second-factor/ticket.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => ({
  invitation: await readInvitation(locals.municipality.id, params.token)
})

export const actions: Actions = {
  default: async ({ request, locals, params, cookies, url }) => {
    const form = await request.formData()
    const values = { name: text(form, 'name') }
    let next = '/desk'
    try {
      await takeFrom(limitKey('new-password', locals.clientAddress), { limit: 30, windowSeconds: 900 })
      const password = text(form, 'password')
      const { email } = await acceptInvitation(locals.municipality.id, params.token, { ...values, password })
      const signedIn = await signIn({
        municipalityId: locals.municipality.id,
        email,
        password,
        address: locals.clientAddress,
        userAgent: request.headers.get('user-agent')
      })
      if (signedIn.state === 'signed-in') keepSession(cookies, url, signedIn.token)
      else {
        keepTicket(cookies, url, signedIn.ticket)
        next = '/desk/sign-in/second-factor'
      }
    } catch (error) {
      return refused(error, locals.language, values)
    }
    redirect(303, next)
  }
}
