import { fail, redirect } from '@sveltejs/kit'
import { askReviewOfReport, ownReport } from '#dialogue/reports/own.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { text } from '#hooks/refused.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

/** What became of a notice, for whoever has its code. Never kept by any cache. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders, getClientAddress }) => {
  // Nobody finds a code of eighty bits by trying; this keeps them from trying.
  const from = getClientAddress() || 'unknown'
  await takeFrom(limitKey(`report-code:${locals.municipality?.id}`, from), { limit: 60, windowSeconds: 600 })
  const report = await here(locals, (tx) => ownReport(tx, params.code))
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  return { report, zone: locals.municipality.timeZone, isNew: url.searchParams.has('neu') }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const reason = text(await request.formData(), 'reason')
    try {
      await here(locals, (tx) => askReviewOfReport(tx, { code: params.code, reason }))
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const key = problem instanceof Invalid ? (Object.values(problem.fields)[0] ?? problem.key) : problem.key
      return fail(problem.status, { reason, problem: refusalText(locals.language, key, problem.data) })
    }
    redirect(303, `/meldung/${params.code}`)
  }
}
