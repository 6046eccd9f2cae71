// What is said below an article: comments of the site and public replies from elsewhere, with the answers of the
// administration. Only what everybody may see.
import { type ShownFile, shownFile } from '#dialogue/comments/file.ts'
import { shownAttachments, withEmojis, type Attachment } from '#dialogue/remote-media.ts'
import type { Tx } from '#platform/database/database.ts'
import { readyQuery } from '#platform/database/ready.ts'

export interface PublicComment {
  id: string
  /** Gone: its author took it back, or it was hidden. Shown where answers hang on it, or where a decision says why. */
  gone: 'deleted' | 'hidden' | null
  /** The ground of the decision it is gone by. */
  ground: string | null
  isOfficial: boolean
  /** A name or pseudonym; for answers of the administration the unit. */
  author: string
  handle: string | null
  network: string
  url: string | null
  html: string
  language: string | null
  contentWarning: string | null
  attachments: Attachment[]
  /** What its author attached, here. */
  file: ShownFile | null
  at: Date
  editedAt: Date | null
  replies: PublicComment[]
}

export interface Comments {
  threads: PublicComment[]
  count: number
  answers: number
  /** There are more than are shown. */
  isCut: boolean
}

/** As many as an article shows; the rest is counted and said. */
const most = 400

const publicMessages = readyQuery((tx, postId) =>
  tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .leftJoin('unit', 'unit.id', 'message.unit_id')
    .leftJoin('contact', 'contact.id', 'message.contact_id')
    .leftJoin('decision', 'decision.id', 'message.decision_id')
    .leftJoin('comment_file', 'comment_file.message_id', 'message.id')
    .select([
      'message.id',
      'message.conversation_id',
      'message.in_reply_to',
      'message.direction',
      'message.state',
      'message.author_name',
      'message.signs_person',
      'message.html',
      'message.language',
      'message.content_warning',
      'message.attachments',
      'message.emojis',
      'message.remote_url',
      'message.at',
      'message.edited_at',
      'conversation.network',
      'decision.ground_text',
      'decision.state_before',
      'contact.handle',
      'comment_file.mime as file_mime',
      'comment_file.alt as file_alt',
      'comment_file.width as file_width',
      'comment_file.height as file_height',
      'unit.name as unit_name'
    ])
    .where('conversation.post_id', '=', postId)
    .where('message.direction', 'in', ['in', 'out'])
    .where('message.visibility', 'in', ['public', 'unlisted'])
    .where(({ or, and, eb }) =>
      or([
        and([eb('message.direction', '=', 'in'), eb('message.state', 'in', ['visible', 'deleted', 'hidden'])]),
        // An answer stands here as soon as it is given, whether or not another server has taken it yet.
        and([eb('message.direction', '=', 'out'), eb('message.state', 'in', ['visible', 'sending', 'sent', 'failed'])])
      ])
    )
    .orderBy('message.at')
    .orderBy('message.id')
    .limit(most + 1)
)

/** Everything public below a post, oldest first, answers beneath what they answer. */
export async function commentsOf(tx: Tx, postId: string): Promise<Comments> {
  const rows = await publicMessages(tx, postId)
  const shown = rows.slice(0, most)
  const byId = new Map<string, PublicComment>()
  const threads: PublicComment[] = []
  const firstOf = new Map<string, PublicComment>()
  for (const row of shown) {
    const gone = row.state === 'deleted' || row.state === 'hidden' ? row.state : null
    const isOfficial = row.direction === 'out'
    const comment: PublicComment = {
      id: row.id,
      gone,
      ground: gone && wasShown(row.state_before) ? row.ground_text : null,
      isOfficial,
      author: gone ? '' : isOfficial ? signatureOf(row) : row.author_name,
      handle: gone || isOfficial ? null : row.handle,
      network: row.network,
      url: gone ? null : row.remote_url,
      html: gone ? '' : withEmojis(row.html, row.id, row.emojis),
      language: row.language,
      contentWarning: gone ? null : row.content_warning,
      attachments: gone ? [] : shownAttachments(row.id, row.attachments),
      file: gone ? null : fileOf(row),
      at: row.at,
      editedAt: gone ? null : row.edited_at,
      replies: []
    }
    byId.set(row.id, comment)
    // An answer to a conversation as a whole stands below what began it.
    const parent =
      (row.in_reply_to ? byId.get(row.in_reply_to) : undefined) ??
      (isOfficial ? firstOf.get(row.conversation_id) : undefined)
    if (parent) parent.replies.push(comment)
    else threads.push(comment)
    if (!firstOf.has(row.conversation_id)) firstOf.set(row.conversation_id, comment)
  }
  const kept = threads.filter(prune)
  const living = [...byId.values()].filter((comment) => !comment.gone)
  return {
    threads: kept,
    count: living.filter((comment) => !comment.isOfficial).length,
    answers: living.filter((comment) => comment.isOfficial).length,
    isCut: rows.length > most
  }
}

function fileOf(row: {
  id: string
  file_mime: string | null
  file_alt: string | null
  file_width: number | null
  file_height: number | null
}): ShownFile | null {
  if (row.file_mime === null) return null
  return shownFile(row.id, {
    mime: row.file_mime,
    alt: row.file_alt ?? '',
    width: row.file_width,
    height: row.file_height
  })
}

/** What was decided about before anybody had seen it leaves no mark. */
function wasShown(before: string | null): boolean {
  return before === 'visible' || before === 'hidden'
}

/** The unit, and the person where the municipality wanted that when it was written. */
function signatureOf(row: { unit_name: string | null; author_name: string; signs_person: boolean }): string {
  return [row.signs_person ? row.author_name : '', row.unit_name ?? ''].filter(Boolean).join(', ')
}

/** What is gone stays as a mark only where something living hangs on it, or where the administration owes a reason. */
function prune(comment: PublicComment): boolean {
  // The answers of the administration stand first under the question, however many others wrote before.
  comment.replies = comment.replies.filter(prune).toSorted((a, b) => Number(b.isOfficial) - Number(a.isOfficial))
  return !comment.gone || comment.ground !== null || comment.replies.length > 0
}

/** How many public comments and answers each of these posts has, for lists. */
export async function commentCounts(tx: Tx, postIds: string[]): Promise<Map<string, number>> {
  if (postIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select('conversation.post_id')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('conversation.post_id', 'in', postIds)
    .where('message.visibility', 'in', ['public', 'unlisted'])
    .where('message.direction', '=', 'in')
    .where('message.state', '=', 'visible')
    .groupBy('conversation.post_id')
    .execute()
  return new Map(rows.map((row) => [row.post_id ?? '', Number(row.count)]))
}
