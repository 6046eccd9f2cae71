// What the author of a comment sees and may do with the private link: follow, correct, delete.
import { loadMunicipality } from '#municipality/hosts.ts'
import { citizen } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { hashToken, newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { checkComment } from './comment.ts'
import { filesOf, type ShownFile } from './comments/file.ts'
import { type HoldReason, holdUntil, textReasons } from './comments/holds.ts'
import { knownContact } from './comments/known.ts'
import { keepIfOpen } from './moderation/open-matters.ts'
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
  /** The owner of the address said that it is theirs. */
  emailConfirmed: boolean
  /** Why it waits, while it does. */
  holds: HoldReason[]
  /** It appears by itself then. */
  holdUntil: Date | null
  file: ShownFile | null
  /** So many more good comments and the next ones appear at once; null: that is not the rule here. */
  goodMissing: number | null
  /** Whether the person may go on writing below the post from here. */
  canContinue: boolean
  post: { slug: string; title: string } | null
  /** Answers of the administration in the same conversation. */
  /** By whom: the unit, and the person where the municipality wants that. */
  answers: { id: string; html: string; at: Date; unit: string | null }[]
  /** What the program said outside of service hours, until there is an answer. */
  firstNotice: { html: string; at: Date } | null
  /** Which notice stood at the form, to be read again. */
  noticeVersion: string | null
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
    .select(['contact.email', 'contact.email_confirmed_at', 'post.slug', 'post.state as post_state'])
    .select(['post.comments', 'post_version.title'])
    .where('message.link_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new NotFound('linkNotFound')
  const theirs = tx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', row.conversation_id)
    .where((where) => where.or([where('id', '=', row.id), where('contact_id', '=', row.contact_id)]))
  const answers = await tx
    .selectFrom('message')
    .leftJoin('unit', 'unit.id', 'message.unit_id')
    .select([
      'message.id',
      'message.html',
      'message.at',
      'message.automatic',
      'message.author_name',
      'message.signs_person',
      'unit.name'
    ])
    .where('message.conversation_id', '=', row.conversation_id)
    .where('message.direction', '=', 'out')
    // What was said to one alone is for whoever it answers: others write in the same conversation, on other networks too.
    .where((where) =>
      where.or([
        where('message.visibility', 'in', ['public', 'unlisted']),
        where.and([where('message.visibility', '=', 'direct'), where('message.in_reply_to', 'in', theirs)])
      ])
    )
    .where('message.state', 'in', ['sending', 'sent', 'failed'])
    .where('message.received_at', '>=', row.received_at)
    .orderBy('message.received_at')
    .limit(50)
    .execute()
  const given = answers.filter((one) => !one.automatic)
  const notice = answers.find((one) => one.automatic)
  const state = row.state as MessageState
  const { comments: rules } = (await loadMunicipality(tx)).settings
  const known = row.contact_id ? await knownContact(tx, row.contact_id) : null
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
    emailConfirmed: row.email_confirmed_at !== null,
    holds: state === 'held' ? (row.hold_reasons as unknown as HoldReason[]) : [],
    holdUntil: state === 'held' ? row.hold_until : null,
    file: (await filesOf(tx, [row.id])).get(row.id) ?? null,
    goodMissing: rules.reviewAll || !known ? null : Math.max(0, rules.newcomerGood - known.good),
    canContinue: state !== 'deleted' && row.post_state === 'published' && row.comments === 'open',
    post: row.slug && row.title ? { slug: row.slug, title: row.title } : null,
    answers: given.map(({ id, html, at, name, author_name: person, signs_person: signs }) => ({
      id,
      html,
      at,
      unit: signs ? [person, name].filter(Boolean).join(', ') : name
    })),
    firstNotice: given.length === 0 && notice ? { html: notice.html, at: notice.at } : null,
    noticeVersion: row.notice_version,
    canCorrect: state === 'held' || state === 'visible',
    canDelete: state !== 'deleted'
  }
}

