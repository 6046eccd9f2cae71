// What is scheduled while the town is in crisis mode: it waits, visibly, until somebody decides.
import { unplanPost } from '#channels/announce.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'

export interface HeldPost {
  id: string
  title: string
  at: Date
  /** Its time came while it was held. */
  isPast: boolean
}

/** Everything that is scheduled, soonest first, at most 500. */
export async function scheduledPosts(tx: Tx): Promise<HeldPost[]> {
  const rows = await tx
    .selectFrom('post')
    .select(['id', 'draft_title', 'scheduled_at'])
    .where('state', '=', 'scheduled')
    .where('scheduled_at', 'is not', null)
    .orderBy('scheduled_at')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.draft_title,
    at: row.scheduled_at!,
    isPast: row.scheduled_at! <= now()
  }))
}

/**
 * Takes these and everything whose time has passed back to the drafts, with the problem noted at each. Whoever calls has
 * checked the right. Answers how many.
 */
export async function stopScheduled(
  tx: Tx,
  who: Who,
  { ids, problem }: { ids: string[]; problem: string }
): Promise<number> {
  const rows = await tx
    .updateTable('post')
    .set({ state: 'draft', scheduled_at: null, scheduled_by: null, schedule_problem: problem, changed_at: now() })
    .where('state', '=', 'scheduled')
    .where((where) =>
      where.or([where('scheduled_at', '<=', now()), ...(ids.length > 0 ? [where('id', 'in', ids)] : [])])
    )
    .returning('id')
    .execute()
  for (const { id } of rows) {
    await unplanPost(tx, id)
    record(tx, who, 'post.unscheduled', id)
  }
  return rows.length
}
