// What pages in the browser know of conversations too.

/** The most pressing first. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

/** How something came that was said away from any screen. */
export const ways = ['phone', 'counter', 'letter', 'meeting'] as const
export type Way = (typeof ways)[number]

/** Why a matter may be passed on to another authority. */
export const grounds = ['consent', 'duty', 'anonymous'] as const
export type Ground = (typeof grounds)[number]
/** `active`: everything that is not done. */
export const filterStates = ['active', 'new', 'open', 'reopened', 'waiting', 'waiting_inside', 'done'] as const

/** What narrows a list or a search down. */
export interface Filters {
  state?: (typeof filterStates)[number]
  priority?: Priority
  /** An id, or `none`. */
  unit?: string
  person?: string
  channel?: string
  topic?: string
  /** Days, `YYYY-MM-DD`, of the last message. */
  from?: string
  to?: string
  overdue?: boolean
  unread?: boolean
  note?: boolean
}
