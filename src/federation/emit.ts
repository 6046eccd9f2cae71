/** Something one of our actors says: an immutable activity, and the inboxes it has to reach. */
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import type { Json } from './activityJson.ts'
import { activityAddress, followersAddress, publicAudience } from './addresses.ts'
import type { OwnActor } from './actors.ts'
import { fanOutJob } from './fanout.ts'
import type { Home } from './home.ts'
import type { Visibility } from './noteJson.ts'
import { withProof } from './proof.ts'

export interface Emission {
  /** Given where saying it twice must be one: the publication's id. */
  id?: string
  type: string
  /** The object, its address, or the addresses of several. */
  object: Json | string | string[]
  objectId: string | null
  visibility: Visibility
  /** Whom else it speaks to, by address. */
  to?: string[]
  /** Inboxes beyond those of the followers. */
  inboxes?: string[]
  extra?: Json
  postId?: string | null
  messageId?: string | null
}

export const context = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/v1',
  'https://w3id.org/security/data-integrity/v1',
  {
    Hashtag: 'as:Hashtag',
    sensitive: 'as:sensitive',
    toot: 'http://joinmastodon.org/ns#',
    Emoji: 'toot:Emoji',
    blurhash: 'toot:blurhash',
    focalPoint: { '@container': '@list', '@id': 'toot:focalPoint' },
    preview: { '@id': 'as:preview', '@type': '@id' }
  }
]

/** Who is addressed, as the field `to` and `cc` of an activity and its object. */
export function audienceOf(home: Home, actor: OwnActor, visibility: Visibility, to: string[] = []) {
  const followers = followersAddress(home.origin, actor.id)
  switch (visibility) {
    case 'public':
      return { to: [publicAudience], cc: [followers, ...to] }
    case 'unlisted':
      return { to: [followers, ...to], cc: [publicAudience] }
    case 'followers':
      return { to: [followers, ...to], cc: [] }
    case 'direct':
      return { to, cc: [] }
  }
}

/** Writes the activity and has it delivered after the commit. The same id again changes nothing. */
export async function emit(
  tx: Tx,
  home: Home,
  actor: OwnActor,
  what: Emission
): Promise<{ id: string; isNew: boolean }> {
  const id = what.id ?? newId()
  const at = now()
  const body = await withProof(tx, home, actor, {
    '@context': context,
    id: activityAddress(home.origin, id),
    type: what.type,
    actor: actor.address,
    published: at.toISOString(),
    ...audienceOf(home, actor, what.visibility, what.to),
    ...what.extra,
    object: what.object
  })
  const added = await tx
    .insertInto('activity')
    .values({
      id,
      actor_id: actor.id,
      kind: what.type,
      object_id: what.objectId,
      body: JSON.stringify(body),
      visibility: what.visibility,
      post_id: what.postId ?? null,
      message_id: what.messageId ?? null,
      at
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return { id, isNew: false }
  const inboxes = [...new Set(what.inboxes ?? [])]
  if (inboxes.length > 0) {
    await sql`
      insert into delivery (activity_id, inbox, due_at) select ${id}::uuid, inbox, ${at}::timestamptz
      from unnest(${inboxes}::text[]) as inbox`.execute(tx)
  }
  await fanOutJob.send(tx, { m: tx.municipalityId, activity: id })
  return { id, isNew: true }
}
