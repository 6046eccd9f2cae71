// What whoever reviews a post has before their eyes: everything that readers would see of it.
import { picturesOf, pictureUrl } from '#platform/media/images.ts'
import type { Tx } from '#platform/database/database.ts'
import { renderText } from '#posts/version.ts'
import type { OpenedReview } from '#review/queries.ts'

export interface ShownText {
  html: string
  picture: { url: string; alt: string } | null
  /** What channels say in their own words, while it is open. */
  variants: { channel: string; title: string; text: string; warning: string }[]
}

/** The text of a reviewed post as it would be shown; null for an answer, which is plain text. */
export async function shownText(
  tx: Tx,
  review: Pick<OpenedReview, 'subject' | 'state' | 'text' | 'post'>
): Promise<ShownText | null> {
  if (review.subject !== 'post') return null
  const { html } = await renderText(tx, review.text.body)
  if (!review.post || review.state !== 'open') return { html, picture: null, variants: [] }
  const post = await tx.selectFrom('post').select('image_id').where('id', '=', review.post.id).executeTakeFirst()
  const picture = post?.image_id ? (await picturesOf(tx, [post.image_id])).get(post.image_id) : undefined
  const variants = await tx
    .selectFrom('post_variant')
    .innerJoin('channel', 'channel.id', 'post_variant.channel_id')
    .select(['channel.name as channel', 'post_variant.title', 'post_variant.text', 'post_variant.warning'])
    .where('post_variant.post_id', '=', review.post.id)
    .where('channel.state', '=', 'live')
    .where(({ or, eb }) => or([eb('post_variant.detached', '=', true), eb('post_variant.warning', '<>', '')]))
    .orderBy('channel.name')
    .limit(100)
    .execute()
  return { html, picture: picture ? { url: pictureUrl(picture), alt: picture.alt } : null, variants }
}
