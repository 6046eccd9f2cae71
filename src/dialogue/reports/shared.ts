// Words about notices of illegal content that pages need too.

/** What somebody may notice, the gravest first. */
export const categories = [
  'threat',
  'hate',
  'insult',
  'child-abuse',
  'extremism',
  'personal-data',
  'copyright',
  'fraud',
  'other'
] as const
export type Category = (typeof categories)[number]
export type ReportOutcome = 'measure' | 'unfounded' | 'gone'
export type PoliceState = 'none' | 'open' | 'told' | 'not_needed'

export const maxExplanation = 5000

export function isCategory(text: string | null): text is Category {
  return (categories as readonly (string | null)[]).includes(text)
}

/** Who notices depictions of child abuse is not asked who they are (Art. 16(2)(c) DSA). */
export function asksWho(category: Category): boolean {
  return category !== 'child-abuse'
}
