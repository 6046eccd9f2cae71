import type { ShownText } from '../../language/shown-text.ts'
import type { MediaCard } from '../../media/shared.ts'

/** The picture above the text. */
export interface TypedPictures {
  imageId: string
  /** What the picture above the text shows; null where the form has no such field. */
  topAlt: string | null
  /** Whether it shows words; null where the form does not ask. */
  topShowsText: boolean | null
}

export interface PictureView {
  id: string
  url: string
  alt: string
  width: number
  height: number
  markdown: string
  /** It needs no words: the library says why. */
  isException?: boolean
  /** What stands in the way of it, or will. */
  marks?: Pick<
    MediaCard,
    'withoutAlt' | 'withoutCaptions' | 'isWithdrawn' | 'isRetired' | 'consentOpen' | 'consentEnds'
  > & { withoutLicence: boolean }
}

export interface PicturesData {
  picture: PictureView | null
  /** Those pictures of the post that show words. */
  shownTexts: ShownText[]
  /** The newest of the library, for who has no script. */
  library: { id: string; name: string }[]
}
