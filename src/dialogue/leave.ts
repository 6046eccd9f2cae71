/**
 * The seconds between giving an answer and its going out.
 *
 * 1. The answer is committed in state `leaving` with a time before which it does not go: nobody outside sees it, no network has
 *    heard of it, nobody was told. In the desk the conversation stands as if it were answered.
 * 2. Until it goes, `takeBack` removes it, puts its text into the draft and the conversation back to how it stood.
 * 3. At its time a job lets it go (`letLeave`): only now a held comment is approved with it, the sending is begun, whoever asked
 *    is told, and a second look is opened. A crash between changes nothing: job and row are in the database.
 *
 * Both lock the conversation first, so exactly one of them finds the answer leaving.
 */
import { sendAnswer } from '#channels/answer.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { loadPerson } from '#people/person.ts'
import { may, must } from '#people/rights.ts'
import { type Person, system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { log } from '#platform/log/log.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { askRelease, type ReleaseAnswer } from '#review/facts.ts'
import { putBack } from './answer-draft.ts'
import { openLook } from './answer-review.ts'
import { approveMessage } from './moderate.ts'
import { noticesSeen } from './notices.ts'
import { lockConversation, refreshConversation, restoreClock } from './row.ts'
import { tellCommenter } from './tell-commenter.ts'
import { type Conversation, type ConversationState, isPublic, type Message } from './types.ts'

/** How long an answer can be taken back. */
export const takeBackMs = 10_000
const logger = log('dialogue')

/** What the answer is to bring about. */
export interface Wish {
  after: 'wait' | 'close' | 'open'
  fourEyes: string[]
  reviewer: string | null
}

interface Plan extends Wish {
  decision: Pick<ReleaseAnswer, 'kind' | 'reasons'>
  /** How the conversation stood, and the version that the answer made of it. */
  before: { state: ConversationState; doneAt: string | null; unread: boolean; clock: Record<string, unknown> }
  version: number
}

const clockColumns = [
  'due_at',
  'resolve_due_at',
  'answer_since',
  'answer_used',
  'resolve_since',
  'resolve_used',
  'clock_told',
  'tell_at'
] as const satisfies (keyof Conversation)[]

/** Lets answers go whose time has come. */
export const leaveJob = defineJob<{ m: string; id: string }>({
  name: 'answer-leave',
  handle: ({ m, id }) => inMunicipality(m, (tx) => letLeave(tx, id))
})

/** Finds those whose job was lost, every 30 seconds in all municipalities. */
export const leaveSweepJob = defineJob({
  name: 'answer-leave-sweep',
  everySeconds: 30,
  retryLimit: 0,
  handle: async () => {
    for (const m of await municipalityIds()) {
      const due = await inMunicipality(m, (tx) =>
        tx
          .selectFrom('leaving_answer')
          .select('message_id')
          .where('leaves_at', '<=', now())
          .orderBy('leaves_at')
          .limit(200)
          .execute()
      )
      for (const { message_id } of due) await letLeaveSoon(m, message_id)
    }
  }
})

async function letLeaveSoon(municipalityId: string, message: string): Promise<void> {
  await inMunicipality(municipalityId, (tx) => letLeave(tx, message)).catch((error: unknown) =>
    logger.error('an answer could not leave: {error}', { municipality: municipalityId, message, error: String(error) })
  )
}

/**
 * Notes that an answer (a message in state `leaving`) goes out in a few seconds, and brings the conversation to where it will
 * stand. Answers when it goes.
 */
export async function leaveSoon(
  tx: Tx,
  who: Person,
  conversation: Conversation,
  message: string,
  wish: Wish & { release: Pick<ReleaseAnswer, 'kind' | 'reasons'> }
): Promise<Date> {
  const at = now()
  const leavesAt = new Date(at.getTime() + takeBackMs)
  const after = await refreshConversation(tx, conversation, { unread: false, ...standingAfter(wish.after, at) })
  const plan: Plan = {
    after: wish.after,
    fourEyes: wish.fourEyes,
    reviewer: wish.reviewer,
    decision: { kind: wish.release.kind, reasons: wish.release.reasons },
    before: {
      state: conversation.state,
      doneAt: conversation.done_at?.toISOString() ?? null,
      unread: conversation.unread,
      clock: Object.fromEntries(clockColumns.map((column) => [column, conversation[column]]))
    },
    version: after.version
  }
  await tx
    .insertInto('leaving_answer')
    .values({
      message_id: message,
      conversation_id: conversation.id,
      leaves_at: leavesAt,
      plan: JSON.stringify(plan)
    })
    .execute()
  await noticesSeen(tx, who.id, conversation.id)
  record(tx, who, 'message.leaving', message, { conversation: conversation.id })
  const data = { m: tx.municipalityId, id: message }
  await leaveJob.send(tx, data, { startAfter: leavesAt })
  // The job is what makes it happen; this makes it prompt, where this process still lives then.
  tx.afterCommit(() => {
    setTimeout(() => void letLeaveSoon(data.m, message), takeBackMs + 50).unref()
  })
  return leavesAt
}

/** When an answer goes out that has not yet. */
export async function leavesAtOf(tx: Tx, message: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('leaving_answer')
    .select('leaves_at')
    .where('message_id', '=', message)
    .executeTakeFirst()
  return row?.leaves_at ?? null
}

/** Lets an answer go. Does nothing when it is gone, was taken back, or its time has not come. */
export async function letLeave(tx: Tx, messageId: string): Promise<void> {
  const found = await leavingOf(tx, messageId)
  if (!found || found.leavesAt > now()) return
  const { conversation, message, plan } = found
  await tx.deleteFrom('leaving_answer').where('message_id', '=', messageId).execute()
  const who = (message.person_id && (await loadPerson(tx, message.person_id))) || system
  const asked = (await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', message.in_reply_to)
    .executeTakeFirst()) as Message | undefined
  if (!asked || !['visible', 'held', 'hidden'].includes(asked.state)) return giveBack(tx, conversation, message)
  if (asked.state === 'held')
    await approveMessage(tx, may(who, 'message.moderate', conversation.unit_id) ? who : system, { message: asked.id })
  await tx.updateTable('message').set({ state: 'sending' }).where('id', '=', messageId).execute()
  if (who.kind === 'person') {
    const question = {
      subject: 'message' as const,
      unitId: conversation.unit_id,
      authors: [],
      fourEyes: plan.fourEyes,
      approved: false
    }
    const release = { ...(await askRelease(tx, who, question)), ...plan.decision }
    await openLook(tx, who, conversation, messageId, plan, release)
  }
  await sendAnswer(tx, { id: messageId, channelId: message.channel_id })
  if (isPublic(asked.visibility)) await tellCommenter(tx, asked, conversation.post_id)
  // Approving brings the conversation back onto the desk; where nobody else touched it, it stands as its answer says.
  if (asked.state === 'held' && conversation.version === plan.version)
    await refreshConversation(tx, await lockConversation(tx, conversation.id), {
      unread: false,
      ...standingAfter(plan.after, now())
    })
  record(tx, who, 'conversation.answered', conversation, {
    message: messageId,
    ...(isPublic(asked.visibility) && conversation.post_id && { post: conversation.post_id })
  })
  if (plan.after === 'close')
    record(tx, who, 'conversation.closed', conversation, { answers: conversation.answer_count })
}

/**
 * Takes an answer back before it goes out: its text is in the draft again, and the conversation stands as before, unless
 * somebody moved it meanwhile.
 * @throws NotAllowed, NotFound, Refusal `answerIsOut` when it was too late
 */
export async function takeBack(
  tx: Tx,
  who: Person,
  input: { message: string }
): Promise<{ conversation: string; text: string }> {
  const known = await tx
    .selectFrom('message')
    .innerJoin('conversation as c', 'c.id', 'message.conversation_id')
    .select(['c.id', 'c.unit_id'])
    .where('message.id', '=', input.message)
    .where('message.direction', '=', 'out')
    .executeTakeFirst()
  if (!known) throw new NotFound('messageNotFound')
  must(who, 'conversation.answer', known.unit_id)
  const found = await leavingOf(tx, input.message)
  if (!found) throw new Refusal('answerIsOut', {}, 409)
  const { conversation, message, plan } = found
  await tx.deleteFrom('leaving_answer').where('message_id', '=', message.id).execute()
  await tx.deleteFrom('message').where('id', '=', message.id).execute()
  const { before } = plan
  const isUntouched = conversation.version === plan.version
  await refreshConversation(
    tx,
    conversation,
    isUntouched
      ? { state: before.state, done_at: before.doneAt ? new Date(before.doneAt) : null, unread: before.unread }
      : {}
  )
  if (isUntouched) await restoreClock(tx, conversation.id, before.clock)
  await putBack(tx, who, conversation.id, message.text)
  record(tx, who, 'message.taken-back', message.id, { conversation: conversation.id })
  return { conversation: conversation.id, text: message.text }
}

function standingAfter(after: Wish['after'], at: Date): { state: ConversationState; done_at: Date | null } {
  return {
    state: after === 'close' ? 'done' : after === 'open' ? 'open' : 'waiting',
    done_at: after === 'close' ? at : null
  }
}

/** What it answers was taken away meanwhile: nobody outside reads it, its author may use the words. */
async function giveBack(tx: Tx, conversation: Conversation, message: Message): Promise<void> {
  await tx.updateTable('message').set({ state: 'returned' }).where('id', '=', message.id).execute()
  await refreshConversation(tx, conversation, {})
  record(tx, system, 'message.returned', message.id, { conversation: conversation.id })
}

async function leavingOf(
  tx: Tx,
  messageId: string
): Promise<{ conversation: Conversation; message: Message; plan: Plan; leavesAt: Date } | null> {
  const found = await tx
    .selectFrom('leaving_answer')
    .select('conversation_id')
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  if (!found) return null
  const conversation = await lockConversation(tx, found.conversation_id)
  const row = await tx
    .selectFrom('leaving_answer')
    .selectAll()
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst()
  const message = await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', messageId)
    .where('state', '=', 'leaving')
    .executeTakeFirst()
  if (!row || !message) return null
  const plan = row.plan as unknown as Plan
  return { conversation, message: message as Message, plan, leavesAt: row.leaves_at }
}
