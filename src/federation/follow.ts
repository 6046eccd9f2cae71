/** Who follows our actors. */
import { sql } from 'kysely'
import { remote } from '#people/types.ts'
import { record } from '#platform/journal/journal.ts'
import { textIn } from './activityJson.ts'
import { actorAt, type OwnActor } from './actors.ts'
import type { RemoteActor } from './author.ts'
import { emit } from './emit.ts'
import { countFollowers } from './followerCount.ts'
import type { Case } from './case.ts'

/** Takes somebody as a follower and tells them so. Asked again, they are told again: an Accept can get lost. */
export async function follow(it: Case, actor: OwnActor, profile: RemoteActor): Promise<void> {
  const followId = textIn(it.activity.id) ?? it.raw.remoteId
  const row = { inbox: profile.inbox, shared_inbox: profile.sharedInbox, handle: profile.handle, follow_id: followId }
  const { rows } = await sql<{ isNew: boolean }>`
    insert into follower (actor_id, uri, inbox, shared_inbox, handle, follow_id, at)
    values (${actor.id}, ${it.actor}, ${row.inbox}, ${row.shared_inbox}, ${row.handle}, ${row.follow_id}, ${it.at})
    on conflict (municipality_id, actor_id, uri) do update
      set inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, handle = excluded.handle, follow_id = excluded.follow_id
    returning (xmax = 0) as "isNew"`.execute(it.tx)
  if (rows[0]?.isNew) {
    await countFollowers(it.tx, actor.id)
    record(it.tx, remote, 'actor.followed', actor.id)
  }
  await emit(it.tx, it.home, actor, {
    type: 'Accept',
    object: { id: followId, type: 'Follow', actor: it.actor, object: actor.address },
    objectId: null,
    visibility: 'direct',
    to: [it.actor],
    inboxes: [profile.inbox]
  })
}

/** Ends a following: by the Follow's id, or of one of our actors. Answers whether there was one. */
export async function unfollow(it: Case, followId: string | null, target: string | null): Promise<boolean> {
  const actor = actorAt(it.actors, it.home, target)
  if (!followId && !actor) return false
  const gone = await it.tx
    .deleteFrom('follower')
    .where('uri', '=', it.actor)
    .where((where) =>
      where.or([
        ...(followId ? [where('follow_id', '=', followId)] : []),
        ...(actor ? [where('actor_id', '=', actor.id)] : [])
      ])
    )
    .returning('actor_id')
    .execute()
  for (const { actor_id } of gone) {
    await countFollowers(it.tx, actor_id)
    record(it.tx, remote, 'actor.unfollowed', actor_id)
  }
  return gone.length > 0
}
