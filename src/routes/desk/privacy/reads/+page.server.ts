import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { listErasures } from '#privacy/erasures.ts'
import { listLooks } from '#privacy/reads.ts'
import { uuid } from '#routes/desk/crisis/forms.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const before = url.searchParams.get('before') ?? ''
  return inMunicipality(municipality.id, async (tx) => ({
    looks: await listLooks(tx, who, { before: uuid.test(before) ? before : undefined }),
    erasures: await listErasures(tx, who, 50)
  }))
}
