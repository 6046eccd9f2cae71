import { sendAnswer } from '#channels/answer.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml } from '#platform/html/plain.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal, Stale } from '#platform/refusal.ts'
import { askRelease } from '#review/facts.ts'
import { answerLimit } from './answer-limit.ts'
import { openLook } from './answer-review.ts'
import { forgetDraft } from './answer-draft.ts'
import { leavesAtOf, leaveSoon } from './leave.ts'
import { approveMessage } from './moderate.ts'
import { noticesSeen } from './notices.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { tellCommenter } from './tell-commenter.ts'
import { type Conversation, isPublic, type Message, type MessageState, type Visibility } from './types.ts'

export interface AnswerInput {
  conversation: string
  text: string
  /** How many answers the person had before their eyes when they wrote. Null: does not matter. */
  seen: number | null
  /** Made with the form, so that a double click answers once. */
  key?: string
  /** Which message is answered; default: the last one of the other side that stands. */
  to?: string | null
  /** Where the conversation stands afterwards; default: it waits for the citizen. */
  after?: 'wait' | 'close' | 'open'
  /** Keys of the topics with four eyes that it touches. */
  fourEyes?: string[]
  /** Who is asked where an approval is needed; default: who is nearest. */
  reviewer?: string | null
  /** It goes out some seconds later and can be taken back until then; for what a person sends by hand. */
  canBeTakenBack?: boolean
}

export interface Answered {
  message: string
  visibility: Visibility
  /** False: this answer was given before, under the same key. */
  isNew: boolean
  /** It waits for an approval and was not sent. */
  waits: boolean
  /** Until then it can be taken back. */
  leavesAt: Date | null
}

/**
 * Answers a conversation where it was asked and in the visibility of what is answered; goes out at once or waits for an
 * approval, as the person's level of trust says. A held comment is approved with its answer.
 * @throws NotAllowed, NotFound, Invalid, Stale (somebody answered meanwhile; carries who and what), Refusal `nothingToAnswer`
 */
export async function answer(tx: Tx, who: Person, input: AnswerInput): Promise<Answered> {
  const conversation = await lockConversation(tx, input.conversation)
  must(who, 'conversation.answer', conversation.unit_id)
  const given = input.key ? await answerUnder(tx, who, conversation, input.key) : null
  if (given) return given
  if (input.seen !== null && conversation.answer_count > input.seen) throw await staleness(tx, conversation)
  const text = await checkText(tx, conversation, input.text)
  const asked = await askedMessage(tx, conversation, input.to ?? null)
  const release = await askRelease(tx, who, {
    subject: 'message',
    unitId: conversation.unit_id,
    authors: [],
    fourEyes: input.fourEyes ?? [],
    approved: false
  })
  const waits = release.kind === 'approval'
  const leaves = Boolean(input.canBeTakenBack) && !waits
  if (asked.state === 'held' && leaves) must(who, 'message.moderate', conversation.unit_id)
  if (asked.state === 'held' && !waits && !leaves) await approveMessage(tx, who, { message: asked.id })
  const at = now()
  const id = input.key ?? newId()
  await tx
    .insertInto('message')
    .values({
      id,
      conversation_id: conversation.id,
      direction: 'out',
      state: waits ? 'review' : leaves ? 'leaving' : 'sending',
      visibility: asked.visibility,
      // The answer leaves by the account that was asked, which in a long conversation may not be the first one.
      channel_id: asked.channel_id,
      in_reply_to: asked.id,
      person_id: who.id,
      unit_id: conversation.unit_id,
      author_name: who.name,
      signs_person: (await loadMunicipality(tx)).settings.signPerson,
      text,
      html: plainToHtml(text),
      at,
      received_at: at
    })
    .execute()
  const visibility = asked.visibility
  await forgetDraft(tx, who, conversation.id, text)
  const look = { fourEyes: input.fourEyes ?? [], reviewer: input.reviewer ?? null, after: input.after ?? 'wait' }
  if (leaves) {
    const leavesAt = await leaveSoon(tx, who, conversation, id, { ...look, release })
    return { message: id, visibility, isNew: true, waits, leavesAt }
  }
  const review = await openLook(tx, who, conversation, id, look, release)
  if (waits) {
    // The question stays open for who asked it, but not for the colleagues: it waits for one of them.
    await refreshConversation(tx, conversation, { unread: false, state: 'waiting_inside' })
    await noticesSeen(tx, who.id, conversation.id)
    record(tx, who, 'message.waits-for-approval', id, { conversation: conversation.id, review: review ?? '' })
    return { message: id, visibility, isNew: true, waits, leavesAt: null }
  }
  await sendAnswer(tx, { id, channelId: asked.channel_id })
  if (isPublic(asked.visibility)) await tellCommenter(tx, asked, conversation.post_id)
  const locked = asked.state === 'held' ? await lockConversation(tx, conversation.id) : conversation
  const after = input.after ?? 'wait'
  await refreshConversation(tx, locked, {
    unread: false,
    state: after === 'close' ? 'done' : after === 'open' ? 'open' : 'waiting',
    done_at: after === 'close' ? at : null,
    assignee_id: locked.assignee_id
  })
  await noticesSeen(tx, who.id, conversation.id)
  record(tx, who, 'conversation.answered', conversation, {
    message: id,
    ...(isPublic(asked.visibility) && conversation.post_id && { post: conversation.post_id })
  })
  if (after === 'close')
    record(tx, who, 'conversation.closed', conversation, { answers: conversation.answer_count + 1 })
  return { message: id, visibility, isNew: true, waits, leavesAt: null }
}

