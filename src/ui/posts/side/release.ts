/** What the button does, and what it needs to be told. */
export interface TypedRelease {
  /** What was corrected, for readers. */
  note: string
}

export interface ReleaseData {
  /** By unit: whether this person may publish there. */
  mayPublish: Record<string, boolean>
}
