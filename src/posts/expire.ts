// Posts that are withdrawn by themselves: a closure that is over, a deadline that has passed.
import { enteredTime } from '#municipality/entered-time.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import { system, type Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { lockPost } from './lock.ts'
import { limits } from './types.ts'
import { withdrawPost } from './withdraw.ts'

/** When a post is withdrawn by itself, and what its readers are then told. */
export interface Expiry {
  at: Date
  reason: string
}

/**
 * Lets a post be withdrawn at a local time, with the reason that its readers then see; `at` null: no longer.
 * @throws NotAllowed, NotFound, Invalid without a reason or for a time that cannot be, Refusal when it is withdrawn
 */
export async function planWithdrawal(
  tx: Tx,
  who: Who,
  input: { post: string; at: string | null; reason: string }
): Promise<void> {
  const post = await lockPost(tx, input.post)
  must(who, 'post.withdraw', post.unit_id)
  if (post.state === 'withdrawn') throw new Refusal('posts.isWithdrawn')
  if (input.at === null) {
    await clear(tx, post.id)
    record(tx, who, 'post.withdrawal-unplanned', post.id)
    return
  }
  const { at } = await enteredTime(tx, input.at, 'at')
  const reason = input.reason.trim()
  if (at <= now()) throw new Invalid({ at: 'posts.timePast' })
  const appears = post.state === 'scheduled' ? post.scheduled_at : post.state === 'published' ? null : post.planned_at
  if (appears && at <= appears) throw new Invalid({ at: 'posts.endsBeforeItAppears' })
  if (!reason) throw new Invalid({ reason: 'posts.reasonMissing' })
  if (reason.length > limits.reason) throw new Invalid({ reason: 'posts.tooLong' })
  await tx
    .updateTable('post')
    .set({ withdraw_at: at, withdraw_reason: reason, withdraw_by: who.kind === 'person' ? who.id : null })
    .where('id', '=', post.id)
    .execute()
  record(tx, who, 'post.withdrawal-planned', post.id, { at: at.toISOString() })
}

/** Null: it stays. */
export async function expiryOf(tx: Tx, postId: string): Promise<Expiry | null> {
  const row = await tx
    .selectFrom('post')
    .select(['withdraw_at', 'withdraw_reason'])
    .where('id', '=', postId)
    .executeTakeFirst()
  return row?.withdraw_at ? { at: row.withdraw_at, reason: row.withdraw_reason ?? '' } : null
}

/** Every half minute, in all municipalities. */
export const expiryJob = defineJob({
  name: 'post-expiry',
  everySeconds: 30,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await withdrawExpired(id)
  }
})

/** Withdraws what is over in a municipality, each post in a transaction of its own. */
export async function withdrawExpired(municipalityId: string): Promise<void> {
  const due = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('post')
      .select('id')
      .where('withdraw_at', '<=', now())
      .where('state', '=', 'published')
      .orderBy('withdraw_at')
      .limit(200)
      .execute()
  )
  for (const { id } of due) {
    await inMunicipality(municipalityId, async (tx) => {
      const post = await lockPost(tx, id)
      if (post.state !== 'published' || !post.withdraw_at || post.withdraw_at > now()) return
      // Decided by a person with the right when it was planned; the program only keeps the time.
      await withdrawPost(tx, system, { post: id, reason: post.withdraw_reason ?? '' })
      await tx.updateTable('post').set({ withdrawn_by: post.withdraw_by }).where('id', '=', id).execute()
      await clear(tx, id)
    })
  }
}

async function clear(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('post')
    .set({ withdraw_at: null, withdraw_reason: null, withdraw_by: null })
    .where('id', '=', id)
    .execute()
}
