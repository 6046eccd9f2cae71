/** What the pages of the site hand to their parts. */
export interface CardView {
  id: string
  href: string
  title: string
  lead: string
  language: string
  unit: string
  at: Date
  topics: { name: string; href: string }[]
  picture: { src: string; set: string; alt: string; width: number; height: number; focus: string } | null
  comments: number
}

export interface CommentView {
  id: string
  gone: 'deleted' | 'hidden' | null
  ground: string | null
  isOfficial: boolean
  author: string
  handle: string | null
  network: string
  url: string | null
  html: string
  language: string | null
  contentWarning: string | null
  attachments: { url: string; mime: string; alt: string; picture: string | null }[]
  /** What its author attached, here. */
  file: { href: string; isPicture: boolean; alt: string; width: number | null; height: number | null } | null
  at: Date
  editedAt: Date | null
  replies: CommentView[]
}

/** What the visitor typed, kept when something is wrong with it. */
export interface CommentFormState {
  name?: string
  email?: string
  text?: string
  parent?: string | null
  known?: string
  alt?: string
  /** A text per field. */
  problems?: Record<string, string>
  /** What is wrong with the whole. */
  problem?: string
}
