// What stands above every page of the site while a crisis lasts. Kept with the settings, which every page has at hand.
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { readSettings } from './settings.ts'

/** Shows it, or takes it down with null. Whoever calls has checked the right to do so. */
export async function showAlert(tx: Tx, who: Who, alert: { title: string; path: string } | null): Promise<void> {
  const row = await tx.selectFrom('municipality').select('settings').forUpdate().executeTakeFirstOrThrow()
  const settings = JSON.stringify({ ...readSettings(row.settings), alert })
  await tx.updateTable('municipality').set({ settings }).execute()
  record(tx, who, 'municipality.alert-changed', tx.municipalityId)
}
