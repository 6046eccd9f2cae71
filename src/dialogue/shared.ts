// What pages in the browser know of conversations too.

/** The most pressing first. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]
