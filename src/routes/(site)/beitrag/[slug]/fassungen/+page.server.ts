import { error } from '@sveltejs/kit'
import { publicVersions } from '#posts/public-versions.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const post = await here(locals, (tx) => publicVersions(tx, params.slug))
  if (!post) error(404, 'notFound')
  setHeaders({ [cacheHeader]: pageCache({ tags: [`post:${post.id}`, `site:${locals.municipality!.id}`] }) })
  const { title, language, versions } = post
  return { title, textLanguage: language, versions, slug: params.slug, zone: locals.municipality!.timeZone }
}
