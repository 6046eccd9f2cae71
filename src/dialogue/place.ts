// Where an incoming message belongs: under what it answers, in its network's thread, or in a conversation of its own.
import { sql } from 'kysely'
import type { IncomingMessage } from '#channels/contract.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { clockOfFirst, lockConversation, rowOfFirst } from './row.ts'
import type { Conversation } from './types.ts'

/** What a remote id of the same network stands for here. */
export interface Target {
  messageId: string | null
  conversationId: string | null
  postId: string | null
}

/** Serialises all work on one remote thing until the transaction ends; two of the same kind of thing at once become one. */
export async function lockRemote(tx: Tx, network: string, remoteId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.municipalityId} ${network} ${remoteId}`}, 7))`.execute(
    tx
  )
}

/**
 * Finds a message or something of ours by its remote id, on any channel of the network: an answer to the city's post may
 * arrive through the department's account.
 */
export async function findTarget(tx: Tx, network: string, remoteId: string): Promise<Target | null> {
  // Both arms are index look-ups (message's unique key, publication_remote) over the few channels of the network.
  const { rows } = await sql<Target>`
    with own as (select id from channel where network = ${network} limit 1000)
    (select m.id as "messageId", m.conversation_id as "conversationId", c.post_id as "postId"
      from message m join conversation c on c.id = m.conversation_id
      where m.channel_id = any(array(select id from own)) and m.remote_id = ${remoteId} limit 1)
    union all
    (select p.message_id, m.conversation_id, coalesce(p.post_id, c.post_id)
      from publication p
      left join message m on m.id = p.message_id
      left join conversation c on c.id = m.conversation_id
      where p.channel_id = any(array(select id from own)) and p.remote_id = ${remoteId} limit 1)
    limit 1`.execute(tx)
  return rows[0] ?? null
}

/** What is known of the message before it is written. */
export interface FirstMessage {
  contactId: string
  name: string
  at: Date
  receivedAt: Date
}

export interface Place {
  conversation: Conversation
  isNew: boolean
  inReplyTo: string | null
}

/** Finds the conversation of a message and locks it, or starts one. */
export async function placeMessage(
  tx: Tx,
  incoming: IncomingMessage,
  parent: Target | null,
  first: FirstMessage
): Promise<Place> {
  if (parent?.conversationId)
    return {
      conversation: await lockConversation(tx, parent.conversationId),
      isNew: false,
      inReplyTo: parent.messageId
    }
  let postId = incoming.postId ?? parent?.postId ?? null
  if (!postId && incoming.thread) {
    await lockRemote(tx, incoming.network, `thread ${incoming.thread}`)
    const known = await conversationOfThread(tx, incoming, incoming.thread)
    // Below a post of ours many talk in one thread: what answers an unknown one of them is a conversation about the post.
    if (known && !known.post_id)
      return { conversation: await lockConversation(tx, known.id), isNew: false, inReplyTo: null }
    postId = known?.post_id ?? null
  }
  return { conversation: await startConversation(tx, incoming, postId, first), isNew: true, inReplyTo: null }
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
    select c.id, c.post_id from conversation c
    where c.channel_id = ${incoming.channelId} and c.remote_thread = ${thread} and (
      not exists (select 1 from message m where m.conversation_id = c.id and m.visibility not in ('public', 'unlisted', 'internal'))
      or exists (select 1 from message m join contact on contact.id = m.contact_id
        where m.conversation_id = c.id and contact.network = ${incoming.network} and contact.remote_id = ${incoming.author.remoteId})
    )
    order by c.last_message_at desc limit 1`.execute(tx)
  return rows[0]
}

const topicsOfPost = sql<string[]>`array(select topic_id from post_topic where post_id = post.id limit 50)`.as('topics')

async function startConversation(
  tx: Tx,
  incoming: IncomingMessage,
  postId: string | null,
  first: FirstMessage
): Promise<Conversation> {
  const post = postId
    ? await tx.selectFrom('post').select(['unit_id', topicsOfPost]).where('id', '=', postId).executeTakeFirst()
    : undefined
  const unitId = incoming.unitId ?? post?.unit_id ?? null
  const row = await tx
    .insertInto('conversation')
    .values({
      id: newId(),
      channel_id: incoming.channelId,
      network: incoming.network,
      unit_id: unitId,
      post_id: post ? postId : null,
      remote_thread: incoming.thread,
      visibility: incoming.visibility,
      contact_id: first.contactId,
      ...rowOfFirst({ ...first, text: incoming.text, held: incoming.held }),
      ...(await clockOfFirst(tx, {
        unit_id: unitId,
        channel_id: incoming.channelId,
        topics: post?.topics ?? [],
        receivedAt: first.receivedAt
      }))
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as Conversation
}
