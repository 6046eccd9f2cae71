import { error } from '@sveltejs/kit'
import { readQuestion, reply } from '#dialogue/reply.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { NotFound, Stale } from '#platform/refusal.ts'
import { field, trying } from '#routes/failing.ts'
import { refusalText } from '#ui/messages/messages.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  if (!/^[0-9a-f-]{36}$/.test(params.id)) error(404, 'notFound')
  const base = { zone: municipality.timeZone }
  try {
    const question = await inMunicipality(municipality.id, (tx) => readQuestion(tx, who, params.id))
    return { ...base, question, over: null }
  } catch (problem) {
    if (problem instanceof NotFound) error(404, 'notFound')
    if (!(problem instanceof Stale)) throw problem
    // Somebody of the unit was faster, or it was taken back.
    return { ...base, question: null, over: refusalText(language, problem.key) }
  }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const text = field(await request.formData(), 'text')
    return trying(language, 'reply', { text }, async () => {
      await inMunicipality(municipality.id, (tx) => reply(tx, who, { question: params.id, text }))
      return { isAnswered: true as const }
    })
  }
}