/** The answer that was given under this key, so that the same form sent twice is told the same. */
async function answerUnder(tx: Tx, who: Person, conversation: Conversation, key: string): Promise<Answered | null> {
  const row = await tx.selectFrom('message').selectAll().where('id', '=', key).executeTakeFirst()
  if (!row) return null
  if (row.conversation_id !== conversation.id || row.person_id !== who.id || row.direction !== 'out')
    throw new Refusal('answerKeyTaken')
  const leavesAt = row.state === 'leaving' ? await leavesAtOf(tx, row.id) : null
  const waits = row.state === 'review'
  return { message: row.id, visibility: row.visibility as Visibility, isNew: false, waits, leavesAt }
}

/** Tells what somebody else answered meanwhile. */
async function staleness(tx: Tx, conversation: Conversation): Promise<Stale> {
  const row = await tx
    .selectFrom('message')
    .select(['author_name', 'text', 'at'])
    .where('conversation_id', '=', conversation.id)
    .where('direction', '=', 'out')
    .where('state', 'not in', ['review', 'returned'])
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return new Stale('answeredMeanwhile', {
    by: row?.author_name ?? '',
    text: row?.text ?? '',
    at: row?.at.toISOString() ?? '',
    answers: conversation.answer_count
  })
}

async function checkText(tx: Tx, conversation: Conversation, given: string): Promise<string> {
  const text = given.replace(/\r\n?/g, '\n').trim()
  if (text === '') throw new Invalid({ text: 'answerEmpty' })
  const max = await answerLimit(tx, conversation.channel_id)
  if ([...text].length > max) throw new Invalid({ text: 'answerTooLong' }, 'invalid', { max })
  return text
}

async function askedMessage(tx: Tx, conversation: Conversation, wanted: string | null): Promise<Message> {
  const standing: MessageState[] = ['visible', 'held', 'hidden']
  const row = await tx
    .selectFrom('message')
    .selectAll()
    .where('conversation_id', '=', conversation.id)
    .where('direction', '=', 'in')
    .where('state', 'in', standing)
    .$if(wanted !== null, (query) => query.where('id', '=', wanted))
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new Refusal('nothingToAnswer')
  return row as Message
}
