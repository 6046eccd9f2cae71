// The picture above the text.
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { type Picture, picturesOf, pictureUrl } from '#platform/media/images.ts'
import { describeImage, imageMarkdown } from '#posts/images.ts'
import type { DraftInput } from '#posts/types.ts'
import type { PicturesData, PictureView, TypedPictures } from '#ui/posts/side/pictures.ts'
import type { Loading, ReadText } from './loading.ts'

export function readPictures(form: FormData, text: ReadText): TypedPictures {
  return { imageId: text('imageId'), topAlt: form.has('topAlt') ? text('topAlt').trim() : null }
}

/** Keeps what was said about the picture, which belongs to the picture and not to the draft. */
export async function draftPictures(tx: Tx, who: Person, typed: TypedPictures): Promise<Pick<DraftInput, 'imageId'>> {
  const imageId = /^[0-9a-f-]{36}$/.test(typed.imageId) ? typed.imageId : null
  if (imageId && typed.topAlt !== null) {
    const picture = (await picturesOf(tx, [imageId])).get(imageId)
    if (picture && picture.alt !== typed.topAlt) await describeImage(tx, who, picture.id, typed.topAlt)
  }
  return { imageId }
}

export function loadPictures({ post }: Loading): { typed: TypedPictures; data: PicturesData } {
  return {
    typed: { imageId: post?.picture?.id ?? '', topAlt: null },
    data: { picture: post?.picture ? showPicture(post.picture) : null }
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
