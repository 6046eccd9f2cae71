import { error } from '@sveltejs/kit'
import { countDecisions, listDecisions } from '#dialogue/moderation/queries.ts'
import { decisionViews } from '#moderation/shared.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { idIn } from './deciding.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('desk:dialogue')
  const { who, municipality } = locals
  if (!who) error(401)
  const asked = url.searchParams.get('view')
  return inMunicipality(municipality.id, async (tx) => {
    const counts = await countDecisions(tx, who)
    const first = counts.waiting > 0 ? 'waiting' : counts.reviews > 0 ? 'reviews' : 'all'
    const view = decisionViews.find((one) => one === asked) ?? first
    return {
      zone: municipality.timeZone,
      view,
      counts,
      list: await listDecisions(tx, who, view, idIn(url.searchParams.get('after')))
    }
  })
}
