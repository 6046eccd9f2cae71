// One conversation with everything that was said in it, as the desk shows it.
import { sql } from 'kysely'
import { networkOf } from '#channels/networks.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { may } from '#people/rights.ts'
import { type Suggestion, suggestGoals } from '#goals/suggest.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { textOf } from '#platform/html/sanitise.ts'
import { NotFound } from '#platform/refusal.ts'
import { type AnswerDraft, readAnswerDraft } from './answer-draft.ts'
import { maxAnswer } from './answer-limit.ts'
import { clockPlan } from './clock/plan.ts'
import { shownClock, type ShownClock } from './clock/shown.ts'
import { type Change, changesOf } from './timeline-changes.ts'
import { familyOf } from './standing.ts'
import { messagesOf, type TimelineMessage } from './timeline-messages.ts'
import type { Priority } from './shared.ts'
import { type ConversationState, isPublic, type Visibility } from './types.ts'
import { watchersOf } from './watch.ts'

export type { Change, TimelineMessage }

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
  priority: Priority
  topic: { id: string; name: string } | null
  place: string
  coordinates: { latitude: number; longitude: number } | null
  watchers: { id: string; name: string }[]
  isWatching: boolean
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
  /** What became of it meanwhile, in the order in which it did. */
  changes: Change[]
  /** Older messages than these exist. */
  hasOlder: boolean
  /** Who will see an answer, and how long it may be; null: nothing here can be answered. */
  answer: { visibility: Visibility; isPublic: boolean; max: number; approves: boolean } | null
  /** How a citizen reaches the unit without the public reading along. */
  direct: { email: string; phone: string }
  /** What somebody began to write and has not sent. */
  draft: AnswerDraft | null
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
    .leftJoin('topic as t', 't.id', 'c.topic_id')
    .leftJoin('post', 'post.id', 'c.post_id')
    .leftJoin('post_version as v', (join) =>
      join.onRef('v.post_id', '=', 'post.id').onRef('v.number', '=', 'post.version_number')
    )
    .selectAll('c')
    .select([
      'channel.name as channel_name',
      'channel.settings',
      'u.name as unit_name',
      'u.email as unit_email',
      'p.name as person_name',
      't.name as topic_name',
      'post.slug',
      'v.title'
    ])
    .where('c.id', '=', id)
    .executeTakeFirst()
  const isReadable = row && (may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
  if (!isReadable) throw new NotFound('conversationNotFound')
  const messages = await messagesOf(tx, id, limit)
  const goals = await goalsOf(tx, id, row.post_id)
  const watchers = row.watchers > 0 ? await watchersOf(tx, id) : []
  const shown = messages.slice(-limit)
  const asked = shown.findLast((one) => one.direction === 'in' && ['visible', 'held', 'hidden'].includes(one.state))
  const { contact } = (await loadMunicipality(tx)).settings
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
    priority: row.priority as Priority,
    topic: row.topic_id ? { id: row.topic_id, name: row.topic_name ?? '' } : null,
    place: row.place,
    coordinates:
      row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
    watchers,
    isWatching: watchers.some((one) => one.id === who.id),
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
    changes: await changesOf(
      tx,
      await familyOf(tx, id),
      messages.length > limit ? (shown[0]?.receivedAt ?? null) : null
    ),
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
    direct: { email: row.unit_email ?? contact.email, phone: contact.phone },
    draft: may(who, 'conversation.answer', row.unit_id) ? await readAnswerDraft(tx, id) : null,
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
