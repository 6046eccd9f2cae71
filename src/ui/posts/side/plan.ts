/** The campaign a post belongs to (empty: none), and the ids of the audiences it is for. */
export interface TypedPlan {
  campaign: string
  audiences: string[]
}

export interface PlanData {
  /** Those a post may belong to, with what each suggests. */
  campaigns: { id: string; title: string; goals: string[]; audienceIds: string[] }[]
  audienceNames: { id: string; name: string }[]
}
