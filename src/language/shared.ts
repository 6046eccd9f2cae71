/** Languages of the user interface; the first is the default. */
export const languages = ['de', 'en'] as const
export type Language = (typeof languages)[number]
