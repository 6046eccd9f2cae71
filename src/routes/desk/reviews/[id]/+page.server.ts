import { error, redirect } from '@sveltejs/kit'
import { approve } from '#approval/approve.ts'
import { checklistFor } from '#approval/checklist.ts'
import { finishReview } from '#approval/finish.ts'
import { requestChanges, takeBack } from '#approval/send-back.ts'
import { checksOfPost } from '#elections/confirm.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { shownText } from '#approval/shown.ts'
import { openReviewFor } from '#review/queries.ts'
import { outcomes } from '#review/shared.ts'
import { comment, giveFeedback, inviteReviewer } from '#review/take-part.ts'
import { messages } from '#ui/messages/messages.ts'
import { field, trying } from '#routes/failing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  if (!uuid.test(params.id)) error(404, 'notFound')
  return inMunicipality(municipality.id, async (tx) => {
    const opened = await openReviewFor(tx, who, params.id)
    const { review } = opened
    return {
      ...opened,
      language,
      zone: municipality.timeZone,
      done: url.searchParams.get('done'),
      checklist: await checklistFor(tx, review),
      checks: review.post ? await checksOfPost(tx, review.post.id) : [],
      shown: await shownText(tx, review)
    }
  })
}

/** Runs a use case for a form of the page and says what it answers. */
function act(
  action: string,
  work: (
    tx: Tx,
    who: Person,
    form: FormData,
    review: string,
    t: ReturnType<typeof messages>['reviews']
  ) => Promise<string>,
  to?: string
) {
  return async ({ request, locals, params }: RequestEvent) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    if (!uuid.test(params.id)) error(404, 'notFound')
    const form = await request.formData()
    const typed = Object.fromEntries(['note', 'quote', 'email', 'name'].map((name) => [name, field(form, name)]))
    const result = await trying(language, action, typed, async () => ({
      action,
      said: await inMunicipality(municipality.id, (tx) => work(tx, who, form, params.id, messages(language).reviews))
    }))
    if (to && 'said' in result) redirect(303, `/desk/reviews?done=${to}`)
    return result
  }
}

export const actions: Actions = {
  approve: act('approve', async (tx, who, form, review, t) => {
    const { outcome, channels } = await approve(
      tx,
      { who, review },
      {
        revision: Number.parseInt(field(form, 'revision'), 10) || 0,
        note: field(form, 'note'),
        checklist: form.getAll('checklist').map(String)
      }
    )
    return outcome === 'channelGone'
      ? t.done.channelGone(channels.join(', '))
      : outcome === 'tooLate'
        ? t.done.tooLate
        : t.done.approved
  }),
  changes: act(
    'changes',
    async (tx, who, form, review, t) => {
      await requestChanges(tx, { who, review }, { note: field(form, 'note') })
      return t.done.changes
    },
    'changes'
  ),
  takeBack: async (event) => {
    const { locals, params } = event
    const { who, municipality } = locals
    if (!who) error(401)
    const result = await trying(locals.language, 'takeBack', {}, async () => {
      const { review } = await inMunicipality(municipality.id, async (tx) => {
        const opened = await openReviewFor(tx, who, params.id)
        await takeBack(tx, who, { review: params.id })
        return opened
      })
      return {
        to: review.post ? `/desk/posts/${review.post.id}?done=takenBack` : `/desk?conversation=${review.conversation}`
      }
    })
    if ('to' in result) redirect(303, result.to)
    return result
  },
  finish: act('finish', async (tx, who, form, review, t) => {
    const outcome = outcomes.find((one) => one === field(form, 'outcome')) ?? 'fine'
    await finishReview(tx, { who, review }, { outcome, note: field(form, 'note') })
    return t.done.finished
  }),
  comment: act('comment', async (tx, who, form, review, t) => {
    await comment(tx, { who, review }, { note: field(form, 'note'), quote: field(form, 'quote') })
    return t.done.commented
  }),
  feedback: act('feedback', async (tx, who, form, review, t) => {
    await giveFeedback(tx, { who, review }, { note: field(form, 'note') })
    return t.done.feedback
  }),
  invite: act('invite', async (tx, who, form, review, t) => {
    const feedbackOnly = field(form, 'feedbackOnly') !== ''
    const [person, outside, email] = [field(form, 'person'), field(form, 'outside'), field(form, 'email')]
    if (uuid.test(person)) await inviteReviewer(tx, who, { review, feedbackOnly, person })
    else if (uuid.test(outside)) await inviteReviewer(tx, who, { review, feedbackOnly, outside })
    else await inviteReviewer(tx, who, { review, feedbackOnly: true, email, name: field(form, 'name') })
    return t.done.invited
  })
}
