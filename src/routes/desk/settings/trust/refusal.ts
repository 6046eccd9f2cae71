/** What a form of the page was refused with: where, what is wrong, and what was typed. */
export type Refusal = {
  form?: string
  fields: Record<string, string>
  values: Record<string, string>
} | null
