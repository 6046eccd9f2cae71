import { error } from '@sveltejs/kit'
import { compareVersion, publicVersions } from '#posts/public-versions.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { here } from '../../../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  if (!/^\d{1,5}$/.test(params.number)) error(404, 'notFound')
  const found = await here(locals, async (tx) => {
    const post = await publicVersions(tx, params.slug)
    const comparison = post && (await compareVersion(tx, post.id, post.versions, Number(params.number)))
    return comparison && { post, comparison }
  })
  if (!found) error(404, 'notFound')
  const { post, comparison } = found
  setHeaders({ [cacheHeader]: pageCache({ tags: [`post:${post.id}`, `site:${locals.municipality!.id}`] }) })
  return {
    title: post.title,
    textLanguage: post.language,
    slug: params.slug,
    comparison,
    zone: locals.municipality!.timeZone
  }
}
