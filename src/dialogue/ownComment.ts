// What the author of a comment sees and may do with the private link: follow, correct, delete.
import { citizen } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { hashToken, newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { checkComment } from './comment.ts'
import { refreshAfterDeletion } from './receive.ts'
import { lockConversation, refreshConversation } from './row.ts'
import type { Conversation, Message, MessageState } from './types.ts'
import { wipeMessage } from './wipe.ts'

export interface OwnComment {
  id: string
  name: string
  text: string
  html: string
  state: MessageState
  reason: string | null
  at: Date
  editedAt: Date | null
  deletedAt: Date | null
  email: string | null
  post: { slug: string; title: string } | null
  /** Answers of the administration in the same conversation. */
  answers: { id: string; html: string; at: Date; unit: string | null }[]
  /** What the program said outside of service hours, until there is an answer. */
  firstNotice: { html: string; at: Date } | null
  canCorrect: boolean
  canDelete: boolean
}

/** The comment behind a private link, with what became of it. @throws NotFound */
export async function readOwnComment(tx: Tx, token: string): Promise<OwnComment> {
  const row = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .leftJoin('post', 'post.id', 'conversation.post_id')
    .leftJoin('post_version', (join) =>
      join.onRef('post_version.post_id', '=', 'post.id').onRef('post_version.number', '=', 'post.version_number')
    )
    .selectAll('message')
    .select(['contact.email', 'post.slug', 'post_version.title'])
    .where('message.link_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new NotFound('linkNotFound')
  const answers = await tx
    .selectFrom('message')
    .leftJoin('unit', 'unit.id', 'message.unit_id')
    .select(['message.id', 'message.html', 'message.at', 'message.automatic', 'unit.name'])
    .where('message.conversation_id', '=', row.conversation_id)
    .where('message.direction', '=', 'out')
    .where('message.visibility', 'in', ['public', 'unlisted', 'direct'])
    .where('message.state', 'in', ['sending', 'sent', 'failed'])
    .where('message.received_at', '>=', row.received_at)
    .orderBy('message.received_at')
    .limit(50)
    .execute()
  const given = answers.filter((one) => !one.automatic)
  const notice = answers.find((one) => one.automatic)
  const state = row.state as MessageState
  return {
    id: row.id,
    name: row.author_name,
    text: row.text,
    html: row.html,
    state,
    reason: row.decision_reason,
    at: row.at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    email: row.email,
    post: row.slug && row.title ? { slug: row.slug, title: row.title } : null,
    answers: given.map(({ id, html, at, name }) => ({ id, html, at, unit: name })),
    firstNotice: given.length === 0 && notice ? { html: notice.html, at: notice.at } : null,
    canCorrect: state === 'held' || state === 'visible',
    canDelete: state !== 'deleted'
  }
}

/**
 * Changes the text. While nobody has looked, it simply reads otherwise; a comment that was shown is marked as edited and
 * waits for a look again, so that nobody slips new words under an approval.
 * @throws NotFound, Invalid, Refusal `cannotCorrect`
 */
export async function correctOwnComment(tx: Tx, input: { token: string; text: string }): Promise<void> {
  const { message, conversation } = await lockOwn(tx, input.token)
  if (message.state !== 'held' && message.state !== 'visible') throw new Refusal('cannotCorrect')
  const { text } = checkComment({ name: message.author_name || '-', text: input.text })
  if (text === message.text) return
  const at = now()
  await tx
    .insertInto('incoming_raw')
    .values({
      id: newId(),
      channel_id: message.channel_id,
      remote_id: `${message.remote_id}:before:${newId()}`,
      kind: 'text-before-correction',
      body: JSON.stringify({ text: message.text }),
      state: 'understood',
      message_id: message.id,
      received_at: message.received_at,
      understood_at: at
    })
    .execute()
  const wasShown = message.state === 'visible'
  await tx
    .updateTable('message')
    .set({ text, html: plainToHtml(text), state: 'held', ...(wasShown && { edited_at: at }) })
    .where('id', '=', message.id)
    .execute()
  await refreshConversation(tx, conversation, {
    unread: true,
    ...(conversation.state === 'done' && { state: 'reopened' as const, done_at: null })
  })
  record(tx, citizen, 'message.edited', message.id, {
    conversation: conversation.id,
    ...postIf(conversation, wasShown)
  })
}

/** Takes the comment back: text, name, e-mail, raw copies and address go at once; a mark stays. @throws NotFound */
export async function deleteOwnComment(tx: Tx, input: { token: string }): Promise<void> {
  const { message, conversation } = await lockOwn(tx, input.token)
  if (message.state === 'deleted') return
  await wipeMessage(tx, message, 'author')
  await refreshAfterDeletion(tx, conversation)
  record(tx, citizen, 'message.deleted', message.id, {
    conversation: conversation.id,
    by: 'author',
    ...postIf(conversation, true)
  })
}

async function lockOwn(tx: Tx, token: string): Promise<{ message: Message; conversation: Conversation }> {
  const linkHash = hashToken(token)
  const found = await tx
    .selectFrom('message')
    .select(['id', 'conversation_id'])
    .where('link_hash', '=', linkHash)
    .executeTakeFirst()
  if (!found) throw new NotFound('linkNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  const message = await tx.selectFrom('message').selectAll().where('id', '=', found.id).executeTakeFirstOrThrow()
  return { message: message as Message, conversation }
}

function postIf(conversation: Conversation, isShown: boolean): { post: string } | Record<string, never> {
  return isShown && conversation.post_id ? { post: conversation.post_id } : {}
}
