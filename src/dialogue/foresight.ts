// What a batch of deliveries is going to ask, asked once for all of them. One by one each delivery looks up what it
// answers, whether it is here already and who said it; those trips to the database are most of what taking in costs.
import { sql } from 'kysely'
import type { Tx } from '#platform/database/database.ts'

/** What a remote id of the same network stands for here. */
export interface Target {
  messageId: string | null
  conversationId: string | null
  postId: string | null
  /** Where the post is filed, if there is one. */
  filing: Filing | null
}

/** What of a post's filing a conversation about it needs. */
export interface Filing {
  unitId: string
  topics: string[]
}

export const topicsOfPost = sql<string[]>`array(select topic_id from post_topic where post_id = post.id limit 50)`.as(
  'topics'
)

/** Somebody elsewhere as we know them. */
export interface KnownContact {
  id: string
  name: string
  handle: string | null
  profile_url: string | null
  avatar_url: string | null
}

/** What deliveries of one network speak of. */
export interface Foreseeable {
  network: string
  /** Remote ids of what they bring or change: locked, then looked up. */
  objects: string[]
  /** Remote ids of what they answer. */
  targets: string[]
  /** Remote ids of who speaks. */
  authors: string[]
}

interface Foreseen {
  locked: Set<string>
  targets: Map<string, Target | null>
  contacts: Map<string, KnownContact | null>
}
const foreseen = new WeakMap<Tx, Foreseen>()
const keyOf = (network: string, remoteId: string) => `${network} ${remoteId}`

/** Asks for everything that `what` speaks of; until the transaction ends the functions below answer from it. */
export async function foresee(tx: Tx, what: Foreseeable): Promise<void> {
  const known: Foreseen = foreseen.get(tx) ?? { locked: new Set(), targets: new Map(), contacts: new Map() }
  const { network } = what
  const objects = [...new Set(what.objects)]
  await lockRemotes(tx, network, objects)
  // Looked up after the lock: whatever another transaction made of them is seen.
  const targets = await findTargets(tx, network, [...new Set([...objects, ...what.targets])])
  const contacts = await findContacts(tx, network, [...new Set(what.authors)])
  for (const id of objects) known.locked.add(keyOf(network, id))
  for (const [id, target] of targets) known.targets.set(keyOf(network, id), target)
  for (const [id, contact] of contacts) known.contacts.set(keyOf(network, id), contact)
  foreseen.set(tx, known)
}

export function isLocked(tx: Tx, network: string, remoteId: string): boolean {
  return foreseen.get(tx)?.locked.has(keyOf(network, remoteId)) ?? false
}

/** Undefined: nobody asked. Null: there is none. */
export function foreseenTarget(tx: Tx, network: string, remoteId: string): Target | null | undefined {
  return foreseen.get(tx)?.targets.get(keyOf(network, remoteId))
}

/** Undefined: nobody asked. Null: there is none. */
export function foreseenContact(tx: Tx, network: string, remoteId: string): KnownContact | null | undefined {
  return foreseen.get(tx)?.contacts.get(keyOf(network, remoteId))
}

/** Something came to be in this transaction, and later deliveries of the batch may speak of it. */
export function nowKnown(tx: Tx, network: string, remoteId: string, target: Target): void {
  foreseen.get(tx)?.targets.set(keyOf(network, remoteId), target)
}

/** The same for somebody. */
export function nowMet(tx: Tx, network: string, remoteId: string, contact: KnownContact): void {
  foreseen.get(tx)?.contacts.set(keyOf(network, remoteId), contact)
}

/**
 * Serialises all work on these remote things until the transaction ends; two of the same kind of thing at once become one.
 * Always in the same order, so that two batches never wait for each other crosswise.
 */
export async function lockRemotes(tx: Tx, network: string, remoteIds: string[]): Promise<void> {
  if (remoteIds.length === 0) return
  const names = JSON.stringify(remoteIds.map((id) => `${tx.municipalityId} ${network} ${id}`))
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 7) as key from jsonb_array_elements_text(${names}::jsonb) as names (name)
      order by key offset 0
    ) as keys`.execute(tx)
}

/** Finds messages or things of ours by their remote ids, on any channel of the network. Null where there is none. */
export async function findTargets(tx: Tx, network: string, remoteIds: string[]): Promise<Map<string, Target | null>> {
  const found = new Map<string, Target | null>(remoteIds.map((id) => [id, null]))
  if (remoteIds.length === 0) return found
  // One by one inside the statement: both arms are then index look-ups (message's unique key, publication_remote) over the
  // few channels of the network. Planned each time: while the tables are small the search's index looks cheaper, and is not.
  const { rows } = await sql<Omit<Target, 'filing'> & { remoteId: string; unitId: string | null; topics: string[] }>`
    /* plan anew */ with own as (select id from channel where network = ${network} limit 1000)
    select asked.id as "remoteId", found.*,
      array(select topic_id from post_topic where post_id = found."postId" limit 50) as topics
    from jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb) as asked (id)
    cross join lateral (
      (select m.id as "messageId", m.conversation_id as "conversationId", c.post_id as "postId", post.unit_id as "unitId"
        from message m
        join conversation c on c.id = m.conversation_id
        left join post on post.id = c.post_id
        where m.channel_id = any(array(select id from own)) and m.remote_id = asked.id limit 1)
      union all
      (select p.message_id, m.conversation_id, coalesce(p.post_id, c.post_id), post.unit_id
        from publication p
        left join message m on m.id = p.message_id
        left join conversation c on c.id = m.conversation_id
        left join post on post.id = coalesce(p.post_id, c.post_id)
        where p.channel_id = any(array(select id from own)) and p.remote_id = asked.id limit 1)
      limit 1
    ) as found`.execute(tx)
  for (const { remoteId, unitId, topics, ...target } of rows) {
    found.set(remoteId, { ...target, filing: unitId ? { unitId, topics } : null })
  }
  return found
}

/** Who is known, locked against being let go, but not against others who read. */
export async function findContacts(
  tx: Tx,
  network: string,
  remoteIds: string[]
): Promise<Map<string, KnownContact | null>> {
  const found = new Map<string, KnownContact | null>(remoteIds.map((id) => [id, null]))
  if (remoteIds.length === 0) return found
  const { rows } = await sql<KnownContact & { remote_id: string }>`
    select known.* from (
      select id from jsonb_array_elements_text(${JSON.stringify(remoteIds)}::jsonb) as asked (id) order by id
    ) as asked
    cross join lateral (
      select id, name, handle, profile_url, avatar_url, remote_id from contact
      where network = ${network} and remote_id = asked.id limit 1 for key share
    ) as known`.execute(tx)
  for (const { remote_id: remoteId, ...contact } of rows) found.set(remoteId, contact)
  return found
}