/**
 * Changes the text. While nobody has looked, it simply reads otherwise. A comment that was shown is marked as edited; it
 * stays only where its author is known and the new words give no reason to wait, so that nobody slips new words under an
 * approval. Where the administration has answered already, the desk is told.
 * @throws NotFound, Invalid, Refusal `cannotCorrect`
 */
export async function correctOwnComment(tx: Tx, input: { token: string; text: string }): Promise<void> {
  const { message, conversation } = await lockOwn(tx, input.token)
  if (message.state !== 'held' && message.state !== 'visible') throw new Refusal('cannotCorrect')
  const { text } = checkComment({ name: message.author_name || '-', text: input.text })
  if (text === message.text) return
  const at = now()
  await keepVersion(tx, message, at)
  const wasShown = message.state === 'visible'
  const isAnswered = wasShown && (await answeredSince(tx, message))
  const reasons = await reasonsAnew(tx, message, text, { wasShown, isAnswered })
  const isFree = reasons.length === 0 && (wasShown || (message.hold_reasons as unknown[]).length > 0)
  const { comments: rules } = (await loadMunicipality(tx)).settings
  await tx
    .updateTable('message')
    .set({
      text,
      html: plainToHtml(text),
      state: isFree ? 'visible' : 'held',
      hold_reasons: JSON.stringify(reasons),
      hold_until: holdUntil(rules, reasons, at),
      ...(wasShown && { edited_at: at })
    })
    .where('id', '=', message.id)
    .execute()
  await refreshConversation(tx, conversation, {
    unread: true,
    ...(conversation.state === 'done' && { state: 'reopened' as const, done_at: null })
  })
  record(tx, citizen, 'message.edited', message.id, {
    conversation: conversation.id,
    ...(isAnswered && { answered: true }),
    ...postIf(conversation, wasShown)
  })
}

/** The words as they were stay with the comment, for whoever decides, and go with it. */
async function keepVersion(tx: Tx, message: Message, at: Date): Promise<void> {
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
}

async function answeredSince(tx: Tx, message: Message): Promise<boolean> {
  const row = await tx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', message.conversation_id)
    .where('direction', '=', 'out')
    .where('automatic', '=', false)
    .where('state', 'in', ['sending', 'sent', 'failed'])
    .where('received_at', '>=', message.received_at)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function reasonsAnew(
  tx: Tx,
  message: Message,
  text: string,
  { wasShown, isAnswered }: { wasShown: boolean; isAnswered: boolean }
): Promise<HoldReason[]> {
  const { comments: rules } = (await loadMunicipality(tx)).settings
  const before = message.hold_reasons as unknown as HoldReason[]
  const aboutText = ['links', 'length', 'words']
  const found = textReasons(rules, text)
  // What was found about anything else than the words still holds.
  if (!wasShown) return [...before.filter(({ kind }) => !aboutText.includes(kind)), ...found]
  const known = message.contact_id ? await knownContact(tx, message.contact_id) : null
  const isTrusted = !rules.reviewAll && known !== null && !known.isBlocked && known.good > rules.newcomerGood
  return [
    ...(isAnswered ? [{ kind: 'answered' as const }] : isTrusted ? [] : [{ kind: 'corrected' as const }]),
    ...found
  ]
}

/** Takes the comment back: text, name, e-mail, raw copies and address go at once; a mark stays. @throws NotFound */
export async function deleteOwnComment(tx: Tx, input: { token: string }): Promise<void> {
  const { message, conversation } = await lockOwn(tx, input.token)
  if (message.state === 'deleted') return forgetDeleted(tx, message)
  await keepIfOpen(tx, citizen, message.id, 'author')
  await wipeMessage(tx, message, 'author')
  await refreshAfterDeletion(tx, conversation)
  record(tx, citizen, 'message.deleted', message.id, {
    conversation: conversation.id,
    by: 'author',
    ...postIf(conversation, true)
  })
}

/** We deleted it before: what was kept to tell its author goes, too, when they wish so. */
async function forgetDeleted(tx: Tx, message: Message): Promise<void> {
  if (message.deleted_by !== 'moderation') return
  await wipeMessage(tx, message, 'author')
  await tx.updateTable('message').set({ deleted_by: 'moderation' }).where('id', '=', message.id).execute()
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
