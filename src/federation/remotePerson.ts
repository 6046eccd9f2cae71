/** What we hold of somebody elsewhere: followers' rows, contacts, messages. */
import type { Tx } from '#platform/database/database.ts'
import { findTarget } from '#dialogue/place.ts'
import type { RemoteActor } from './author.ts'
import { forgetActor } from './author.ts'
import { countFollowers } from './followerCount.ts'
import type { Case } from './case.ts'

/** Whose message it is; null when there is none with this id. An address of null: it was taken back already. */
export async function ownerOf({ tx }: { tx: Tx }, remoteId: string): Promise<{ address: string | null } | null> {
  const target = await findTarget(tx, 'fediverse', remoteId)
  if (!target?.messageId) return null
  const row = await tx
    .selectFrom('message')
    .leftJoin('contact', (join) => join.onRef('contact.id', '=', 'message.contact_id'))
    .select(['contact.remote_id', 'message.direction'])
    .where('message.id', '=', target.messageId)
    .executeTakeFirst()
  return row && row.direction === 'in' ? { address: row.remote_id } : null
}

/** The remote ids of everything somebody wrote to us. */
export async function messagesOf({ tx }: { tx: Tx }, address: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('message')
    .innerJoin('contact', (join) => join.onRef('contact.id', '=', 'message.contact_id'))
    .select('message.remote_id')
    .where('contact.network', '=', 'fediverse')
    .where('contact.remote_id', '=', address)
    .where('message.remote_id', 'is not', null)
    .where('message.state', '<>', 'deleted')
    .limit(2000)
    .execute()
  return rows.map((row) => row.remote_id!)
}

/** The account is gone: so is what follows us and what tells who it was. Its messages are taken back one by one. */
export async function forgetPerson(it: Case): Promise<void> {
  forgetActor(it.actor)
  const gone = await it.tx.deleteFrom('follower').where('uri', '=', it.actor).returning('actor_id').execute()
  for (const { actor_id } of gone) await countFollowers(it.tx, actor_id)
}

/** A changed profile: shown with the next message and, for what is here, at once. */
export async function updateProfile(it: Case, profile: RemoteActor): Promise<void> {
  await it.tx
    .updateTable('contact')
    .set({ name: profile.name, handle: profile.handle, profile_url: profile.url, avatar_url: profile.avatarUrl })
    .where('network', '=', 'fediverse')
    .where('remote_id', '=', it.actor)
    .execute()
  await it.tx
    .updateTable('follower')
    .set({ inbox: profile.inbox, shared_inbox: profile.sharedInbox, handle: profile.handle })
    .where('uri', '=', it.actor)
    .execute()
}
