// A version: what the public is told, fixed at the moment of publishing and never changed.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { picturesByToken } from '#platform/media/images.ts'
import { linkedFiles } from '#media/linked.ts'
import { noteUse } from '#media/use.ts'
import type { Who } from '#people/types.ts'
import { imagesIn } from './images.ts'
import type { PostRow } from './lock.ts'
import type { Heading } from './types.ts'
import { fixVariants } from './variants.ts'

export interface RenderedText {
  html: string
  headings: Heading[]
  words: number
  text: string
}

/** Renders a text the way the site shows it. Also the preview's way: both are the same by being the same. */
export async function renderText(tx: Tx, markdown: string): Promise<RenderedText> {
  const pictures = await picturesByToken(
    tx,
    imagesIn(markdown).map((image) => image.token)
  )
  return renderMarkdown(markdown, {
    file: await linkedFiles(tx, markdown),
    imageSize: (src) => {
      const picture = pictures.get(src.split('/')[2] ?? '')
      const variant = picture?.variants.find((one) => src.endsWith(`/${one.width}.${one.extension}`))
      return variant && { width: variant.width, height: variant.height }
    }
  })
}

/** Fixes the draft as the next version and keeps the search up to date. Answers its number. */
export async function addVersion(
  tx: Tx,
  who: Who,
  post: PostRow,
  correctionNote: string | null,
  author?: string | null
): Promise<number> {
  const number = post.version_number + 1
  const rendered = await renderText(tx, post.draft_body)
  const authorId = author ?? (who.kind === 'person' ? who.id : (post.scheduled_by ?? post.author_id))
  await tx
    .insertInto('post_version')
    .values({
      post_id: post.id,
      number,
      title: post.draft_title,
      lead: post.draft_lead,
      body: post.draft_body,
      html: rendered.html,
      headings: JSON.stringify(rendered.headings),
      words: rendered.words + wordsIn(post.draft_lead),
      image_id: post.image_id,
      correction_note: correctionNote,
      author_id: authorId,
      at: now()
    })
    .execute()
  await noteUse(tx, post.id, number, { body: post.draft_body, imageId: post.image_id })
  await tx
    .updateTable('post')
    .set({
      version_number: number,
      has_draft: false,
      search: sql<string>`setweight(to_tsvector('german', unaccent(${post.draft_title})), 'A')
        || setweight(to_tsvector('german', unaccent(${post.draft_lead})), 'B')
        || setweight(to_tsvector('german', unaccent(${rendered.text})), 'C')`
    })
    .where('id', '=', post.id)
    .execute()
  await fixVariants(tx, post, number, correctionNote)
  return number
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}
