import { refused, text } from '#hooks/refused.ts'
import { listMails, retryMail } from '#municipality/outgoing-mail.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { mailConfigured } from '#platform/mail/mail.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  mails: await inMunicipality(locals.municipality.id, (tx) => listMails(tx, locals.who!)),
  isConfigured: mailConfigured()
})

export const actions: Actions = {
  retry: async ({ request, locals }) => {
    const id = text(await request.formData(), 'id')
    try {
      await inMunicipality(locals.municipality.id, (tx) => retryMail(tx, locals.who!, id))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: id }
  }
}
