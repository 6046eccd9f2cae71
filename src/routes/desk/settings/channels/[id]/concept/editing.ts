// What the pages and endpoints of a concept at the desk have in common.
import { error } from '@sveltejs/kit'
import { sectionKinds } from '#concepts/shipped.ts'
import { saveConcept } from '#concepts/save.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'

/** Runs `work` as the signed-in person, for the channel whose id stands in the address. */
export async function atConcept<T>(
  locals: App.Locals,
  channel: string,
  work: (tx: Tx, who: Person) => Promise<T>
): Promise<T> {
  const { who } = locals
  if (!who) error(401)
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(channel)) error(404, 'notFound')
  return inMunicipality(locals.municipality.id, (tx) => work(tx, who))
}

/** The sections of the form; what it does not hold is left as it is. */
export function typedSections(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {}
  for (const { id } of sectionKinds()) {
    const value = form.get(id)
    // Browsers send line ends as CRLF.
    if (typeof value === 'string') typed[id] = value.replace(/\r\n?/g, '\n')
  }
  return typed
}

/** Saves the form as a draft. */
export function keepSections(tx: Tx, who: Person, channel: string, form: FormData): Promise<{ revision: number }> {
  const revision = Number.parseInt(String(form.get('revision')), 10) || 0
  return saveConcept(tx, who, { channel, revision, sections: typedSections(form) })
}
