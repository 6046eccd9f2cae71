export type Verdict = 'open' | 'false' | 'partly' | 'true'
export const verdicts: readonly Verdict[] = ['open', 'false', 'partly', 'true']

/** Lengths of what is typed, in characters. */
export const limits = {
  title: 120,
  reason: 1000,
  headline: 160,
  part: 4000,
  claim: 300,
  answer: 2000,
  log: 2000
} as const

/** What a report says, in Markdown. */
export interface ReportText {
  headline: string
  known: string
  unknown: string
  doing: string
}

export interface Report extends ReportText {
  number: number
  nextAt: Date | null
  postId: string | null
  personName: string | null
  at: Date
}

export interface Rumour {
  id: string
  claim: string
  answer: string
  verdict: Verdict
  isPublic: boolean
  at: Date
  changedAt: Date
}

export interface LogEntry {
  id: string
  text: string
  toName: string | null
  personName: string | null
  at: Date
}

export interface Crisis {
  id: string
  title: string
  slug: string
  reason: string
  unitId: string
  state: 'active' | 'ended'
  startedAt: Date
  startedBy: string | null
  nextAt: Date | null
  endedAt: Date | null
  endedBy: string | null
  wentWell: string
  wentBadly: string
  lessons: string
}
