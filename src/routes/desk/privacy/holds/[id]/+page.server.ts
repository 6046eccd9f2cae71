import { error } from '@sveltejs/kit'
import { refused } from '#hooks/refused.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { agreeToHold, endHold, listHolds, lookAtAddress, refuseHold } from '#privacy/hold.ts'
import { act, uuid } from '#routes/desk/crisis/forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!uuid.test(params.id)) error(404, 'notFound')
  const [hold] = await inMunicipality(municipality.id, (tx) => listHolds(tx, who, params.id))
  if (!hold) error(404, 'notFound')
  return { hold }
}

const here = (id: string | undefined) => `/desk/privacy/holds/${id}`

export const actions: Actions = {
  agree: act('decide', async (tx, who, typed, { params }) => {
    await agreeToHold(tx, who, { hold: params.id!, note: typed.one('note') })
    return here(params.id)
  }),
  refuse: act('decide', async (tx, who, typed, { params }) => {
    await refuseHold(tx, who, { hold: params.id!, note: typed.one('note') })
    return here(params.id)
  }),
  end: act('end', async (tx, who, _typed, { params }) => {
    await endHold(tx, who, params.id!)
    return here(params.id)
  }),
  // Shown once, in the answer to this request; nowhere else, and never in an address.
  look: async ({ locals, params }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    try {
      const address = await inMunicipality(municipality.id, (tx) => lookAtAddress(tx, who, params.id))
      return { address, looked: true }
    } catch (problem) {
      return refused(problem, language, {} as Record<string, string>, 'look')
    }
  }
}
