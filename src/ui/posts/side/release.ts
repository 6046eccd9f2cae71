import type { FourEyesTopic, Level } from '#review/shared.ts'

/** What the button does, and what it needs to be told. */
export interface TypedRelease {
  /** What was corrected, for readers. */
  note: string
  /** Keys of the topics with four eyes that it touches. */
  fourEyes: string[]
  /** Who is asked by name; empty: who is nearest. */
  reviewer: string
}

export interface ReleaseData {
  /** By unit: whether this person may publish there. */
  mayPublish: Record<string, boolean>
  release: {
    /** By unit: this person's level, and who else may review. */
    levels: Record<string, Level>
    reviewers: Record<string, string[]>
    people: Record<string, string>
    /** The name of an outside reviewer, where there is one. */
    outside: string | null
    topics: FourEyesTopic[]
    crisis: boolean
    election: boolean
    sampleShare: number
    /** The text as it was loaded is approved. */
    approved: boolean
    /** By when somebody will have looked, in words. */
    until: string
  }
}
