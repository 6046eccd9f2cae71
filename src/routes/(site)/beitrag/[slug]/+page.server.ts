import { error, redirect } from '@sveltejs/kit'
import { readArticle } from '#posts/queries.ts'
import { postPath } from '#posts/slug.ts'
import { loadArticle } from '#site/article.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import type { PublicComment } from '#site/comments.ts'
import { here } from '../../../here.ts'
import { takeComment } from '../../commenting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const page = await here(locals, (tx) => loadArticle(tx, locals.municipality, params.slug, locals.language))
  if (!page) error(404, 'notFound')
  const { tags, ...data } = page
  // The page stays and says why; what it was about is gone.
  if (page.article.state === 'withdrawn') locals.status = 410
  setHeaders({ [cacheHeader]: pageCache({ tags, validUntil: page.pause?.until }) })
  const asked = url.searchParams.get('antwort')
  const answered = asked ? find(page.comments.threads, asked) : null
  return {
    ...data,
    zone: locals.municipality.timeZone,
    files: locals.municipality.settings.comments.files,
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
    const post = await here(locals, (tx) => readArticle(tx, params.slug))
    if (!post) error(404, 'notFound')
    const taken = await takeComment(locals, {
      form: await request.formData(),
      address: getClientAddress() || null,
      post: post.id
    })
    if (taken.refused) return taken.refused
    redirect(303, `/k/${taken.token}?neu=${encodeURIComponent(postPath({ slug: params.slug }))}`)
  }
}
