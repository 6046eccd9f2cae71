import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

/**
 * The original of a file, with every metadata in it. Looking at it is noted.
 * @throws NotAllowed, NotFound when it was not kept, or is erased
 */
export async function openOriginal(tx: Tx, who: Who, id: string): Promise<{ key: string; name: string }> {
  const row = await tx
    .selectFrom('media')
    .select(['unit_id', 'original_key', 'name', 'erased_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound()
  must(who, 'media.original', row.unit_id)
  if (!row.original_key || row.erased_at) throw new NotFound()
  record(tx, who, 'media.original-seen', id)
  return { key: row.original_key, name: `${row.name || 'original'}.${row.original_key.split('.').at(-1)}` }
}
