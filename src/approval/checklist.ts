// What whoever approves a post has to confirm before an election.
import type { CheckItem } from '#elections/rules.ts'
import { electionRestraint } from '#elections/restraint.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Wish } from '#review/open.ts'

/** When what was asked for would go out. */
export function goesOutAt(wish: Wish): Date {
  const at = wish.act === 'schedule' && wish.at ? new Date(wish.at) : now()
  return at > now() ? at : now()
}

/** What has to be confirmed with the approval of this review; empty outside of a time of restraint. */
export async function checklistFor(
  tx: Tx,
  review: { kind: string; subject: string; wish: Wish }
): Promise<CheckItem[]> {
  if (review.kind !== 'approval' || review.subject !== 'post') return []
  return (await electionRestraint(tx, goesOutAt(review.wish)))?.checklist ?? []
}
