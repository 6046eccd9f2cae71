import { approve } from '#approval/approve.ts'
import { checklistFor } from '#approval/checklist.ts'
import { finishReview } from '#approval/finish.ts'
import { requestChanges } from '#approval/send-back.ts'
import { hashToken } from '#platform/id.ts'
import { takeFrom } from '#platform/limits/limits.ts'
import { NotFound } from '#platform/refusal.ts'
import { shownText } from '#approval/shown.ts'
import { readLink } from '#review/links.ts'
import { readReview } from '#review/queries.ts'
import { comment, giveFeedback } from '#review/take-part.ts'
import type { Tx } from '#platform/database/database.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { field, trying } from '#routes/failing.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** A review by link, without an account. Opening it changes nothing; an answer uses the link up. Never kept by any cache. */
export const load: PageServerLoad = async ({ locals, params, request, setHeaders }) => {
  setHeaders({
    'cache-control': 'private, no-store',
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex, nofollow'
  })
  const base = { zone: locals.municipality.timeZone }
  return here(locals, async (tx) => {
    try {
      const link = await readLink(tx, params.token)
      const review = await readReview(tx, link.reviewId)
      const shown = await shownText(tx, review)
      const { kind, subject, text, by, wish, revision, version, reasons } = review
      const said = review.steps.filter(({ what }) => what === 'comment' || what === 'feedback')
      return {
        ...base,
        over: null,
        opened: {
          link,
          shown,
          said,
          checklist: await checklistFor(tx, review),
          review: { kind, subject, text, by, wish, revision, version, reasons }
        }
      }
    } catch (problem) {
      if (!(problem instanceof NotFound)) throw problem
      // After an answer the link is used up as well, but nothing is wrong.
      if (request.method === 'GET') locals.status = 404
      return { ...base, over: refusalText(locals.language, problem.key), opened: null }
    }
  })
}

const perLink = { limit: 60, windowSeconds: 3600 }

function act(action: string, work: (tx: Tx, token: string, form: FormData) => Promise<unknown>) {
  return async ({ locals, params, request }: RequestEvent) => {
    const form = await request.formData()
    const typed = { note: field(form, 'note'), quote: field(form, 'quote') }
    return trying(locals.language, action, typed, async () => {
      // A link is answered once, but comments are free: not without end, and each is read by people.
      await takeFrom(`review-link:${hashToken(params.token).slice(0, 32)}`, perLink)
      await here(locals, (tx) => work(tx, params.token, form))
      return { action, isAnswered: action !== 'comment' }
    })
  }
}

export const actions: Actions = {
  approve: act('approve', (tx, token, form) =>
    approve(
      tx,
      { token },
      {
        revision: Number.parseInt(field(form, 'revision'), 10) || 0,
        note: field(form, 'note'),
        checklist: form.getAll('checklist').map(String)
      }
    )
  ),
  changes: act('changes', (tx, token, form) => requestChanges(tx, { token }, { note: field(form, 'note') })),
  finish: act('finish', (tx, token, form) =>
    finishReview(
      tx,
      { token },
      { outcome: field(form, 'outcome') === 'talked' ? 'talked' : 'fine', note: field(form, 'note') }
    )
  ),
  feedback: act('feedback', (tx, token, form) => giveFeedback(tx, { token }, { note: field(form, 'note') })),
  comment: act('comment', (tx, token, form) =>
    comment(tx, { token }, { note: field(form, 'note'), quote: field(form, 'quote') })
  )
}
