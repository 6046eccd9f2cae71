// Pictures in posts: uploading, and which ones a text shows.
import { draftsShowing, voidApprovals } from '#media/approved.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { insertImage, type Picture, pictureUrl, type StoredImage } from '#platform/media/images.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'

/**
 * Adds an uploaded picture (see `storeImage`, which comes first and outside of the transaction). Without words for those
 * who cannot see it, it can be placed in a draft, but not published.
 * @throws NotAllowed
 */
export async function addImage(tx: Tx, who: Who, input: { image: StoredImage; alt: string }): Promise<Picture> {
  must(who, 'media.upload')
  const picture = await insertImage(tx, input.image, {
    alt: input.alt.slice(0, 1500),
    personId: who.kind === 'person' ? who.id : null
  })
  record(tx, who, 'media.added', picture.id)
  return picture
}

/** Says what a picture shows. @throws NotAllowed, NotFound */
export async function describeImage(tx: Tx, who: Who, id: string, alt: string): Promise<void> {
  must(who, 'media.upload')
  const before = await tx.selectFrom('media').select('alt').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!before) throw new NotFound()
  const words = alt.trim().slice(0, 1500)
  await tx.updateTable('media').set({ alt: words }).where('id', '=', id).execute()
  record(tx, who, 'media.described', id)
  if (words !== before.alt) await voidApprovals(tx, who, await draftsShowing(tx, id))
}

/** The Markdown that shows a picture at its place in the text. */
export function imageMarkdown(picture: Pick<Picture, 'token' | 'variants' | 'alt'>): string {
  return `![${picture.alt.replace(/[[\]\\]/g, '\\$&').replace(/\s+/g, ' ')}](${pictureUrl(picture, 960)})`
}

export interface ImageInText {
  token: string
  alt: string
}

/** The pictures that a Markdown text shows, by their token. */
export function imagesIn(markdown: string): ImageInText[] {
  return [...markdown.matchAll(/!\[((?:\\.|[^\]\\])*)\]\(\/media\/([\w-]{8,64})\/[^)\s]*[^)]*\)/g)].map((match) => ({
    alt: match[1] ?? '',
    token: match[2] ?? ''
  }))
}
