// What pages in the browser know of conversations too.

/** The most pressing first. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

/** How something came that was said away from any screen. */
export const ways = ['phone', 'counter', 'letter', 'meeting'] as const
export type Way = (typeof ways)[number]
