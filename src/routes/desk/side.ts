// What the panels beside an opened conversation show: one line per panel that reads something of its own.
import type { Opened } from '#dialogue/timeline.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { listTopics } from '#posts/topics.ts'

/** Reads what the panels need. A panel without data of its own takes what `opened` has. */
export async function readSide(tx: Tx, _who: Person, opened: Opened) {
  return {
    topics: opened.may.assign ? await listTopics(tx) : []
  }
}

export type SideData = Awaited<ReturnType<typeof readSide>>
