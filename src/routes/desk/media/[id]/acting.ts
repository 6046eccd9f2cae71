import type { RequestEvent } from '@sveltejs/kit'
import { refused } from '#hooks/refused.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { asPerson } from '../../posts/composing.ts'

type Event = RequestEvent<{ id: string }>

/** A form of the file's page: does the work as the signed-in person, and brings back what was typed when it is refused. */
export function action(
  id: string,
  work: (tx: Tx, who: Person, media: string, text: (name: string) => string) => Promise<void>
) {
  return outside(id, (event, text) => asPerson(event.locals, (tx, who) => work(tx, who, event.params.id, text)))
}

/** The same for work that must not run inside one transaction. */
export function outside(
  id: string,
  work: (event: Event, text: (name: string) => string, form: FormData) => Promise<void>
) {
  return async (event: Event) => {
    const form = await event.request.formData()
    const text = (name: string): string => {
      const value = form.get(name)
      return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
    }
    try {
      await work(event, text, form)
    } catch (error) {
      const typed = Object.fromEntries(
        [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      )
      return refused(error, event.locals.language, typed, id)
    }
    return { form: id, saved: id, problem: null, fields: {} as Record<string, string>, values: null }
  }
}
