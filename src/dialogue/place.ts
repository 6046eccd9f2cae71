// Where an incoming message belongs: under what it answers, in its network's thread, or in a conversation of its own.
import { type Insertable, sql } from 'kysely'
import type { IncomingMessage } from '#channels/contract.ts'
import { isOpenAt } from '#municipality/hours.ts'
import type { Tx } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.ts'
import { newId } from '#platform/id.ts'
import { route, type Routing } from '#routing/route.ts'
import { clockPlan } from './clock/plan.ts'
import {
  type Filing,
  findTargets,
  foreseenTarget,
  isLocked,
  lockRemotes,
  type Target,
  topicsOfPost
} from './foresight.ts'
import { clockOfFirst, lockConversation, rowOfFirst } from './row.ts'
import type { Conversation } from './types.ts'

/** Serialises all work on one remote thing until the transaction ends; two of the same kind of thing at once become one. */
export async function lockRemote(tx: Tx, network: string, remoteId: string): Promise<void> {
  if (!isLocked(tx, network, remoteId)) await lockRemotes(tx, network, [remoteId])
}

/**
 * Finds a message or something of ours by its remote id, on any channel of the network: an answer to the city's post may
 * arrive through the department's account.
 */
export async function findTarget(tx: Tx, network: string, remoteId: string): Promise<Target | null> {
  const known = foreseenTarget(tx, network, remoteId)
  if (known !== undefined) return known
  return (await findTargets(tx, network, [remoteId])).get(remoteId)!
}

/** What is known of the message before it is written. */
export interface FirstMessage {
  contactId: string
  name: string
  at: Date
  receivedAt: Date
}

/** A conversation that is here and locked, or one that begins with this message and is not written yet. */
export type Place =
  | { conversation: Conversation; begins: null; inReplyTo: string | null }
  | { conversation: null; begins: Beginning; inReplyTo: null }

export type Beginning = Insertable<DB['conversation']>

/** Finds the conversation of a message and locks it, or says how one begins. */
export async function placeMessage(
  tx: Tx,
  incoming: IncomingMessage,
  parent: Target | null,
  first: FirstMessage
): Promise<Place> {
  if (parent?.conversationId)
    return {
      conversation: await lockConversation(tx, parent.conversationId),
      begins: null,
      inReplyTo: parent.messageId
    }
  let postId = incoming.postId ?? parent?.postId ?? null
  const isKnownPost = postId !== null && postId === parent?.postId
  if (!postId && incoming.thread) {
    await lockRemote(tx, incoming.network, `thread ${incoming.thread}`)
    const known = await conversationOfThread(tx, incoming, incoming.thread)
    // Below a post of ours many talk in one thread: what answers an unknown one of them is a conversation about the post.
    if (known && !known.post_id)
      return { conversation: await lockConversation(tx, known.id), begins: null, inReplyTo: null }
    postId = known?.post_id ?? null
  }
  const filing = isKnownPost ? parent!.filing : postId ? await filingOf(tx, postId) : null
  return { conversation: null, begins: await beginning(tx, incoming, postId, filing, first), inReplyTo: null }
}

/**
 * The conversation of a network's thread. A thread's name can be guessed: where something is not public, only who spoke there
 * before comes back in by it, lest a stranger's words (and the answer to them) stand among another's private ones.
 */
async function conversationOfThread(
  tx: Tx,
  incoming: IncomingMessage,
  thread: string
): Promise<{ id: string; post_id: string | null } | undefined> {
  const { rows } = await sql<{ id: string; post_id: string | null }>`
    select coalesce(c.merged_into, c.id) as id, c.post_id from conversation c
    where c.channel_id = ${incoming.channelId} and c.remote_thread = ${thread} and (
      not exists (select 1 from message m where m.conversation_id = coalesce(c.merged_into, c.id) and m.visibility not in ('public', 'unlisted', 'internal'))
      or exists (select 1 from message m join contact on contact.id = m.contact_id
        where m.conversation_id = coalesce(c.merged_into, c.id) and contact.network = ${incoming.network} and contact.remote_id = ${incoming.author.remoteId})
    )
    order by c.last_message_at desc limit 1`.execute(tx)
  return rows[0]
}

/** Undefined: there is no such post. */
async function filingOf(tx: Tx, postId: string): Promise<Filing | undefined> {
  return tx.selectFrom('post').select(['unit_id as unitId', topicsOfPost]).where('id', '=', postId).executeTakeFirst()
}

async function beginning(
  tx: Tx,
  incoming: IncomingMessage,
  postId: string | null,
  filing: Filing | null | undefined,
  first: FirstMessage
): Promise<Beginning> {
  // Whose own mailbox or account was asked, or who was named on entering it, has it.
  const { routed, rule } = incoming.unitId
    ? { routed: null, rule: null }
    : await routeMessage(tx, incoming, filing ?? null, first.receivedAt)
  const unitId = incoming.unitId ?? (routed?.assigned ? routed.unit : null) ?? filing?.unitId ?? null
  return {
    id: newId(),
    channel_id: incoming.channelId,
    network: incoming.network,
    unit_id: unitId,
    post_id: filing ? postId : null,
    remote_thread: incoming.thread,
    visibility: incoming.visibility,
    contact_id: first.contactId,
    ...(routed && { routed: JSON.stringify(routed) }),
    own_resolve_minutes: incoming.resolveMinutes ?? null,
    ...(incoming.place && {
      place: incoming.place.words,
      latitude: incoming.place.latitude,
      longitude: incoming.place.longitude
    }),
    ...(rule?.priority && { priority: rule.priority }),
    ...(rule?.topic && { topic_id: rule.topic }),
    ...rowOfFirst({ ...first, text: incoming.text, held: incoming.held }),
    ...(await clockOfFirst(tx, {
      unit_id: unitId,
      channel_id: incoming.channelId,
      topics: filing?.topics ?? [],
      receivedAt: first.receivedAt,
      own_resolve_minutes: incoming.resolveMinutes ?? null
    }))
  }
}

/** Where a message belongs by the municipality's rules and by what was learned. */
export async function routeMessage(
  tx: Tx,
  incoming: IncomingMessage,
  filing: Filing | null,
  at: Date
): Promise<Routing> {
  const plan = await clockPlan(tx)
  return route(tx, {
    channel: incoming.channelId,
    text: incoming.text,
    language: incoming.language,
    topics: filing?.topics ?? [],
    postUnit: filing?.unitId ?? null,
    isOpen: () => isOpenAt(plan.calendarOf(null), at)
  })
}
