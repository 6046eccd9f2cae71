// One conversation with everything that was said in it, as the desk shows it.
import { sql } from 'kysely'
import { networkOf } from '#channels/networks.ts'
import { may, must } from '#people/rights.ts'
import { type Suggestion, suggestGoals } from '#goals/suggest.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { textOf } from '#platform/html/sanitise.ts'
import { NotFound } from '#platform/refusal.ts'
import { isPublic, maxAnswer } from './answer.ts'
import { clockPlan } from './clock/plan.ts'
import { shownClock, type ShownClock } from './clock/shown.ts'
import { textMark } from './moderate.ts'
import { shownAttachments, withEmojis, type Attachment } from './remote-media.ts'
import type { ConversationState, MessageState, Visibility } from './types.ts'

export interface TimelineMessage {
  id: string
  direction: 'in' | 'out' | 'note'
  state: MessageState
  visibility: Visibility
  author: string
  handle: string | null
  profileUrl: string | null
  html: string
  contentWarning: string | null
  attachments: Attachment[]
  at: Date
  editedAt: Date | null
  deletedAt: Date | null
  /** `author`, `server`; empty while it stands. */
  deletedBy: string
  language: string | null
  /** Said by the program, such as the first notice outside of service hours. */
  isAutomatic: boolean
  reason: string | null
  remoteUrl: string | null
  /** Goes with a decision, so that nobody decides about other words than they saw. */
  mark: string
  problem: string | null
  /** The approval that an answer waits for or waited for. */
  reviewId: string | null
  /** How far an answer of ours is, where a person can or must do something about it. */
  sending: { id: string; state: 'refused' | 'waiting' | 'unknown'; dueAt: Date } | null
}

export interface Opened {
  id: string
  state: ConversationState
  name: string
  subject: string
  network: string
  channelName: string
  unit: { id: string; name: string } | null
  assignee: { id: string; name: string } | null
  post: { id: string; slug: string; title: string } | null
  /** Those of its post, and its own. */
  goals: { id: string; name: string; isOwn: boolean }[]
  /** What it might serve, while it serves nothing. */
  suggestedGoals: Suggestion[]
  waitingSince: Date | null
  firstAt: Date
  held: number
  /** Goes with an answer: how many there were when the page was read. */
  answers: number
  unread: boolean
  messages: TimelineMessage[]
  /** Older messages than these exist. */
  hasOlder: boolean
  /** Who will see an answer, and how long it may be; null: nothing here can be answered. */
  answer: { visibility: Visibility; isPublic: boolean; max: number; approves: boolean } | null
  clock: ShownClock
  may: { answer: boolean; assign: boolean; note: boolean; close: boolean; moderate: boolean }
}

