import { openColleagueQuestion, receiveColleagueAnswer } from '#dialogue/reply.ts'
import { hashToken } from '#platform/id.ts'
import { takeFrom } from '#platform/limits/limits.ts'
import { NotFound, Stale } from '#platform/refusal.ts'
import { field, trying } from '#routes/failing.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

/** A question to a colleague without an account: its text and what was shared, and one answer. Never kept by any cache. */
export const load: PageServerLoad = async ({ locals, params, request, setHeaders }) => {
  setHeaders({
    'cache-control': 'private, no-store',
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex, nofollow'
  })
  const base = { zone: locals.municipality.timeZone }
  return here(locals, async (tx) => {
    try {
      return { ...base, over: null, question: await openColleagueQuestion(tx, params.token) }
    } catch (problem) {
      if (!(problem instanceof NotFound) && !(problem instanceof Stale)) throw problem
      // After an answer the link is used up as well, but nothing is wrong.
      if (request.method === 'GET') locals.status = problem instanceof NotFound ? 404 : 410
      return { ...base, over: refusalText(locals.language, problem.key), question: null }
    }
  })
}

const perLink = { limit: 30, windowSeconds: 3600 }

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const text = field(await request.formData(), 'text')
    return trying(locals.language, 'reply', { text }, async () => {
      await takeFrom(`colleague-link:${hashToken(params.token).slice(0, 32)}`, perLink)
      await here(locals, (tx) => receiveColleagueAnswer(tx, params.token, text))
      return { isAnswered: true as const }
    })
  }
}
