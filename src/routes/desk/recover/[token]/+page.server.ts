import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { readRecovery, setNewPassword } from '#people/recover.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => ({
  email: (await readRecovery(locals.municipality.id, params.token))?.email ?? null
})

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    try {
      await takeFrom(limitKey('new-password', locals.clientAddress), { limit: 30, windowSeconds: 900 })
      await setNewPassword(locals.municipality.id, params.token, text(form, 'password'))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    redirect(303, '/desk/sign-in?note=password-set')
  }
}
