// The picture above the text.
import { today } from '#media/consent.ts'
import { noteShownText } from '#media/describe.ts'
import { listMedia, picturesWithText, readMedia } from '#media/queries.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { type Picture, picturesOf, pictureUrl } from '#platform/media/images.ts'
import { describeImage, imageMarkdown } from '#posts/images.ts'
import type { DraftInput } from '#posts/types.ts'
import type { PicturesData, PictureView, TypedPictures } from '#ui/posts/side/pictures.ts'
import { showMedia } from '../../media/showing.ts'
import type { Loading, ReadText } from './loading.ts'

export function readPictures(form: FormData, text: ReadText): TypedPictures {
  const isAsked = form.has('topAlt')
  return {
    imageId: text('imageId'),
    topAlt: isAsked ? text('topAlt').trim() : null,
    topShowsText: isAsked ? text('topShowsText') === 'yes' : null
  }
}

/** Keeps what was said about the picture, which belongs to the picture and not to the draft. */
export async function draftPictures(tx: Tx, who: Person, typed: TypedPictures): Promise<Pick<DraftInput, 'imageId'>> {
  const imageId = /^[0-9a-f-]{36}$/.test(typed.imageId) ? typed.imageId : null
  if (imageId && typed.topAlt !== null) {
    const picture = (await picturesOf(tx, [imageId])).get(imageId)
    if (picture && picture.alt !== typed.topAlt) await describeImage(tx, who, picture.id, typed.topAlt)
    if (picture && typed.topShowsText !== null) await noteShownText(tx, who, picture.id, typed.topShowsText)
  }
  return { imageId }
}

export async function loadPictures({ tx, who, post }: Loading): Promise<{ typed: TypedPictures; data: PicturesData }> {
  const day = await today(tx)
  const { items } = await listMedia(tx, who, { today: day, limit: 30 })
  const above = post?.picture ? await readMedia(tx, who, post.picture.id) : null
  const library = items.map((item) => ({ id: item.id, name: item.name || item.alt.slice(0, 60) || item.id.slice(-6) }))
  const marks = above && { ...showMedia(above, day), withoutLicence: above.licence === null }
  return {
    typed: { imageId: post?.picture?.id ?? '', topAlt: null, topShowsText: null },
    data: {
      picture:
        post?.picture && above && marks
          ? { ...showPicture(post.picture), marks, isException: above.altException !== null }
          : null,
      shownTexts: post ? await picturesWithText(tx, { body: post.body, imageId: post.picture?.id ?? null }) : [],
      library
    }
  }
}

/** A picture as the composer shows it. */
export function showPicture(picture: Picture): PictureView {
  return {
    id: picture.id,
    url: pictureUrl(picture, 480),
    alt: picture.alt,
    width: picture.width,
    height: picture.height,
    markdown: imageMarkdown(picture)
  }
}
