import { sql, type Insertable } from 'kysely'
import type {
  Incoming,
  IncomingDeletion,
  IncomingEdit,
  IncomingFailure,
  IncomingMessage,
  IncomingReaction,
  IncomingReactionEnd,
  IncomingReply
} from '#channels/contract.ts'
import { noteUndelivered } from '#channels/outcome.ts'
import { citizen, remote, system, type Outsider } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.ts'
import { newId } from '#platform/id.ts'
import { Refusal } from '#platform/refusal.ts'
import { versionOf } from '#privacy/shownNotice.ts'
import { record } from '#platform/journal/journal.ts'
import { giveFirstNotice } from './clock/first-notice.ts'
import { keepContact } from './contact.ts'
import { moveCounts } from './counts.ts'
import { giveFiles } from './files.ts'
import { nothingStands } from './stands.ts'
import { keepIfOpen } from './moderation/open-matters.ts'
import { restraintOn } from './moderation/restraints.ts'
import { wipeMessage } from './wipe.ts'
import { nowKnown, type Target } from './foresight.ts'
import { type Beginning, findTarget, lockRemote, placeMessage, routeMessage } from './place.ts'
import { receiveColleagueAnswer } from './reply.ts'
import { lockConversation, refreshConversation, type RowChange } from './row.ts'
import type { Conversation, ConversationState, Message } from './types.ts'

/** What became of it. `known`: it was here before; `unknown-target`: it speaks of something that is not here (yet). */
export interface Received {
  outcome: 'new' | 'known' | 'changed' | 'deleted' | 'reacted' | 'unknown-target'
  messageId: string | null
  conversationId: string | null
}

const nothing: Received = { outcome: 'unknown-target', messageId: null, conversationId: null }

/**
 * Takes in what somebody outside said, changed, took back or reacted with. The same thing may come any number of times
 * and from several processes at once: it is visible exactly once.
 */
export async function receive(tx: Tx, incoming: Incoming): Promise<Received> {
  switch (incoming.kind) {
    case 'message':
      return receiveMessage(tx, incoming)
    case 'edit':
      return receiveEdit(tx, incoming)
    case 'deletion':
      return receiveDeletion(tx, incoming)
    case 'reaction':
      return receiveReaction(tx, incoming)
    case 'reaction-end':
      return receiveReactionEnd(tx, incoming)
    case 'failure':
      return receiveFailure(tx, incoming)
    case 'reply':
      return receiveReply(tx, incoming)
  }
}

async function receiveMessage(tx: Tx, incoming: IncomingMessage): Promise<Received> {
  const { answers } = incoming
  const parent = answers
    ? { ...answers, postId: null, filing: null }
    : incoming.inReplyTo
      ? await findTarget(tx, incoming.network, incoming.inReplyTo)
      : null
  return takeMessage(tx, incoming, parent, remote)
}

