import { error, fail, redirect } from '@sveltejs/kit'
import { outgoingHeld } from '#channels/held.ts'
import { publicationsOfPost } from '#channels/queries.ts'
import { retryPublication, settlePublication } from '#channels/settle.ts'
import { checksOfPost } from '#elections/confirm.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { formatLocal } from '#platform/clock/clock.ts'
import { Refusal } from '#platform/refusal.ts'
import { readForDesk, versionsOf } from '#posts/desk-queries.ts'
import { expiryOf, planWithdrawal } from '#posts/expire.ts'
import { republishPost } from '#posts/publish.ts'
import { shownText } from '#approval/shown.ts'
import { discardDraft, withdrawPost } from '#posts/withdraw.ts'
import { crisisMode } from '#review/crisis.ts'
import { openReviewFor, trailOf } from '#review/queries.ts'
import { takeBack } from '#approval/send-back.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { image, preview, publish, removeImage, save, unschedule } from '../actions.ts'
import { asPerson, composerData } from '../composing.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  if (!/^[0-9a-f-]{36}$/.test(params.id)) error(404, 'notFound')
  return asPerson(locals, async (tx, who) => {
    const post = await readForDesk(tx, who, params.id)
    const review = post.reviewId ? await openReviewFor(tx, who, post.reviewId) : null
    const expiry = await expiryOf(tx, post.id)
    return {
      composer: await composerData(tx, who, locals, post),
      inCrisis: await crisisMode(tx),
      publications: await publicationsOfPost(tx, post.id),
      versions: await versionsOf(tx, post.id),
      expiry: expiry && { ...expiry, local: formatLocal(expiry.at, locals.municipality.timeZone) },
      review,
      reviewShown: review && (await shownText(tx, review.review)),
      trail: await trailOf(tx, post.id),
      checks: await checksOfPost(tx, post.id),
      held: Boolean(await outgoingHeld(tx)),
      done: url.searchParams.get('done'),
      rights: {
        publish: may(who, 'post.publish', post.unitId),
        withdraw: may(who, 'post.withdraw', post.unitId),
        write: may(who, 'post.write', post.unitId)
      }
    }
  })
}

/** A button with a form of its own below the composer. */
async function settle(
  { locals, params, request }: RequestEvent,
  work: (tx: Tx, who: Person, form: FormData) => Promise<string>
) {
  const form = await request.formData()
  let done: string
  try {
    done = await asPerson(locals, (tx, who) => work(tx, who, form))
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem
    const fields = (problem as Refusal & { fields?: Record<string, string> }).fields ?? {}
    const key = Object.values(fields)[0] ?? problem.key
    return fail(problem.status, {
      settling: {
        problem: refusalText(locals.language, key, problem.data),
        reason: String(form.get('reason') ?? form.get('expiryReason') ?? ''),
        // Says that it was the form of the expiry, also when its time was left empty.
        expiryAt: form.has('expiryAt') ? String(form.get('expiryAt')) : null
      }
    })
  }
  redirect(303, done === 'discarded' ? '/desk/posts?done=discarded' : `/desk/posts/${params.id}?done=${done}`)
}

function publicationIn(form: FormData): string {
  const id = String(form.get('publication'))
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) error(404, 'notFound')
  return id
}

export const actions: Actions = {
  save,
  publish,
  image,
  removeImage,
  preview,
  unschedule,
  withdraw: (event) =>
    settle(event, async (tx, who, form) => {
      await withdrawPost(tx, who, { post: event.params.id, reason: String(form.get('reason') ?? '') })
      return 'withdrawn'
    }),
  expire: (event) =>
    settle(event, async (tx, who, form) => {
      const [at, reason] = ['expiryAt', 'expiryReason'].map((name) => String(form.get(name) ?? ''))
      await planWithdrawal(tx, who, { post: event.params.id, at: at!, reason: reason! })
      return 'expires'
    }),
  keep: (event) =>
    settle(event, async (tx, who) => {
      await planWithdrawal(tx, who, { post: event.params.id, at: null, reason: '' })
      return 'stays'
    }),
  republish: (event) =>
    settle(event, async (tx, who) => {
      const { kind } = await republishPost(tx, who, { post: event.params.id })
      return kind === 'approval' ? 'asked' : 'republished'
    }),
  takeBack: (event) =>
    settle(event, async (tx, who, form) => {
      await takeBack(tx, who, { review: String(form.get('review') ?? '') })
      return 'takenBack'
    }),
  discard: (event) =>
    settle(event, async (tx, who) => {
      await discardDraft(tx, who, { post: event.params.id })
      return 'discarded'
    }),
  retry: (event) =>
    settle(event, async (tx, who, form) => {
      await retryPublication(tx, who, publicationIn(form))
      return 'retried'
    }),
  settle: (event) =>
    settle(event, async (tx, who, form) => {
      await settlePublication(tx, who, publicationIn(form), form.get('found') === 'arrived' ? 'arrived' : 'missing')
      return 'settled'
    })
}
