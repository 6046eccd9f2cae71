import { enteredTime } from '#municipality/entered-time.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { lockPost } from './lock.ts'
import { schedulePost } from './schedule.ts'

export interface Moved {
  from: Date
  at: Date
  /** The clock shows the new time twice that day; the first of the two is meant. */
  isDoubled: boolean
  /** The move needs an approval: the post waits for it. */
  waits: boolean
}

/**
 * Moves a post to another time: a scheduled one is scheduled anew, of a draft only the plan changes.
 * `seen` is the time at which the person saw it stand.
 * @throws Stale when somebody moved it meanwhile, with where it is now; Invalid for a time that cannot be; NotAllowed; Refusal
 */
export async function movePost(tx: Tx, who: Who, input: { post: string; seen: Date; at: string }): Promise<Moved> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.write', post.unit_id)
  if (post.state !== 'draft' && post.state !== 'scheduled') throw new Refusal('calendar.notMovable', {}, 409)
  const from = post.state === 'scheduled' ? post.scheduled_at : post.planned_at
  if (!from || from.getTime() !== input.seen.getTime()) {
    throw new Stale('calendar.moved', { at: from?.toISOString() ?? null })
  }
  const { at, isDoubled } = await enteredTime(tx, input.at, 'at')
  let waits = false
  if (post.state === 'scheduled') {
    must(who, 'post.reschedule', post.unit_id)
    waits =
      (await schedulePost(tx, who, { post: post.id, revision: post.draft_revision, at: input.at })).kind === 'approval'
  } else if (at <= now()) throw new Invalid({ at: 'posts.timePast' })
  await planFor(tx, post.id, at)
  if (post.state === 'draft') record(tx, who, 'post.planned', post.id, { at: at.toISOString() })
  return { from, at, isDoubled, waits }
}

/** Notes when a draft is meant to go out. */
async function planFor(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('post').set({ planned_at: at, changed_at: now() }).where('id', '=', id).execute()
}