/** Takes in a message whose parent is known already, as for comments on the own site. */
export async function takeMessage(
  tx: Tx,
  incoming: IncomingMessage,
  parent: Target | null,
  who: Outsider = citizen
): Promise<Received> {
  await lockRemote(tx, incoming.network, incoming.remoteId)
  const known = await findTarget(tx, incoming.network, incoming.remoteId)
  if (known) return { outcome: 'known', messageId: known.messageId, conversationId: known.conversationId }
  const receivedAt = now()
  // A clock elsewhere that runs ahead must not hold the place at the end.
  const at = incoming.at > receivedAt ? receivedAt : incoming.at
  const name = incoming.author.name.slice(0, 200)
  const contactId = await keepContact(tx, incoming.author)
  const place = await placeMessage(tx, incoming, parent, { contactId, name, at, receivedAt })
  const postId = place.conversation?.post_id ?? place.begins?.post_id ?? null
  const restraint = await restraintOn(tx, incoming, postId)
  const isRefused = restraint?.state === 'rejected'
  const id = newId()
  const message: Insertable<DB['message']> = {
    id,
    conversation_id: place.conversation?.id ?? place.begins!.id,
    direction: 'in',
    state: restraint?.state ?? (incoming.held ? 'held' : 'visible'),
    decision_id: restraint?.decision ?? null,
    decision_reason: restraint?.reason ?? null,
    visibility: incoming.visibility,
    channel_id: incoming.channelId,
    remote_id: incoming.remoteId,
    remote_url: incoming.remoteUrl,
    in_reply_to: place.inReplyTo,
    contact_id: contactId,
    author_name: name,
    html: incoming.html,
    text: incoming.text,
    language: incoming.language,
    content_warning: incoming.contentWarning,
    emojis: JSON.stringify(incoming.emojis),
    attachments: JSON.stringify(incoming.attachments),
    quoted: incoming.quoted ?? '',
    envelope: incoming.envelope ? JSON.stringify(incoming.envelope) : null,
    // Within a dialogue a program's words count for nothing: nobody waits for an answer to an absence note.
    automatic: incoming.isAutomatic === true && place.conversation !== null,
    link_hash: incoming.linkHash ?? null,
    notice_version: incoming.noticeVersion ? await versionOf(tx, incoming.noticeVersion) : null,
    way: incoming.way ?? null,
    hold_reasons: JSON.stringify(incoming.holdReasons ?? []),
    hold_until: incoming.holdUntil ?? null,
    at,
    received_at: receivedAt
  }
  const conversation = place.conversation
    ? await addMessage(tx, place.conversation, message)
    : await beginWith(tx, place.begins, message)
  await giveFiles(tx, id, incoming.files ?? [])
  nowKnown(tx, incoming.network, incoming.remoteId, {
    messageId: id,
    conversationId: conversation.id,
    postId: conversation.post_id,
    filing: null
  })
  if (place.begins) {
    await moveCounts(tx, null, conversation)
    record(tx, who, 'conversation.started', conversation, {
      message: id,
      channel: incoming.channelId,
      unit: conversation.unit_id,
      ...(conversation.routed?.assigned && { routed: conversation.routed.by })
    })
    if (restraint) await refreshConversation(tx, conversation, isRefused ? asleep(receivedAt) : {})
  } else if (isRefused || incoming.isAutomatic) {
    await refreshConversation(tx, conversation)
  } else {
    const placed = conversation.unit_id ? {} : await placeLater(tx, conversation, incoming, receivedAt)
    await refreshConversation(tx, conversation, { unread: true, ...comesBack(conversation), ...placed })
  }
  record(tx, who, 'message.received', id, {
    conversation: conversation.id,
    held: message.state === 'held',
    ...(message.state === 'visible' && postOf(conversation))
  })
  if (place.begins && !isRefused) await giveFirstNotice(tx, conversation, incoming, id, receivedAt)
  return { outcome: 'new', messageId: id, conversationId: conversation.id }
}

/** What nobody has may find its unit by what is said later. */
async function placeLater(tx: Tx, conversation: Conversation, incoming: IncomingMessage, at: Date) {
  const { routed, rule } = await routeMessage(tx, incoming, null, at)
  if (!routed) return {}
  if (routed.assigned)
    record(tx, system, 'conversation.routed', conversation, {
      unit: routed.unit,
      ...(routed.rule && { rule: routed.rule })
    })
  return {
    routed: JSON.stringify(routed),
    ...(routed.assigned && { unit_id: routed.unit }),
    ...(rule?.priority && { priority: rule.priority }),
    ...(rule?.topic && { topic_id: rule.topic })
  }
}

async function addMessage(tx: Tx, to: Conversation, message: Insertable<DB['message']>): Promise<Conversation> {
  await tx.insertInto('message').values(message).execute()
  return to
}

/** Both rows in one statement. */
async function beginWith(tx: Tx, begins: Beginning, message: Insertable<DB['message']>): Promise<Conversation> {
  const row = await tx
    .with('begun', (one) => one.insertInto('conversation').values(begins).returningAll())
    .with('said', (one) => one.insertInto('message').values(message))
    .selectFrom('begun')
    .selectAll()
    .executeTakeFirstOrThrow()
  return row as Conversation
}

