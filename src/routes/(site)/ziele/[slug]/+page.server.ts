import { error, redirect } from '@sveltejs/kit'
import { readPublicGoal } from '#goals/public.ts'
import { goalPath } from '#goals/shared.ts'
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { listPublished } from '#posts/queries.ts'
import { cacheHeader, pageCache } from '#site/cache.ts'
import { readBefore, showCards, writeBefore } from '#site/cards.ts'
import { here } from '../../../here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const before = readBefore(url.searchParams.get('before'))
  const page = await here(locals, async (tx) => {
    const goal = await readPublicGoal(tx, params.slug)
    if (!goal || 'movedTo' in goal) return goal
    const municipality = await loadMunicipality(tx)
    const { cards, next } = await listPublished(tx, { goalId: goal.id, before, limit: 15 })
    const path = goalPath(goal)
    return {
      goal: {
        ...goal,
        parent: goal.parent && { ...goal.parent, href: goalPath(goal.parent) },
        below: goal.below.map((sub) => ({ ...sub, href: goalPath(sub) }))
      },
      path,
      canonical: siteOrigin(municipality) + path,
      zone: municipality.timeZone,
      cards: await showCards(tx, cards),
      older: next && `${path}?before=${writeBefore(next)}`,
      isFirst: !before,
      tags: [`site:${municipality.id}`, ...cards.map((card) => `post:${card.id}`)]
    }
  })
  if (!page) error(404, 'notFound')
  if ('movedTo' in page) redirect(301, goalPath({ slug: page.movedTo }))
  const { tags, ...data } = page
  setHeaders({ [cacheHeader]: pageCache({ tags }) })
  return data
}
