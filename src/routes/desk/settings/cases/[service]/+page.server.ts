import { error } from '@sveltejs/kit'
import {
  archiveService,
  findService,
  raiseAttribute,
  removeAttribute,
  saveAttribute,
  saveService
} from '#cases/services.ts'
import { unitChoices } from '#dialogue/choices.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { serviceInput } from '../input.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!may(locals.who!, 'case.settle')) error(403, 'notAllowed')
  const read = await inMunicipality(locals.municipality.id, async (tx) => ({
    service: await findService(tx, params.service),
    units: await unitChoices(tx)
  }))
  if (!read.service) error(404, 'notFound')
  return { ...read, service: read.service }
}

/** Runs a use case on the category of the page; what was typed comes back with a refusal. */
async function on<Values extends object>(
  { locals, params }: RequestEvent,
  form: string,
  values: Values,
  work: (tx: Tx, id: string) => Promise<unknown>
) {
  try {
    await inMunicipality(locals.municipality.id, async (tx) => {
      const service = await findService(tx, params.service)
      if (!service) error(404, 'notFound')
      await work(tx, service.id)
    })
  } catch (problem) {
    return refused(problem, locals.language, { ...values }, form)
  }
  return { saved: form }
}

export const actions: Actions = {
  save: async (event) => {
    const input = serviceInput(await event.request.formData())
    return on(event, 'save', input, (tx, id) => saveService(tx, event.locals.who!, { ...input, id }))
  },
  archive: async (event) => {
    const archived = (await event.request.formData()).get('archived') === '1'
    return on(event, 'archive', {}, (tx, id) => archiveService(tx, event.locals.who!, { id, archived }))
  },
  attribute: async (event) => {
    const form = await event.request.formData()
    const attribute = {
      code: text(form, 'code').trim(),
      kind: text(form, 'kind'),
      required: form.get('required') === '1',
      question: text(form, 'question'),
      hint: text(form, 'hint'),
      options: text(form, 'options')
    }
    return on(event, 'attribute', attribute, (tx, id) =>
      saveAttribute(tx, event.locals.who!, { service: id, attribute })
    )
  },
  raise: async (event) => {
    const code = text(await event.request.formData(), 'code')
    return on(event, 'raise', {}, (tx, id) => raiseAttribute(tx, event.locals.who!, { service: id, code }))
  },
  remove: async (event) => {
    const code = text(await event.request.formData(), 'code')
    return on(event, 'remove', {}, (tx, id) => removeAttribute(tx, event.locals.who!, { service: id, code }))
  }
}
