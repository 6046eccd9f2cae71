import { refused, text } from '#hooks/refused.ts'
import { requestRecovery } from '#people/recover.ts'
import { mailConfigured } from '#platform/mail/mail.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({ canMail: mailConfigured() })

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const values = { email: text(form, 'email') }
    try {
      await requestRecovery({
        municipalityId: locals.municipality.id,
        email: values.email,
        address: locals.clientAddress
      })
    } catch (error) {
      return refused(error, locals.language, values)
    }
    return { sentTo: values.email.trim() }
  }
}