/** A conversation as it stands. @throws NotFound also when the person may not read it: nothing is said about others' */
export async function openConversation(tx: Tx, who: Person, id: string, limit = 200): Promise<Opened> {
  const row = await tx
    .selectFrom('conversation as c')
    .innerJoin('channel', 'channel.id', 'c.channel_id')
    .leftJoin('unit as u', 'u.id', 'c.unit_id')
    .leftJoin('person as p', 'p.id', 'c.assignee_id')
    .leftJoin('post', 'post.id', 'c.post_id')
    .leftJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .selectAll('c')
    .select([
      'channel.name as channel_name',
      'channel.settings',
      'u.name as unit_name',
      'p.name as person_name',
      'post.slug',
      'v.title'
    ])
    .where('c.id', '=', id)
    .executeTakeFirst()
  const isReadable = row && (may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
  if (!isReadable) throw new NotFound('conversationNotFound')
  const messages = await messagesOf(tx, id, limit)
  const goals = await goalsOf(tx, id, row.post_id)
  const shown = messages.slice(-limit)
  const asked = shown.findLast((one) => one.direction === 'in' && ['visible', 'held', 'hidden'].includes(one.state))
  const limits = networkOf(row.network).limits(row.settings)
  return {
    id: row.id,
    state: row.state as ConversationState,
    name: row.contact_name,
    subject: row.subject,
    network: row.network,
    channelName: row.channel_name,
    unit: row.unit_id ? { id: row.unit_id, name: row.unit_name ?? '' } : null,
    assignee: row.assignee_id ? { id: row.assignee_id, name: row.person_name ?? '' } : null,
    post: row.post_id && row.slug ? { id: row.post_id, slug: row.slug, title: row.title ?? row.slug } : null,
    goals,
    suggestedGoals:
      goals.length === 0 && may(who, 'conversation.assign', row.unit_id)
        ? await suggestGoals(tx, {
            unitId: row.unit_id,
            text: shown.flatMap((one) => (one.direction === 'in' ? textOf(one.html) : [])).join('\n')
          })
        : [],
    waitingSince: row.waiting_since,
    firstAt: row.first_message_at,
    held: row.held_count,
    answers: row.answer_count,
    unread: row.unread,
    messages: shown,
    hasOlder: messages.length > limit,
    answer:
      asked && limits.canAnswer
        ? {
            visibility: asked.visibility,
            isPublic: isPublic(asked.visibility),
            max: Math.min(limits.textLength ?? maxAnswer, maxAnswer),
            approves: asked.state === 'held'
          }
        : null,
    clock: await shownClock(tx, await clockPlan(tx), { ...row, state: row.state as ConversationState }, now()),
    may: {
      answer: may(who, 'conversation.answer', row.unit_id),
      assign: may(who, 'conversation.assign', row.unit_id),
      note: may(who, 'conversation.note', row.unit_id),
      close: may(who, 'conversation.close', row.unit_id),
      moderate: may(who, 'message.moderate', row.unit_id)
    }
  }
}

/** The goals a conversation serves: by itself, and through the post it is about. */
async function goalsOf(tx: Tx, id: string, postId: string | null): Promise<Opened['goals']> {
  const { rows } = await sql<{ id: string; name: string; isOwn: boolean }>`
    select g.id, g.name, bool_or(served.own) as "isOwn" from (
      select goal_id, false as own from post_goal where post_id = ${postId}::uuid
      union all
      select goal_id, true from conversation_goal where conversation_id = ${id}
    ) as served join goal g on g.id = served.goal_id group by g.id, g.name order by g.name limit 20`.execute(tx)
  return rows
}

/** The last messages, oldest first; one more than asked for when there are older ones. */
async function messagesOf(tx: Tx, conversationId: string, limit: number): Promise<TimelineMessage[]> {
  const rows = await tx
    .selectFrom('message as m')
    .leftJoin('contact', 'contact.id', 'm.contact_id')
    .selectAll('m')
    .select(['contact.handle', 'contact.profile_url'])
    .select([
      sql<
        string | null
      >`(select problem from publication where message_id = m.id and problem is not null order by created_at desc limit 1)`.as(
        'problem'
      ),
      sql<
        string | null
      >`(select id from review where message_id = m.id and kind = 'approval' order by asked_at desc limit 1)`.as(
        'review_id'
      ),
      sql<{ id: string; state: 'refused' | 'waiting' | 'unknown'; dueAt: string } | null>`(
        select json_build_object('id', id, 'state', state, 'dueAt', due_at) from publication
        where message_id = m.id and purpose = 'answer' and state in ('refused', 'waiting', 'unknown') limit 1)`.as(
        'sending'
      )
    ])
    .where('m.conversation_id', '=', conversationId)
    .orderBy('m.received_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.toReversed().map((row) => ({
    id: row.id,
    direction: row.direction as TimelineMessage['direction'],
    state: row.state as MessageState,
    visibility: row.visibility as Visibility,
    author: row.author_name,
    handle: row.handle,
    profileUrl: row.profile_url,
    html: withEmojis(row.html, row.id, row.emojis),
    contentWarning: row.content_warning,
    attachments: shownAttachments(row.id, row.attachments),
    at: row.at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    deletedBy: row.deleted_by ?? '',
    language: row.language,
    isAutomatic: row.automatic,
    reason: row.decision_reason,
    remoteUrl: row.remote_url,
    mark: textMark(row),
    problem: row.problem,
    reviewId: row.review_id,
    sending: row.sending && { ...row.sending, dueAt: new Date(row.sending.dueAt) }
  }))
}

export interface Choice {
  id: string
  name: string
}

/** The units a conversation can be given to. */
export async function unitChoices(tx: Tx): Promise<Choice[]> {
  return tx
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('archived_at', 'is', null)
    .orderBy('name')
    .limit(500)
    .execute()
}

/** The people who may answer a conversation of this unit (null: of none yet), at most 500. */
export async function personChoices(tx: Tx, unitId: string | null): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    with recursive above as (
      select id, parent_id from unit where id = ${unitId}
      union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id
    )
    select p.id, p.name from person p
    where p.left_at is null and exists (
      select 1 from role r where r.person_id = p.id and r.role in ('editor', 'expert', 'leader')
        and (${unitId}::uuid is null or r.unit_id in (select id from above))
    )
    order by p.name limit 500`.execute(tx)
  return rows
}

export interface Quarantined {
  id: string
  channelName: string
  network: string
  kind: string
  sender: string | null
  reason: string
  receivedAt: Date
  attempts: number
  body: string
}

/** What came in and could not be understood, newest first, at most 100. @throws NotAllowed */
export async function listQuarantine(tx: Tx, who: Person): Promise<Quarantined[]> {
  must(who, 'message.replay')
  const rows = await tx
    .selectFrom('incoming_raw as r')
    .innerJoin('channel', 'channel.id', 'r.channel_id')
    .select([
      'r.id',
      'channel.name',
      'channel.network',
      'r.kind',
      'r.sender',
      'r.reason',
      'r.received_at',
      'r.attempts',
      'r.body'
    ])
    .where('r.state', '=', 'quarantined')
    .orderBy('r.received_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channelName: row.name,
    network: row.network,
    kind: row.kind,
    sender: row.sender,
    reason: row.reason ?? '',
    receivedAt: row.received_at,
    attempts: row.attempts,
    body: JSON.stringify(row.body, null, 2).slice(0, 20_000)
  }))
}

/** How many deliveries lie in quarantine, at most 100; 0 for those who may not look. */
export async function countQuarantine(tx: Tx, who: Person): Promise<number> {
  if (!may(who, 'message.replay')) return 0
  const rows = await tx.selectFrom('incoming_raw').select('id').where('state', '=', 'quarantined').limit(100).execute()
  return rows.length
}
