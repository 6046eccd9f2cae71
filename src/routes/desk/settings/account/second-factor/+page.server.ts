import { redirect } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { confirmSecondFactor, proposeSecondFactor } from '#people/second-factor.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  // After switching it on there is nothing to propose; the action's answer shows the codes.
  const proposal = await inInstallation((tx) =>
    proposeSecondFactor(tx, locals.who!.accountId, locals.municipality.name)
  )
  if (!proposal && !url.search.includes('/confirm')) redirect(303, '/desk/settings/account')
  return { proposal }
}

export const actions: Actions = {
  confirm: async ({ request, locals }) => {
    const who = locals.who!
    const code = text(await request.formData(), 'code')
    try {
      await takeFrom(limitKey('confirm-second-factor', who.accountId), { limit: 10, windowSeconds: 600 })
      const codes = await inMunicipality(locals.municipality.id, async (tx) => {
        record(tx, who, 'person.second-factor-on', who.id)
        return confirmSecondFactor(tx, who.accountId, code)
      })
      return { codes }
    } catch (error) {
      return refused(error, locals.language, {})
    }
  }
}
