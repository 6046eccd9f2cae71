/** What the last form of the page answered. */
export type PanelForm = {
  form?: string
  saved?: string
  problem?: string | null
  fields?: Record<string, string>
  values?: Record<string, string> | null
} | null

/** What one form shows: what was typed when it was refused, else what is saved. */
export function typedIn(form: PanelForm, id: string) {
  const own = form?.form === id ? form : null
  return {
    value: (name: string, saved: string): string => own?.values?.[name] ?? saved,
    error: (name: string): string | undefined => own?.fields?.[name]
  }
}