/** What a blocked author writes publicly wakes nobody. */
function asleep(at: Date): RowChange {
  return { state: 'done', done_at: at, unread: false }
}

/** A citizen who writes again brings back what was done or waited. */
function comesBack(conversation: Conversation): { state: ConversationState; done_at: null } {
  const { state } = conversation
  if (state === 'done') return { state: 'reopened', done_at: null }
  return { state: state === 'waiting' || state === 'waiting_inside' ? 'open' : state, done_at: null }
}

async function receiveEdit(tx: Tx, edit: IncomingEdit): Promise<Received> {
  const found = await lockMessageOf(tx, edit.channelId, edit.remoteId)
  if (!found) return nothing
  const { message, conversation } = found
  const answer = { messageId: message.id, conversationId: conversation.id }
  if (message.direction !== 'in' || message.state === 'deleted') return { outcome: 'known', ...answer }
  if (message.edited_at && edit.at <= message.edited_at) return { outcome: 'known', ...answer }
  const unchanged =
    message.html === edit.html &&
    message.content_warning === edit.contentWarning &&
    JSON.stringify(message.attachments) === JSON.stringify(edit.attachments)
  if (unchanged) return { outcome: 'known', ...answer }
  await tx
    .updateTable('message')
    .set({
      html: edit.html,
      text: edit.text,
      content_warning: edit.contentWarning,
      attachments: JSON.stringify(edit.attachments),
      // Nobody slips new words under an approval.
      ...(edit.held && message.state === 'visible' && { state: 'held' }),
      edited_at: edit.at > now() ? now() : edit.at
    })
    .where('id', '=', message.id)
    .execute()
  await refreshConversation(tx, conversation, { unread: true })
  record(tx, remote, 'message.edited', message.id, { conversation: conversation.id, ...postOf(conversation) })
  return { outcome: 'changed', ...answer }
}

async function receiveDeletion(tx: Tx, deletion: IncomingDeletion): Promise<Received> {
  const found = await lockMessageOf(tx, deletion.channelId, deletion.remoteId)
  if (!found) return nothing
  const { message, conversation } = found
  const answer = { messageId: message.id, conversationId: conversation.id }
  if (message.direction !== 'in' || message.state === 'deleted') return { outcome: 'known', ...answer }
  await keepIfOpen(tx, remote, message.id, deletion.by)
  await wipeMessage(tx, message, deletion.by)
  await refreshAfterDeletion(tx, conversation)
  record(tx, remote, 'message.deleted', message.id, {
    conversation: conversation.id,
    by: deletion.by,
    ...postOf(conversation)
  })
  return { outcome: 'deleted', ...answer }
}

/** When everything the other side said is gone, nobody waits for an answer any more. */
export async function refreshAfterDeletion(tx: Tx, conversation: Conversation): Promise<void> {
  const isEmpty = conversation.state !== 'done' && (await nothingStands(tx, conversation.id))
  await refreshConversation(tx, conversation, isEmpty ? { state: 'done', done_at: now(), unread: false } : {})
}

async function receiveReaction(tx: Tx, reaction: IncomingReaction): Promise<Received> {
  const network = await networkOfChannel(tx, reaction.channelId)
  const target = await findTarget(tx, network, reaction.target)
  if (!target || !(target.postId ?? target.messageId)) return nothing
  const added = await tx
    .insertInto('reaction')
    .values({
      id: newId(),
      channel_id: reaction.channelId,
      remote_id: reaction.remoteId,
      actor: reaction.actor,
      kind: reaction.reaction,
      emoji: reaction.emoji,
      post_id: target.messageId ? null : target.postId,
      message_id: target.messageId,
      at: reaction.at > now() ? now() : reaction.at
    })
    // The same activity again, or the same person's second like of the same thing.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  const answer = { messageId: target.messageId, conversationId: target.conversationId }
  if (!added) {
    // The newer activity is the one that will be undone.
    await sql`
      update reaction set remote_id = ${reaction.remoteId}, channel_id = ${reaction.channelId}
      where actor = ${reaction.actor} and kind = ${reaction.reaction} and coalesce(emoji, '') = ${reaction.emoji ?? ''}
        and coalesce(post_id, message_id) = ${target.messageId ?? target.postId}
        and not exists (select 1 from reaction where channel_id = ${reaction.channelId} and remote_id = ${reaction.remoteId})
    `.execute(tx)
    return { outcome: 'known', ...answer }
  }
  recordReaction(tx, 'reacted', target.postId, target)
  return { outcome: 'reacted', ...answer }
}

