// Reading and answering the forms of crisis mode.
import { error, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What was typed, by field; of a field that stands there several times all values. */
export interface Typed {
  one(name: string): string
  all(name: string): string[]
}

/** An action of a page: what was typed stays when it is refused; otherwise it goes on to the path that `work` names. */
export function act(
  form: string,
  work: (tx: Tx, who: Person, typed: Typed, event: RequestEvent) => Promise<string>
): (event: RequestEvent) => Promise<ReturnType<typeof refused<Record<string, string>>>> {
  return async (event) => {
    const data = await event.request.formData()
    const values = Object.fromEntries([...data.keys()].map((key) => [key, text(data, key)]))
    const typed: Typed = {
      one: (name) => text(data, name).replace(/\r\n?/g, '\n'),
      all: (name) => data.getAll(name).filter((one) => typeof one === 'string')
    }
    const { who, municipality, language } = event.locals
    if (!who) error(401)
    let path: string
    try {
      path = await inMunicipality(municipality.id, (tx) => work(tx, who, typed, event))
    } catch (problem) {
      return refused(problem, language, values, form)
    }
    redirect(303, path)
  }
}

/** An id that a form names. @throws NotFound */
export function idIn(typed: Typed, name: string): string {
  const id = typed.one(name)
  if (!uuid.test(id)) throw new NotFound()
  return id
}
