// What others attached to a message, and the small pictures in their words, at addresses of our own: only what a message
// that stands holds can be asked for, and only by those who may read the message.
import { createHash } from 'node:crypto'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { onJournal } from '#platform/live/live.ts'
import { forgetRemotePictures, remotePicture, tidyRemotePictures, type RemoteKey } from '#platform/media/remote.ts'
import type { IncomingAttachment } from '#channels/contract.ts'

export interface Attachment {
  /** Where it stands elsewhere; followed only by a click. */
  url: string
  mime: string
  alt: string
  /** Where the picture stands here; null: it is none. */
  picture: string | null
}

interface Emoji {
  shortcode: string
  url: string
}

export interface FoundPicture {
  key: RemoteKey
  url: string
  size: number
  isPublic: boolean
}

const pictureSize = 1280
const emojiSize = 96

/** The attachments as a page shows them. */
export function shownAttachments(messageId: string, stored: unknown): Attachment[] {
  return (stored as IncomingAttachment[]).map(({ url, mime, alt }) => ({
    url,
    mime,
    alt,
    picture: mime.startsWith('image/') ? addressOf(messageId, url) : null
  }))
}

/** The words with their small pictures; what stands in tags stays as it is. `html` is cleaned already. */
export function withEmojis(html: string, messageId: string, stored: unknown): string {
  const emojis = stored as Emoji[]
  if (emojis.length === 0 || !html.includes(':')) return html
  const known = new Map(emojis.map(({ shortcode, url }) => [shortcode, url]))
  return html
    .split(/(<[^>]*>)/)
    .map((part) =>
      part.startsWith('<')
        ? part
        : part.replace(/:([\w+.@-]{1,60}):/g, (text, shortcode: string) => {
            const url = known.get(shortcode)
            return url
              ? `<img class="emoji" src="${addressOf(messageId, url)}" alt="${text}" title="${text}" width="20" height="20" loading="lazy">`
              : text
          })
    )
    .join('')
}

/** What an address means, if the message stands and this visitor may read it. */
export async function findRemotePicture(
  tx: Tx,
  who: Person | null,
  messageId: string,
  mark: string
): Promise<FoundPicture | null> {
  const row = await tx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['m.attachments', 'm.emojis', 'm.state', 'm.visibility', 'c.unit_id', 'c.assignee_id', 'c.post_id'])
    .where('m.id', '=', messageId)
    .where('m.state', '<>', 'deleted')
    .executeTakeFirst()
  if (!row) return null
  const isPublic = row.state === 'visible' && row.post_id !== null && ['public', 'unlisted'].includes(row.visibility)
  const mayRead = who !== null && (may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
  if (!isPublic && !mayRead) return null
  const key = { municipalityId: tx.municipalityId, ownerId: messageId, mark }
  const attachment = (row.attachments as unknown as IncomingAttachment[]).find(
    ({ url, mime }) => mime.startsWith('image/') && markOf(url) === mark
  )
  if (attachment) return { key, url: attachment.url, size: pictureSize, isPublic }
  const emoji = (row.emojis as unknown as Emoji[]).find(({ url }) => markOf(url) === mark)
  return emoji ? { key, url: emoji.url, size: emojiSize, isPublic } : null
}

/** The picture itself; asks the other server outside of any transaction. */
export function fetchFound(found: FoundPicture): Promise<Buffer | null> {
  return remotePicture(found.key, found.url, { size: found.size })
}

/** Copies go with their message, in every process that has some. Answers the function that ends it. */
export function forgetWithMessages(): () => void {
  const ends = ['message.deleted', 'message.edited', 'message.hidden', 'message.rejected']
  return onJournal(({ municipalityId, subjects, kinds }) => {
    if (!kinds.some((kind) => ends.includes(kind))) return
    // Too many to name: what is no longer stored is not served, and its copies go within a day.
    for (const id of subjects ?? []) void forgetRemotePictures(municipalityId, id).catch(() => {})
  })
}

/** Every hour: old copies, and the oldest while there are too many. */
export const tidyPicturesJob = defineJob({
  name: 'tidy-pictures',
  everySeconds: 3600,
  retryLimit: 0,
  handle: async () => void (await tidyRemotePictures())
})

function addressOf(messageId: string, url: string): string {
  return `/media/remote/${messageId}/${markOf(url)}`
}

/** Names the picture without telling where it stands; another picture in its place has another address. */
function markOf(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 20)
}
