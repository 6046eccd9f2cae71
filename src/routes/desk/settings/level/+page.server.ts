import { inMunicipality } from '#platform/database/database.ts'
import { levelHistory, ownLevels } from '#review/levels.ts'
import { ownRecord } from '#review/record.ts'
import { trustSettings } from '#review/settings.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  return inMunicipality(locals.municipality.id, async (tx) => ({
    lines: await ownLevels(tx, who),
    history: (await levelHistory(tx, who, [who.id])).get(who.id) ?? [],
    record: await ownRecord(tx, who),
    settings: await trustSettings(tx)
  }))
}
