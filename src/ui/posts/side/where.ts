/** Where a post goes: its channels, the form it takes there, and what each of them says. */
export interface TypedWhere {
  channels: string[]
  fediverseForm: string
  /** By channel; one that is not there follows the post. */
  variants: Record<string, TypedVariant>
}

export interface TypedVariant {
  detached: boolean
  title: string
  text: string
  warning: string
}

export interface ChannelView {
  id: string
  name: string
  network: string
  unitId: string
  /** Chosen once, and now paused, closed or without what a channel needs: nothing can go there. */
  isOutOfReach: boolean
  /** Who speaks there. */
  speaker: { name: string; handle: string } | null
  /** Why nothing can be published there: its concept is missing or withdrawn, or it is a candidate's. */
  stopped: 'concept-missing' | 'concept-withdrawn' | 'candidate-account' | null
}

export interface WhereData {
  channels: ChannelView[]
  /** Channels whose own words are older than the post. */
  behind: string[]
  /** Where the post stands or will stand, for the preview's link. */
  pageUrl: string
}

/** The channels a post of this unit goes to unless somebody says otherwise. */
export function defaultChannels(channels: ChannelView[], above: string[]): string[] {
  return channels
    .filter((one) => one.network === 'site' || (above.includes(one.unitId) && !one.stopped && !one.isOutOfReach))
    .map((one) => one.id)
}
