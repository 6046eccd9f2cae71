import { showAlert } from '#municipality/alert.ts'
import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { firstFree, slugOf } from '#platform/slug.ts'
import { setCrisisMode } from '#review/crisis.ts'
import { crisisPath } from './path.ts'
import { limits } from './types.ts'

/**
 * Starts crisis mode: from now on nothing that is scheduled goes out by itself, what is published goes out at once and is looked at
 * afterwards, and every page of the site points to the source page.
 * @throws NotAllowed, Invalid, Refusal `crisis.oneAtATime`
 */
export async function startCrisis(tx: Tx, who: Who, input: { title: string; reason: string }): Promise<string> {
  const unitId = await rootUnit(tx)
  must(who, 'crisis.lead', unitId)
  const title = input.title.trim()
  const reason = input.reason.trim()
  const problems: Record<string, string> = {}
  if (!title) problems.title = 'crisis.titleMissing'
  if (title.length > limits.title) problems.title = 'posts.tooLong'
  if (!reason) problems.reason = 'crisis.reasonMissing'
  if (reason.length > limits.reason) problems.reason = 'posts.tooLong'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  const crisis = { id: newId(), slug: await freeSlug(tx, title) }
  const { numInsertedOrUpdatedRows: added } = await tx
    .insertInto('crisis')
    .values({
      ...crisis,
      title,
      reason,
      unit_id: unitId,
      started_by: who.kind === 'person' ? who.id : null,
      started_at: now()
    })
    // Two who start it at the same moment mean the same one.
    .onConflict((conflict) => conflict.column('municipality_id').where('state', '=', 'active').doNothing())
    .executeTakeFirst()
  if (!added) throw new Refusal('crisis.oneAtATime', {}, 409)
  await setCrisisMode(tx, true)
  await showAlert(tx, who, { title, path: crisisPath(crisis) })
  record(tx, who, 'crisis.started', crisis.id)
  return crisis.id
}

async function freeSlug(tx: Tx, title: string): Promise<string> {
  const bare = slugOf(title, 'lage')
  const rows = await tx.selectFrom('crisis').select('slug').where('slug', 'like', `${bare}%`).limit(1000).execute()
  return firstFree(bare, new Set(rows.map((row) => row.slug)))
}
