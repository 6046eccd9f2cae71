// A step of the ladder, taken by a person: checked, copied as evidence, written down with its reasons, done, and told.
import { networkOf } from '#channels/networks.ts'
import { must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { keepMarks } from '#moderation/blocks.ts'
import { takeEvidence } from '#moderation/evidence.ts'
import { blockDays, maxReminder, type Carried, needsReasons, type Step, type Way } from '#moderation/shared.ts'
import { checkReasons, clean, enterDecision, type NewDecision, type Reasons } from '#moderation/statement.ts'
import { lockConversation, refreshConversation } from '../row.ts'
import { answerReports } from '../reports/answer.ts'
import { textMark } from '../stands.ts'
import type { Conversation, Message, MessageState } from '../types.ts'
import { carryLater } from './carry.ts'
import { putInto, stateAfter, whereItStands } from './effect.ts'
import { pausePost } from './pause.ts'
import { tellAuthor } from './tell.ts'

export interface DecideInput extends Reasons {
  step: Step
  /** What it is about; a pause is about a post. */
  message?: string
  post?: string
  /** `textMark` of what the person had before their eyes. */
  seen?: string
  /** Made with the form, so that sending it twice decides once. */
  key?: string
  /** A block's days: 1, 7 or 30. */
  days?: number
  /** A pause's hours. */
  hours?: number
  /** What else the author is told, in the words of who decides; of a reminder the whole text. */
  text?: string
  /** Ways to tell the author; without: the private page, and whatever reaches them alone. */
  ways?: Way[]
  /** Why the author is not told (police only). */
  withheld?: string
  /** What the network they write from is asked, and the words that go with a report. */
  carried?: Carried[]
  carriedText?: string
  /** The notice this answers. */
  notice?: string | null
  origin?: 'own' | 'notice' | 'review'
}

export interface Decided {
  decision: string
  /** `waiting`: a second person has to agree first. */
  state: 'waiting' | 'in_force'
  told: Way[]
  isNew: boolean
}

/**
 * Takes a decision. The second of two who decide at once is refused and told what the first decided.
 * @throws NotAllowed, NotFound, Stale, Invalid, Refusal
 */
export async function decide(tx: Tx, who: Who, input: DecideInput): Promise<Decided> {
  const given = input.key ? await decisionUnder(tx, who, input) : null
  if (given) return given
  if (input.step === 'pause') return pausePost(tx, who, input)
  const { message, conversation } = await lockMessage(tx, input.message)
  // The second of a double click waited for the first here.
  const meanwhile = input.key ? await decisionUnder(tx, who, input) : null
  if (meanwhile) return meanwhile
  must(who, 'message.moderate', conversation.unit_id)
  if (message.direction !== 'in') throw new Refusal('notToModerate')
  const state = await nextState(tx, input, message)
  const statement = await checkReasons(tx, input.step, input)
  const details = await checkDetails(tx, input, message)
  const evidenceId = needsReasons(input.step) ? await evidenceOf(tx, who, message) : null
  const isWaiting = input.step === 'block'
  const decision: NewDecision = {
    ...statement,
    id: input.key,
    step: input.step,
    state: isWaiting ? 'waiting' : 'in_force',
    unitId: conversation.unit_id,
    conversationId: conversation.id,
    messageId: message.id,
    postId: conversation.post_id,
    contactId: message.contact_id,
    origin: input.origin ?? (input.notice ? 'notice' : 'own'),
    noticeId: input.notice ?? null,
    heldByMachine: message.state === 'held',
    stateBefore: message.state,
    evidenceId,
    ...details
  }
  const id = await enterDecision(tx, who, decision)
  if (isWaiting) return { decision: id, state: 'waiting', told: [], isNew: true }
  if (state !== message.state || input.step === 'stand') {
    await putInto(tx, message, state, {
      id: needsReasons(input.step) ? id : null,
      reason: needsReasons(input.step) ? statement.groundText : null
    })
    noteState(tx, who, message, conversation, state)
    if (message.decision_id) await replaceDecision(tx, message.decision_id, input.step)
  }
  await carryLater(tx, id, details.carried)
  const told = await tellAuthor(tx, who, { id, input: { ...input, ...decision }, message, conversation })
  await refreshConversation(tx, conversation, await whereItStands(tx, conversation, state))
  await answerReports(tx, who, {
    decision: id,
    message: message.id,
    step: input.step,
    isAnswer: Boolean(input.notice),
    reason: [statement.groundText, statement.facts].filter(Boolean).join('\n\n')
  })
  return { decision: id, state: 'in_force', told, isNew: true }
}

/** The message with its conversation, which is locked first. @throws NotFound */
export async function lockMessage(
  tx: Tx,
  id: string | undefined
): Promise<{ message: Message; conversation: Conversation }> {
  const found = await tx
    .selectFrom('message')
    .select('conversation_id')
    .where('id', '=', id ?? null)
    .executeTakeFirst()
  if (!found) throw new NotFound('messageNotFound')
  const conversation = await lockConversation(tx, found.conversation_id)
  const message = (await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', id!)
    .executeTakeFirstOrThrow()) as Message
  return { message, conversation }
}

async function nextState(tx: Tx, input: DecideInput, message: Message): Promise<MessageState> {
  const state = stateAfter(input.step, message.state)
  const isGone = message.state === 'deleted' && input.step !== 'police' && input.step !== 'block'
  if (state === null || isGone) throw await decidedMeanwhile(tx, message)
  // Whoever decided in between changed more than the words.
  if (input.seen !== undefined && message.state !== 'deleted' && input.seen !== textMark(message))
    throw new Stale('changedMeanwhile')
  return state
}

/** What somebody else decided meanwhile, for who comes second. */
export async function decidedMeanwhile(tx: Tx, message: { id: string; state: string }): Promise<Refusal> {
  const row = await tx
    .selectFrom('decision')
    .leftJoin('person', 'person.id', 'decision.decided_by')
    .select(['decision.step', 'person.name', 'decision.ground_text'])
    .where('decision.message_id', '=', message.id)
    .orderBy('decision.decided_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row
    ? new Refusal(
        'moderation.decidedMeanwhile',
        { by: row.name ?? '', step: row.step, ground: row.ground_text, state: message.state },
        409
      )
    : new Refusal('decidedMeanwhile', { state: message.state }, 409)
}

type Details = Pick<NewDecision, 'until' | 'carried' | 'carriedText' | 'withheld'>

/** What only some steps take. @throws Invalid, Refusal */
async function checkDetails(tx: Tx, input: DecideInput, message: Message): Promise<Details> {
  const text = clean(input.text)
  if (input.step === 'remind' && text === '') throw new Invalid({ text: 'moderation.reminderMissing' })
  if ([...text].length > maxReminder)
    throw new Invalid({ text: 'moderation.reminderTooLong' }, 'invalid', { max: maxReminder })
  const acts = await actsOf(tx, message)
  const carried = [...new Set(input.carried ?? [])].filter((act) => needsReasons(input.step) && acts.includes(act))
  const carriedText = clean(input.carriedText)
  if (carried.includes('report') && carriedText === '') throw new Invalid({ carriedText: 'moderation.reportMissing' })
  if ([...carriedText].length > maxReminder)
    throw new Invalid({ carriedText: 'moderation.reminderTooLong' }, 'invalid', { max: maxReminder })
  return {
    until: input.step === 'block' ? await untilOf(tx, input, message) : null,
    carried: input.step === 'block' ? carried : carried.filter((act) => act !== 'block'),
    carriedText,
    withheld: input.step === 'police' ? clean(input.withheld).slice(0, maxReminder) : ''
  }
}

async function untilOf(tx: Tx, { days }: DecideInput, message: Message): Promise<Date> {
  if (!blockDays.some((one) => one === days)) throw new Invalid({ days: 'moderation.daysChoose' })
  if (!(await isRecognisable(tx, message))) throw new Refusal('moderation.nobodyToBlock')
  const waiting = await tx
    .selectFrom('decision')
    .select('id')
    .where('message_id', '=', message.id)
    .where('step', '=', 'block')
    .where('state', 'in', ['waiting', 'in_force'])
    .limit(1)
    .executeTakeFirst()
  if (waiting) throw await decidedMeanwhile(tx, message)
  return new Date(now().getTime() + days! * 86_400_000)
}

/** By what a block would know its author. */
export async function recognisedBy(tx: Tx, message: Pick<Message, 'contact_id' | 'link_hash'>) {
  const contact = message.contact_id
    ? await tx.selectFrom('contact').selectAll().where('id', '=', message.contact_id).executeTakeFirst()
    : undefined
  return {
    account: contact?.remote_id ? { network: contact.network, remoteId: contact.remote_id } : null,
    confirmedEmail: contact?.email_confirmed_at ? contact.email : null,
    linkHash: message.link_hash
  }
}

async function isRecognisable(tx: Tx, message: Message): Promise<boolean> {
  return Object.values(await recognisedBy(tx, message)).some((one) => one !== null)
}

/** Lets a block begin. */
export async function startBlock(tx: Tx, decision: string, until: Date, message: Message): Promise<void> {
  if (!(await keepMarks(tx, decision, until, await recognisedBy(tx, message))))
    throw new Refusal('moderation.nobodyToBlock')
}

async function actsOf(tx: Tx, message: Message): Promise<readonly string[]> {
  const { network } = await tx
    .selectFrom('channel')
    .select('network')
    .where('id', '=', message.channel_id)
    .executeTakeFirstOrThrow()
  return networkOf(network).moderation?.acts ?? []
}

/** A copy of what is decided about; of what is gone already the one that was kept. */
async function evidenceOf(tx: Tx, who: Who, message: Message): Promise<string> {
  if (message.state !== 'deleted') return takeEvidence(tx, who, { message: message.id, why: 'decision' })
  const kept = await tx
    .selectFrom('evidence')
    .select('id')
    .where('message_id', '=', message.id)
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!kept) throw new Refusal('moderation.nothingKept')
  return kept.id
}

/** A decision that another one takes the place of stays in the books. */
async function replaceDecision(tx: Tx, former: string, step: Step): Promise<void> {
  await tx
    .updateTable('decision')
    .set({ state: step === 'stand' ? 'undone' : 'changed', ended_at: now() })
    .where('id', '=', former)
    .where('state', '=', 'in_force')
    .execute()
}

const events: Partial<Record<MessageState, 'approved' | 'rejected' | 'hidden' | 'deleted'>> = {
  visible: 'approved',
  rejected: 'rejected',
  hidden: 'hidden',
  deleted: 'deleted'
}

/** Tells the journal what became of the message; whoever shows it goes by this. */
export function noteState(tx: Tx, who: Who, message: Message, conversation: Conversation, state: MessageState): void {
  const event = events[state]
  if (!event || state === message.state) return
  record(tx, who, `message.${event}`, message.id, {
    conversation: conversation.id,
    before: message.state,
    ...(state === 'deleted' && { by: 'moderation' }),
    ...(conversation.post_id && { post: conversation.post_id })
  })
}

async function decisionUnder(tx: Tx, who: Who, input: DecideInput): Promise<Decided | null> {
  const row = await tx
    .selectFrom('decision')
    .select(['id', 'state', 'told', 'decided_by', 'step'])
    .where('id', '=', input.key!)
    .executeTakeFirst()
  if (!row) return null
  if (row.decided_by !== (who as Person).id || row.step !== input.step) throw new Refusal('answerKeyTaken')
  return {
    decision: row.id,
    state: row.state === 'waiting' ? 'waiting' : 'in_force',
    told: row.told as Way[],
    isNew: false
  }
}
