/** Words of cases that pages and forms know too. */
export const caseStates = ['open', 'in_progress', 'closed'] as const
export type CaseState = (typeof caseStates)[number]

/** The kinds of Open311's service definitions. */
export const attributeKinds = ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] as const
export type AttributeKind = (typeof attributeKinds)[number]

/** Something else that is asked for in a category. */
export interface Attribute {
  code: string
  kind: AttributeKind
  required: boolean
  /** The question as it stands at the field. */
  question: string
  /** What stands below it. */
  hint: string
  /** What can be chosen, of the lists. */
  options: { key: string; name: string }[]
  /** False: only a note that is shown and asks for nothing. */
  variable: boolean
}

/** A category, as forms show it. */
export interface Service {
  id: string
  code: string
  name: string
  group: string
  description: string
  keywords: string[]
  unitId: string | null
  attributes: Attribute[]
  resolveMinutes: number | null
  position: number
  isArchived: boolean
}

/** An answer to an attribute, with what it was called when it was given. */
export interface AttributeAnswer {
  code: string
  question: string
  /** As it is shown: the names of what was chosen. */
  shown: string
  /** As it was given: the keys of what was chosen. */
  values: string[]
}

export const caseLimits = { text: 4000, address: 300, note: 1000, phone: 40, answer: 1000, answers: 40 } as const

/** Where a name of a field of the form comes from. */
export function answerField(code: string): string {
  return `antwort-${code}`
}