async function receiveReactionEnd(tx: Tx, end: IncomingReactionEnd): Promise<Received> {
  const gone = await tx
    .deleteFrom('reaction')
    .where('channel_id', '=', end.channelId)
    .where('remote_id', '=', end.remoteId)
    .where('actor', '=', end.actor)
    .returning(['post_id', 'message_id'])
    .executeTakeFirst()
  if (!gone) return nothing
  recordReaction(tx, 'unreacted', gone.post_id, { messageId: gone.message_id, conversationId: null })
  return { outcome: 'reacted', messageId: gone.message_id, conversationId: null }
}

function recordReaction(
  tx: Tx,
  what: 'reacted' | 'unreacted',
  postId: string | null,
  target: { messageId: string | null; conversationId: string | null }
): void {
  if (target.messageId)
    record(tx, remote, `message.${what}`, target.messageId, {
      ...(target.conversationId && { conversation: target.conversationId }),
      ...(postId && { post: postId })
    })
  else if (postId) record(tx, remote, `publication.${what}`, postId, { post: postId })
}

/** The message with this remote id on any channel of the network, locked with its conversation (the conversation first). */
async function lockMessageOf(
  tx: Tx,
  channelId: string,
  remoteId: string
): Promise<{ message: Message; conversation: Conversation } | null> {
  const network = await networkOfChannel(tx, channelId)
  await lockRemote(tx, network, remoteId)
  const target = await findTarget(tx, network, remoteId)
  if (!target?.messageId || !target.conversationId) return null
  const conversation = await lockConversation(tx, target.conversationId)
  const message = await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', target.messageId)
    .executeTakeFirstOrThrow()
  return { message: message as Message, conversation }
}

async function networkOfChannel(tx: Tx, channelId: string): Promise<string> {
  const { network } = await tx
    .selectFrom('channel')
    .select('network')
    .where('id', '=', channelId)
    .executeTakeFirstOrThrow()
  return network
}

async function receiveReply(tx: Tx, { token, text, otherwise }: IncomingReply): Promise<Received> {
  try {
    const { conversation } = await receiveColleagueAnswer(tx, token, text)
    return { outcome: 'changed', messageId: null, conversationId: conversation }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Too late, or somebody else's: then it is a message like any other, and nothing is lost.
    return receiveMessage(tx, otherwise)
  }
}

/** Whoever answered has to know that it did not arrive: the conversation comes back. */
async function receiveFailure(tx: Tx, failure: IncomingFailure): Promise<Received> {
  const found = await tx
    .selectFrom('message')
    .select('conversation_id')
    .where('id', '=', failure.messageId)
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!found) return nothing
  const conversation = await lockConversation(tx, found.conversation_id)
  const answer = { messageId: failure.messageId, conversationId: conversation.id }
  if (!(await noteUndelivered(tx, failure.messageId, failure.problem, failure.isFinal)))
    return { outcome: 'known', ...answer }
  await refreshConversation(tx, conversation, failure.isFinal ? { unread: true, ...comesBack(conversation) } : {})
  if (failure.isFinal) record(tx, remote, 'message.undelivered', failure.messageId, { conversation: conversation.id })
  return { outcome: 'changed', ...answer }
}

function postOf(conversation: Conversation): { post: string } | Record<string, never> {
  return conversation.post_id ? { post: conversation.post_id } : {}
}
