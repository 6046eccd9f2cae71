import { fail, redirect } from '@sveltejs/kit'
import { correctOwnComment, deleteOwnComment, readOwnComment } from '#dialogue/ownComment.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { postPath } from '#posts/slug.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

/** The private link of a comment: whoever has it may follow, correct and delete. Never kept by any cache. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const comment = await here(locals, (tx) => readOwnComment(tx, params.token))
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin' })
  const { post, ...own } = comment
  return {
    comment: own,
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
      return fail(problem.status, { text, problem: refusalText(locals.language, key, problem.data) })
    }
    redirect(303, `/k/${params.token}?geaendert`)
  },
  delete: async ({ locals, params }) => {
    await here(locals, (tx) => deleteOwnComment(tx, { token: params.token }))
    redirect(303, `/k/${params.token}`)
  }
}
