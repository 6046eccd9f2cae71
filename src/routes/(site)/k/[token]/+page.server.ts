import { error, fail, redirect } from '@sveltejs/kit'
import { ownCase } from '#cases/public.ts'
import { ownPlace } from '#dialogue/comments/place.ts'
import { askReview } from '#dialogue/moderation/ask-review.ts'
import { decisionsForAuthor } from '#dialogue/moderation/queries.ts'
import { correctOwnComment, deleteOwnComment, readOwnComment } from '#dialogue/ownComment.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { postPath } from '#posts/slug.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { showText } from '#site/shown-text.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import { takeComment } from '../../commenting.ts'
import type { Actions, PageServerLoad } from './$types'

/** The private link of a comment: whoever has it may follow, correct and delete. Never kept by any cache. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const { comment, notice, report, decisions } = await here(locals, async (tx) => {
    const comment = await readOwnComment(tx, params.token)
    return {
      comment,
      report: await ownCase(tx, comment.id),
      decisions: await decisionsForAuthor(tx, params.token, locals.language),
      notice: await showText(tx, await loadMunicipality(tx), 'comment-notice', locals.language)
    }
  })
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  const { post, ...own } = comment
  return {
    comment: own,
    report,
    decisions,
    notice: { html: notice.html, version: notice.version },
    token: params.token,
    files: locals.municipality.settings.comments.files,
    zone: locals.municipality.timeZone,
    post: post && { title: post.title, href: postPath(post) },
    isNew: url.searchParams.has('neu'),
    isSaved: url.searchParams.has('geaendert'),
    isAsked: url.searchParams.has('ueberpruefung')
  }
}

export const actions: Actions = {
  correct: async ({ locals, params, request }) => {
    const text = String((await request.formData()).get('text') ?? '')
    try {
      await here(locals, (tx) => correctOwnComment(tx, { token: params.token, text }))
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const key = problem instanceof Invalid ? (Object.values(problem.fields)[0] ?? problem.key) : problem.key
      return fail(problem.status, { corrected: text, correction: refusalText(locals.language, key, problem.data) })
    }
    redirect(303, `/k/${params.token}?geaendert`)
  },
  /** Another comment below the same post, by somebody who is known by this link. */
  continue: async ({ locals, params, request, getClientAddress }) => {
    const place = await here(locals, (tx) => ownPlace(tx, params.token))
    if (!place.post) error(404, 'postNotFound')
    const taken = await takeComment(locals, {
      form: await request.formData(),
      address: getClientAddress() || null,
      post: place.post,
      parent: place.parent,
      known: params.token
    })
    if (taken.refused) return taken.refused
    redirect(303, `/k/${taken.token}?neu`)
  },
  /** Another look at a decision, by somebody else than who decided. */
  review: async ({ locals, params, request }) => {
    const form = await request.formData()
    const reason = String(form.get('reason') ?? '')
    const given = String(form.get('decision') ?? '')
    const decision = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : null
    if (!decision) error(404, 'notFound')
    try {
      await here(locals, (tx) => askReview(tx, { kind: 'author', token: params.token }, { decision, reason }))
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const key = problem instanceof Invalid ? (Object.values(problem.fields)[0] ?? problem.key) : problem.key
      return fail(problem.status, {
        decision,
        reason: reason.slice(0, 20_000),
        reviewProblem: refusalText(locals.language, key, problem.data)
      })
    }
    redirect(303, `/k/${params.token}?ueberpruefung#entscheidungen`)
  },
  delete: async ({ locals, params }) => {
    await here(locals, (tx) => deleteOwnComment(tx, { token: params.token }))
    redirect(303, `/k/${params.token}`)
  }
}
