import { error, fail, redirect } from '@sveltejs/kit'
import { limitComments, submitComment } from '#dialogue/comment.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { readArticle } from '#posts/queries.ts'
import { postPath } from '#posts/slug.ts'
import { loadArticle } from '#site/article.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import type { PublicComment } from '#site/comments.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { here } from '../../../here.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const page = await here(locals, (tx) => loadArticle(tx, locals.municipality, params.slug, locals.language))
  if (!page) error(404, 'notFound')
  const { tags, ...data } = page
  // The page stays and says why; what it was about is gone.
  if (page.article.state === 'withdrawn') locals.status = 410
  setHeaders({ [cacheHeader]: pageCache({ tags }) })
  const asked = url.searchParams.get('antwort')
  const answered = asked ? find(page.comments.threads, asked) : null
  return {
    ...data,
    zone: locals.municipality.timeZone,
    replyTo: answered && { id: answered.id, author: answered.author }
  }
}

function find(comments: PublicComment[], id: string): PublicComment | null {
  for (const comment of comments) {
    if (comment.id === id) return comment.gone ? null : comment
    const inside = find(comment.replies, id)
    if (inside) return inside
  }
  return null
}

export const actions: Actions = {
  default: async ({ locals, params, request, getClientAddress }) => {
    const form = await request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const typed = { name: text('name'), email: text('email'), text: text('text'), parent: text('parent') || null }
    const address = getClientAddress() || null
    let token: string
    try {
      const post = await here(locals, (tx) => readArticle(tx, params.slug))
      if (!post) error(404, 'notFound')
      await limitComments(locals.municipality!.id, address)
      const submitted = await here(locals, (tx) =>
        submitComment(tx, {
          ...typed,
          post: post.id,
          address,
          trap: text('homepage'),
          noticeVersion: text('notice').slice(0, 40)
        })
      )
      token = submitted.token
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      const said = (key: string) => refusalText(locals.language, key, problem.data)
      const problems =
        problem instanceof Invalid
          ? Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [field, said(key)]))
          : {}
      return fail(problem.status, { ...typed, problems, problem: said(problem.key) })
    }
    redirect(303, `/k/${token}?neu=${encodeURIComponent(postPath({ slug: params.slug }))}`)
  }
}
