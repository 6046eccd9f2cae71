// The messages of one conversation as the desk shows them.
import { sql } from 'kysely'
import type { Envelope } from '#channels/contract.ts'
import type { Tx } from '#platform/database/database.ts'
import { filesOf, type ShownFile } from './comments/file.ts'
import type { HoldReason } from './comments/holds.ts'
import { versionsOf } from './comments/versions.ts'
import { enclosedFiles, type MessageFile } from './files.ts'
import { textMark } from './stands.ts'
import { shownAttachments, withEmojis, type Attachment } from './remote-media.ts'
import type { Way } from './shared.ts'
import type { MessageState, Visibility } from './types.ts'

export interface TimelineMessage {
  id: string
  direction: 'in' | 'out' | 'note'
  state: MessageState
  visibility: Visibility
  author: string
  handle: string | null
  profileUrl: string | null
  html: string
  text: string
  contentWarning: string | null
  attachments: Attachment[]
  /** Files that came with a letter. */
  enclosures: MessageFile[]
  /** What it repeats of earlier messages, and its signature; plain text. */
  quoted: string
  envelope: Envelope | null
  at: Date
  /** Where it stands in the timeline. */
  receivedAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  /** `author`, `server`; empty while it stands. */
  deletedBy: string
  language: string | null
  /** Said by the program, such as the first notice outside of service hours. */
  isAutomatic: boolean
  /** How it came, where it was said away from any screen. */
  way: Way | null
  reason: string | null
  remoteUrl: string | null
  /** Goes with a decision, so that nobody decides about other words than they saw. */
  mark: string
  problem: string | null
  /** An answer of ours that can still be taken back goes out then. */
  leavesAt: Date | null
  /** The approval that an answer waits for or waited for. */
  reviewId: string | null
  /** Why it waits, and until when where time alone is missing. */
  holds: HoldReason[]
  holdUntil: Date | null
  /** What its author attached, here. */
  file: ShownFile | null
  /** Its words before its author changed them, the oldest first. */
  before: { text: string; until: Date }[]
  /** How far an answer of ours is, where a person can or must do something about it. */
  sending: { id: string; state: 'refused' | 'waiting' | 'unknown'; dueAt: Date } | null
}

/** The last messages, oldest first; one more than asked for when there are older ones. */
export async function messagesOf(tx: Tx, conversationId: string, limit: number): Promise<TimelineMessage[]> {
  const rows = await tx
    .selectFrom('message as m')
    .leftJoin('contact', 'contact.id', 'm.contact_id')
    .leftJoin('leaving_answer as l', 'l.message_id', 'm.id')
    .selectAll('m')
    .select(['contact.handle', 'contact.profile_url', 'l.leaves_at'])
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
  const ids = rows.filter(({ direction }) => direction === 'in').map(({ id }) => id)
  const files = await filesOf(tx, ids)
  const versions = await versionsOf(tx, ids)
  const enclosures = await enclosedFiles(tx, ids)
  return rows.toReversed().map((row) => ({
    id: row.id,
    direction: row.direction as TimelineMessage['direction'],
    state: row.state as MessageState,
    visibility: row.visibility as Visibility,
    author: row.author_name,
    handle: row.handle,
    profileUrl: row.profile_url,
    html: withEmojis(row.html, row.id, row.emojis),
    text: row.text,
    contentWarning: row.content_warning,
    attachments: shownAttachments(row.id, row.attachments),
    enclosures: enclosures.get(row.id) ?? [],
    quoted: row.quoted,
    envelope: row.envelope as Envelope | null,
    at: row.at,
    receivedAt: row.received_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    deletedBy: row.deleted_by ?? '',
    language: row.language,
    isAutomatic: row.automatic,
    way: row.way as Way | null,
    reason: row.decision_reason,
    remoteUrl: row.remote_url,
    mark: textMark(row),
    problem: row.problem,
    leavesAt: row.leaves_at,
    reviewId: row.review_id,
    holds: row.state === 'held' ? (row.hold_reasons as unknown as HoldReason[]) : [],
    holdUntil: row.state === 'held' ? row.hold_until : null,
    file: files.get(row.id) ?? null,
    before: versions.get(row.id) ?? [],
    sending: row.sending && { ...row.sending, dueAt: new Date(row.sending.dueAt) }
  }))
}
