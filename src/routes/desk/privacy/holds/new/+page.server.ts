import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { askable, askForAddress, holdDays } from '#privacy/hold.ts'
import { act, idIn, uuid } from '#routes/desk/crisis/forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const message = url.searchParams.get('message') ?? ''
  if (!uuid.test(message)) error(404, 'notFound')
  return { comment: await inMunicipality(municipality.id, (tx) => askable(tx, who, message)), holdDays }
}

export const actions: Actions = {
  default: act('ask', async (tx, who, typed) => {
    const id = await askForAddress(tx, who, {
      message: idIn(typed, 'message'),
      reason: typed.one('reason'),
      days: Number(typed.one('days'))
    })
    return `/desk/privacy/holds/${id}`
  })
}
