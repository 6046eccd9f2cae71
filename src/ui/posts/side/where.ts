/** Where a post goes: its channels and the form it takes there. */
export interface TypedWhere {
  channels: string[]
  fediverseForm: string
}

export interface ChannelView {
  id: string
  name: string
  network: string
  unitId: string
  /** Why nothing can be published there: its concept is missing or withdrawn. */
  stopped: 'concept-missing' | 'concept-withdrawn' | null
}

export interface WhereData {
  channels: ChannelView[]
  /** How many characters heading and lead may have together in a short note. */
  noteRoom: number
}

/** The channels a post of this unit goes to unless somebody says otherwise. */
export function defaultChannels(channels: ChannelView[], above: string[]): string[] {
  return channels
    .filter((one) => one.network === 'site' || (above.includes(one.unitId) && !one.stopped))
    .map((one) => one.id)
}
