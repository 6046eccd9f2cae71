// Which municipality a page belongs to.
import { error } from '@sveltejs/kit'
import { inMunicipality, type Tx } from '#platform/database/database.ts'

/** Runs `work` inside the municipality whose host was asked. Answers 404 where the host belongs to none. */
export async function here<T>(locals: App.Locals, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!locals.municipality) error(404, 'notFound')
  return inMunicipality(locals.municipality.id, work)
}
