// The ladder: what may be done about something somebody wrote, from the mildest to the gravest. Also for pages.

/** `answer` is the dialogue's own; it is no decision about what was written. */
export const steps = ['stand', 'remind', 'hide', 'delete', 'pause', 'block', 'police'] as const
export type Step = (typeof steps)[number]

export type DecisionState = 'waiting' | 'in_force' | 'ended' | 'undone' | 'changed' | 'refused'
export type Outcome = 'upheld' | 'changed' | 'undone'

/** How an author hears of a decision. `page`: their private link. */
export type Way = 'page' | 'mail' | 'direct' | 'reply'

/** What another network is asked for besides. */
export type Carried = 'block' | 'report'

/** Everything above a reminder states facts, ground and what milder was considered. */
export function needsReasons(step: Step): boolean {
  return step !== 'stand' && step !== 'remind'
}

/** A block holds for one of these; nobody is shut out for good. */
export const blockDays = [1, 7, 30] as const
export const pauseHours = [2, 12, 24, 72, 168] as const

export const maxReason = 4000
/** A reminder fits everywhere. */
export const maxReminder = 1000

/** A decision's number, as people read it out. */
export function referenceOf(id: string): string {
  return `M-${id.replaceAll('-', '').slice(-8).toUpperCase()}`
}

/** The lists of the desk. */
export const decisionViews = ['waiting', 'reviews', 'force', 'all'] as const
export type DecisionView = (typeof decisionViews)[number]
