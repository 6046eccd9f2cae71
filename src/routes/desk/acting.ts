// How the forms of an opened conversation are taken: each runs one use case and says what came of it.
import { error } from '@sveltejs/kit'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field, trying } from '#routes/failing.ts'
import { messages, type Messages } from '#ui/messages/messages.ts'
import type { RequestEvent } from '@sveltejs/kit'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const idOrNull = (value: string | null) => (value && id.test(value) ? value : null)

/** What was typed, so that a refusal loses nothing of it; several of one name with a space between. */
const typedIn = (form: FormData) =>
  Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).filter(isText).join(' ')]))
const isText = (value: FormDataEntryValue): value is string => typeof value === 'string'

/** Runs a use case for a form of the page; what it answers is said to the person. */
export function act<T>(
  action: string,
  work: (tx: Tx, who: Person, form: FormData) => Promise<T>,
  said: (t: Messages, form: FormData, done: T) => string,
  undo: (done: T) => string | null = () => null
) {
  return async ({ request, locals }: RequestEvent) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    return trying(language, action, typedIn(form), async () => {
      const done = await inMunicipality(municipality.id, (tx) => work(tx, who, form))
      return { action, said: said(messages(language), form, done), undo: undo(done) }
    })
  }
}

/** Which conversation a form speaks of; one that nobody has when it names none. */
export const conversationOf = (form: FormData) => ({ conversation: idOrNull(field(form, 'conversation')) ?? newId() })
export const messageOf = (form: FormData) => ({
  message: idOrNull(field(form, 'message')) ?? newId(),
  seen: field(form, 'seen')
})
/** An empty choice means none. */
export const choice = (form: FormData, name: string) => (form.has(name) ? idOrNull(field(form, name)) : undefined)
