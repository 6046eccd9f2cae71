import { noticeWish, wishNotices } from '#dialogue/notices.ts'
import { refused, text } from '#hooks/refused.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
  wish: await inMunicipality(locals.municipality.id, (tx) => noticeWish(tx, locals.who!))
})

export const actions: Actions = {
  notices: async ({ request, locals }) => {
    const wish = text(await request.formData(), 'notices')
    try {
      await inMunicipality(locals.municipality.id, (tx) => wishNotices(tx, locals.who!, wish))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: 'notices' }
  }
}
