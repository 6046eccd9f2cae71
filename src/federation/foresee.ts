/** Names what a batch of deliveries speaks of, for looking it up at once. What is embedded is enough: it is only a saving. */
import type { RawIncoming } from '#channels/contract.ts'
import type { Tx } from '#platform/database/database.ts'
import { embedded, idOf, isJson, typeOf } from './activityJson.ts'
import type { Kept } from './kept.ts'
import { standingOf } from './standing.ts'
import { foreseeTombstones } from './tombstone.ts'

/** Longer ids are looked up when they are needed, and refused there. */
const longest = 2000
const own = new Set(['Create', 'Update', 'Delete'])

export async function foresee(
  tx: Tx,
  raws: RawIncoming[]
): Promise<{ objects: string[]; targets: string[]; authors: string[] }> {
  const found = { objects: [] as string[], targets: [] as string[], authors: [] as string[] }
  const add = (list: string[], id: string | null) => id && id.length <= longest && list.push(id)
  for (const raw of raws) {
    const kept = raw.body as Kept
    const activity = kept.usual ?? kept.activity
    if (!isJson(activity)) continue
    // What people react to is many people's: only what a delivery brings or changes is its own to lock.
    add(own.has(typeOf(activity) ?? '') ? found.objects : found.targets, idOf(activity.object))
    add(found.authors, idOf(activity.actor))
    add(found.targets, idOf(embedded(activity.object)?.inReplyTo))
  }
  const { actors } = await standingOf(tx)
  await foreseeTombstones(tx, actors, [...new Set(found.objects)])
  return found
}
