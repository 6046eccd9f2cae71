// What stands in the calendar.

export const entryKinds = ['post', 'campaign', 'meeting', 'duty', 'holiday', 'school', 'election'] as const
export type EntryKind = (typeof entryKinds)[number]

/** One thing in the calendar. Times are local ones of the municipality. */
export interface Entry {
  /** Unique in the calendar: `post:ID`. */
  id: string
  kind: EntryKind
  title: string
  /** `YYYY-MM-DD` of a whole day, else `YYYY-MM-DDTHH:MM`. */
  from: string
  /** The end; of whole days the last one, counted. Null: a moment. */
  to: string | null
  /** Of a post: where it stands; of a campaign: what the day is. */
  state?: string
  unit?: string
  /** Where it is worked on. */
  href?: string
  /** May be given another time here, by this person. */
  isMovable?: boolean
  /** The same as moments, of what is no whole day. */
  startsAt?: string
  endsAt?: string
}

/** What a person wants to see. */
export interface Wanted {
  /** Local days, the last one not counted. */
  from: string
  to: string
  kinds?: readonly EntryKind[]
  /** With those below it. */
  unitId?: string | null
  /** What concerns this person: own posts, campaigns and duties. */
  personId?: string | null
  /** In which language holidays are named. */
  language?: 'de' | 'en'
}

/** The local day on which an entry begins. */
export function dayOfEntry(entry: Entry): string {
  return entry.from.slice(0, 10)
}
