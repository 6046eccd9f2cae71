import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { act, uuid } from '#routes/desk/crisis/forms.ts'
import { eraseSubject } from '#subjects/erase.ts'
import { closeRequest, openRequest, reviewRequest } from '#subjects/request.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!uuid.test(params.id)) error(404, 'notFound')
  return inMunicipality(municipality.id, (tx) => openRequest(tx, who, params.id))
}

const here = (id: string | undefined) => `/desk/privacy/requests/${id}`

export const actions: Actions = {
  review: act('review', async (tx, who, typed, { params }) => {
    await reviewRequest(tx, who, params.id!, typed.all('chosen'))
    return `${here(params.id)}#hand`
  }),
  close: act('close', async (tx, who, _typed, { params }) => {
    await closeRequest(tx, who, params.id!, { state: 'done', note: '' })
    return here(params.id)
  }),
  refuse: act('refuse', async (tx, who, typed, { params }) => {
    await closeRequest(tx, who, params.id!, { state: 'refused', note: typed.one('note') })
    return here(params.id)
  }),
  erase: act('erase', async (tx, who, _typed, { params }) => {
    await eraseSubject(tx, who, params.id!)
    return here(params.id)
  })
}
