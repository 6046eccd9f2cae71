/** What the composer is given and sends. */
export interface TypedPost {
  revision: number
  title: string
  lead: string
  body: string
  unit: string
  language: string
  /** Names with semicolons between them. */
  topics: string
  goals: string
  imageId: string
  /** What the picture above the text shows; null where the form has no such field. */
  topAlt: string | null
  fediverseForm: string
  comments: string
  channels: string[]
  when: string
  at: string
  note: string
}

export interface PictureView {
  id: string
  url: string
  alt: string
  width: number
  height: number
  markdown: string
}

export interface ChannelView {
  id: string
  name: string
  network: string
  unitId: string
}

export interface ComposerData {
  language: 'de' | 'en'
  /** Null while nothing was saved yet. */
  post: {
    id: string
    state: 'draft' | 'scheduled' | 'published' | 'withdrawn'
    hasDraft: boolean
    path: string
    scheduledAt: Date | null
    scheduleProblem: string | null
    withdrawnAt: Date | null
    withdrawalReason: string | null
  } | null
  typed: TypedPost
  picture: PictureView | null
  units: { id: string; name: string; depth: number; above: string[]; mayPublish: boolean }[]
  channels: ChannelView[]
  topicNames: string[]
  goalNames: string[]
  zone: string
  /** How many characters heading and lead may have together in a short note. */
  noteRoom: number
}

export interface ComposerFailure {
  action: string
  problem: string
  fields: Record<string, string>
  typed: TypedPost
  stale?: { title: string; lead: string; body: string }
}

/** The channels a post of this unit goes to unless somebody says otherwise. */
export function defaultChannels(channels: ChannelView[], above: string[]): string[] {
  return channels.filter((one) => one.network === 'site' || above.includes(one.unitId)).map((one) => one.id)
}
