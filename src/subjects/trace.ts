// What is known of somebody outside besides their messages: who they are, whom they follow, what they liked, what was mailed
// to them. Each goes by its id, so that the erasure log can say it again after a restore.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

export type Trace = 'contact' | 'follower' | 'reaction' | 'mail'

/** Lets one of them go. Answers whether there was something. */
export async function forgetTrace(tx: Tx, what: Trace, id: string): Promise<boolean> {
  if (what === 'contact') {
    const gone = await sql`update contact set name = '', handle = null, email = null, email_confirmed_at = null,
        profile_url = null, avatar_url = null, remote_id = null where id = ${id}`.execute(tx)
    await sql`update conversation set contact_name = '' where contact_id = ${id}`.execute(tx)
    return Number(gone.numAffectedRows) > 0
  }
  if (what === 'reaction') {
    const gone = await sql`update reaction set actor = 'forgotten:' || id, remote_id = 'forgotten:' || id
      where id = ${id} and actor not like 'forgotten:%'`.execute(tx)
    return Number(gone.numAffectedRows) > 0
  }
  if (what === 'mail') {
    const gone = await tx.deleteFrom('outgoing_mail').where('id', '=', id).executeTakeFirst()
    return gone.numDeletedRows > 0n
  }
  const followers = await tx.selectFrom('follower').select(['actor_id', 'uri']).limit(1_000_000).execute()
  const found = followers.filter(({ uri }) => followerId(uri) === id)
  for (const { actor_id, uri } of found) {
    await tx.deleteFrom('follower').where('actor_id', '=', actor_id).where('uri', '=', uri).execute()
    await sql`update fediverse_actor set follower_count = greatest(follower_count - 1, 0) where id = ${actor_id}`.execute(
      tx
    )
  }
  return found.length > 0
}

/** A follower has no id of ours: this one says nothing to whoever does not know the address already. */
export function followerId(uri: string): string {
  const hex = createHash('sha256').update(`follower ${uri}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
