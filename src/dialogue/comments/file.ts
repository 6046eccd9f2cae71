// A file at a comment: one picture or one PDF, told by its content. A picture is drawn anew, so that nothing but what it
// shows remains; of a PDF that only shows something the names are blanked. Nobody sees it before a look at the comment.
import type { CommentRules } from '#municipality/settings.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { withoutControls } from '#platform/html/plain.ts'
import { readImage } from '#platform/media/image.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'

export const maxFileBytes = 5 * 1024 * 1024

export interface CommentFile {
  mime: 'image/webp' | 'application/pdf'
  bytes: Buffer
  width: number | null
  height: number | null
  alt: string
}

/** Reads what somebody attached; slow, so outside of any transaction. @throws Invalid with a message for `file` */
export async function readFile(
  allowed: CommentRules['files'],
  bytes: Buffer,
  alt: string
): Promise<CommentFile | null> {
  if (bytes.length === 0 || allowed === 'none') return null
  if (bytes.length > maxFileBytes) throw new Invalid({ file: 'commentFileBig' }, 'invalid', { megabytes: 5 })
  const said = withoutControls(alt.toWellFormed()).trim().slice(0, 300)
  try {
    if (bytes.subarray(0, 1024).includes('%PDF-')) {
      if (allowed !== 'documents') throw new Invalid({ file: 'commentFileKind' })
      const { readPdf } = await import('#platform/media/pdf.ts')
      const { clean, isSigned } = readPdf(bytes)
      // A signed one would have to stay as it is, with every name in it.
      if (isSigned) throw new Invalid({ file: 'commentFileSigned' })
      return { mime: 'application/pdf', bytes: clean, width: null, height: null, alt: said }
    }
    const { variants } = await readImage(bytes, maxFileBytes)
    const largest = variants.findLast(({ extension }) => extension === 'webp')!
    const { width, height } = largest
    return { mime: 'image/webp', bytes: largest.bytes, width, height, alt: said }
  } catch (error) {
    if (error instanceof Invalid || !(error instanceof Refusal)) throw error
    throw new Invalid({ file: error.key }, 'invalid', error.data)
  }
}

/** Writes it down with its comment. */
export async function keepFile(tx: Tx, messageId: string, file: CommentFile): Promise<void> {
  await tx
    .insertInto('comment_file')
    .values({ message_id: messageId, ...file })
    .execute()
}

/** The file at a comment that stands, or that this member of the staff may look at; null otherwise. */
export async function readCommentFile(
  tx: Tx,
  who: Person | null,
  messageId: string
): Promise<{ mime: string; bytes: Buffer; isPublic: boolean } | null> {
  const row = await tx
    .selectFrom('comment_file as f')
    .innerJoin('message as m', 'm.id', 'f.message_id')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['f.mime', 'f.bytes', 'm.state', 'm.visibility', 'c.unit_id', 'c.assignee_id', 'c.post_id'])
    .where('f.message_id', '=', messageId)
    .where('m.state', '<>', 'deleted')
    .executeTakeFirst()
  if (!row) return null
  const isPublic = row.state === 'visible' && row.post_id !== null && ['public', 'unlisted'].includes(row.visibility)
  const mayRead = who !== null && (may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
  return isPublic || mayRead ? { mime: row.mime, bytes: row.bytes, isPublic } : null
}

export interface ShownFile {
  href: string
  isPicture: boolean
  alt: string
  width: number | null
  height: number | null
}

/** What stands at these messages, by message. */
export async function filesOf(tx: Tx, messageIds: string[]): Promise<Map<string, ShownFile>> {
  if (messageIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('comment_file')
    .select(['message_id', 'mime', 'alt', 'width', 'height'])
    .where('message_id', 'in', messageIds.slice(0, 500))
    .execute()
  return new Map(rows.map((row) => [row.message_id, shownFile(row.message_id, row)]))
}

/** A file as pages show it. */
export function shownFile(
  messageId: string,
  { mime, alt, width, height }: Pick<CommentFile, 'alt' | 'width' | 'height'> & { mime: string }
): ShownFile {
  return { href: `/media/kommentar/${messageId}`, isPicture: mime === 'image/webp', alt, width, height }
}
