export type PostState = 'draft' | 'in_review' | 'scheduled' | 'published' | 'withdrawn'

/** What a person writes in the composer. */
export interface DraftInput {
  title: string
  lead: string
  /** Markdown; headings begin at level 2. */
  body: string
  unitId: string
  language?: 'de' | 'en'
  /** By name; unknown ones are made, where the person may. */
  goals?: string[]
  topics?: string[]
  /** Null: belongs to no campaign. */
  campaignId?: string | null
  /** For whom it is. */
  audienceIds?: string[]
  /** The picture at the top, a media id. */
  imageId?: string | null
  fediverseForm?: 'note' | 'article'
  comments?: 'open' | 'closed'
  /** Null: every live channel of the unit and of those above it. */
  channelIds?: string[] | null
  /** Local time at which it is meant to go out; empty or none that exists: no plan. Nothing follows from it by itself. */
  plannedAt?: string
  /** Keys of the topics with four eyes that it touches. */
  fourEyes?: string[]
  /** Of the channels named here; others stay as they are. */
  variants?: VariantInput[]
}

/** What a channel says in its own words, or the warning above what it says. */
export interface VariantInput {
  channelId: string
  detached: boolean
  title: string
  text: string
  warning: string
}

/** A heading of an article, for its table of contents. */
export interface Heading {
  id: string
  text: string
  level: number
}

/** A place in a text that stands at a fault of form: shown at the field, and in the way of publishing. */
export const limits = {
  title: 160,
  lead: 600,
  body: 100_000,
  note: 1000,
  reason: 2000,
  variant: 5000,
  warning: 200
} as const
