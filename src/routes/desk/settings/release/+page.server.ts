import { listHeld, outgoingHeld, releaseOutgoing } from '#channels/held.ts'
import { refused } from '#hooks/refused.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) =>
  inMunicipality(locals.municipality.id, async (tx) => ({
    lines: await listHeld(tx, locals.who!),
    held: await outgoingHeld(tx)
  }))

export const actions: Actions = {
  release: async ({ locals }) => {
    try {
      await inMunicipality(locals.municipality.id, (tx) => releaseOutgoing(tx, locals.who!))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: 'release' }
  }
}
