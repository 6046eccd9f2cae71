/** The picture above the text. */
export interface TypedPictures {
  imageId: string
  /** What the picture above the text shows; null where the form has no such field. */
  topAlt: string | null
}

export interface PictureView {
  id: string
  url: string
  alt: string
  width: number
  height: number
  markdown: string
}

export interface PicturesData {
  picture: PictureView | null
}
