/** A file of the library as lists show it. */
export interface MediaCard {
  id: string
  kind: 'image' | 'video' | 'document'
  name: string
  bytes: number
  width: number
  height: number
  unitName: string | null
  createdAt: Date
  /** A small picture of it; null where there is none to show. */
  url: string | null
  alt: string
  /** Words are to be read in it. */
  showsText: boolean
  author: string
  licence: string | null
  focus: string
  /** What puts it into a text. */
  markdown: string
  isWithdrawn: boolean
  isRetired: boolean
  withoutAlt: boolean
  withoutCaptions: boolean
  consentOpen: boolean
  /** The day on which it may not be shown any more, when that is soon. */
  consentEnds: string | null
}
