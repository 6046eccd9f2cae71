/** The plan's form as it is typed. */
export interface TypedCampaign {
  revision: number
  title: string
  problem: string
  /** One a line. */
  messages: string
  unit: string
  startsOn: string
  endsOn: string
  reviewOn: string
  hoursBudget: string
  goals: string[]
  audiences: string[]
  people: string[]
  instruments: string[]
  /** By instrument. */
  reasons: Record<string, string>
}

/** What the plan's form offers. */
export interface PlanChoices {
  units: { value: string; label: string }[]
  goals: { id: string; name: string }[]
  audiences: { id: string; name: string }[]
  people: { id: string; name: string }[]
  instruments: readonly string[]
}

/** A measure as the page shows it. */
export interface MeasureView {
  id: string
  name: string
  figure: string
  target: number | null
  dueOn: string | null
  results: { id: string; day: string; value: number; note: string }[]
}
