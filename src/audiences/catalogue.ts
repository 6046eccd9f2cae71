// The catalogue every municipality begins with.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { system } from '#people/types.ts'
import shipped from '../../content/audiences.json' with { type: 'json' }

/**
 * Takes the shipped catalogue over, once: a municipality that has any entry of it has been asked before, and what it made
 * of them is its own.
 */
export async function takeCatalogue(tx: Tx): Promise<void> {
  const had = await tx
    .selectFrom('audience')
    .select('id')
    .where('shipped_key', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (had) return
  const { language } = await tx.selectFrom('municipality').select('language').executeTakeFirstOrThrow()
  const at = now()
  const rows = shipped.audiences.map(({ key, name, description }) => ({
    id: newId(),
    shipped_key: key,
    name: language === 'en' ? name.en : name.de,
    description: language === 'en' ? description.en : description.de,
    created_at: at,
    changed_at: at
  }))
  // Somebody else may do the same now, or have an entry of that name.
  const added = await tx
    .insertInto('audience')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  for (const { id } of added) record(tx, system, 'audience.added', id)
}

/** The ids of the shipped entries by their key, whatever they are called by now. */
export async function audiencesByKey(tx: Tx): Promise<Map<string, string>> {
  await takeCatalogue(tx)
  const rows = await tx
    .selectFrom('audience')
    .select(['id', 'shipped_key'])
    .where('shipped_key', 'is not', null)
    .execute()
  return new Map(rows.map(({ id, shipped_key }) => [shipped_key!, id]))
}
