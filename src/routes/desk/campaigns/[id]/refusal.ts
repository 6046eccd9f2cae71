import type { Refused } from '#hooks/refused.ts'

/** What one of the page's forms was told. */
export type Refusal = Refused<Record<string, string>>
