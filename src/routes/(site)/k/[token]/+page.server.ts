import { error, fail, redirect } from '@sveltejs/kit'
import { ownCase } from '#cases/public.ts'
import { ownPlace } from '#dialogue/comments/place.ts'
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
  const { comment, notice, report } = await here(locals, async (tx) => {
    const comment = await readOwnComment(tx, params.token)
    return {
      comment,
      report: await ownCase(tx, comment.id),
      notice: await showText(tx, await loadMunicipality(tx), 'comment-notice', locals.language)
    }
  })
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  const { post, ...own } = comment
  return {
    comment: own,
    report,
    notice: { html: notice.html, version: notice.version },
    token: params.token,
    files: locals.municipality.settings.comments.files,
    zone: locals.municipality.timeZone,
    post: post && { title: post.title, href: postPath(post) },
    isNew: url.searchParams.has('neu'),
    isSaved: url.searchParams.has('geaendert')
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
  delete: async ({ locals, params }) => {
    await here(locals, (tx) => deleteOwnComment(tx, { token: params.token }))
    redirect(303, `/k/${params.token}`)
  }
}
