import { error } from '@sveltejs/kit'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { levelHistory } from '#review/levels.ts'
import { listReviews } from '#review/queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality, language } = locals
  if (!who) error(401)
  const since = now().getTime() - 14 * 86_400_000
  return {
    language,
    zone: municipality.timeZone,
    done: url.searchParams.get('done'),
    ...(await inMunicipality(municipality.id, async (tx) => ({
      lists: await listReviews(tx, who),
      // A changed level is told here, too, not only by mail.
      changes: ((await levelHistory(tx, who, [who.id])).get(who.id) ?? []).filter(
        ({ at, byName }) => byName !== null && at.getTime() > since
      )
    })))
  }
}
