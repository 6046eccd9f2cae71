import { listSources } from '#council/queries.ts'
import { addSource, changeSource, chooseBodies, readNow, removeSource } from '#council/settle.ts'
import { refused, text } from '#hooks/refused.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  must(who, 'council.settle')
  return { sources: await inMunicipality(locals.municipality.id, (tx) => listSources(tx, who)) }
}

function act(name: string, work: (tx: Tx, who: Person, form: FormData, source: string) => Promise<unknown>): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const source = text(form, 'source')
    const id = source ? `${name}-${source}` : name
    try {
      if (name !== 'add' && !uuid.test(source)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, form, source))
    } catch (problem) {
      return refused(problem, locals.language, { url: text(form, 'url'), everyHours: text(form, 'everyHours') }, id)
    }
    return { saved: id, done: name }
  }
}

const hoursIn = (form: FormData) => Number(text(form, 'everyHours') || Number.NaN)

export const actions: Actions = {
  add: act('add', (tx, who, form) => addSource(tx, who, { url: text(form, 'url'), everyHours: hoursIn(form) })),
  change: act('change', (tx, who, form, source) =>
    changeSource(tx, who, { source, everyHours: hoursIn(form), paused: form.has('paused') })
  ),
  choose: act('choose', (tx, who, form, source) =>
    chooseBodies(tx, who, {
      source,
      bodies: form
        .getAll('bodies')
        .map(String)
        .filter((id) => uuid.test(id))
    })
  ),
  read: act('read', (tx, who, _form, source) => readNow(tx, who, { source })),
  remove: act('remove', (tx, who, _form, source) => removeSource(tx, who, { source }))
}
