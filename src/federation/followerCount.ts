import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

/** Keeps the number that profiles show; counted anew, so that it never drifts. */
export async function countFollowers(tx: Tx, actorId: string): Promise<void> {
  await sql`
    update fediverse_actor set follower_count =
      (select count(*) from follower where actor_id = ${actorId} and state = 'accepted')
    where id = ${actorId}`.execute(tx)
}
