import { error } from '@sveltejs/kit'
import { connectEndpoint, listEndpoints, mapServices, removeEndpoint, saveEndpoint } from '#cases/forward/endpoints.ts'
import { issueKey, listKeys, revokeKey } from '#cases/keys.ts'
import { archiveService, listServices, raiseService, saveService } from '#cases/services.ts'
import { caseSettings, settleCases } from '#cases/settings.ts'
import { unitChoices } from '#dialogue/choices.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { idOrNull } from '../../acting.ts'
import { serviceInput } from './input.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who!
  if (!may(who, 'case.settle')) error(403, 'notAllowed')
  const mayKeys = may(who, 'case.key')
  const read = await inMunicipality(locals.municipality.id, async (tx) => ({
    services: await listServices(tx, true),
    settings: await caseSettings(tx),
    units: await unitChoices(tx),
    keys: mayKeys ? await listKeys(tx, who) : null,
    endpoints: mayKeys ? await listEndpoints(tx) : null
  }))
  return {
    ...read,
    isOn: locals.municipality.settings.cases,
    zone: locals.municipality.timeZone,
    endpoint: `${url.origin}/api/open311/v2`
  }
}

/** A number of a form; null: nothing was typed. What is no number stays none, and is refused. */
const number = (form: FormData, name: string) => {
  const typed = text(form, name).trim().replace(',', '.')
  return typed === '' ? null : Number(typed)
}

export const actions: Actions = {
  rules: async ({ request, locals }) => {
    const form = await request.formData()
    const before = await inMunicipality(locals.municipality.id, caseSettings)
    const input = {
      ...before,
      isOn: form.get('isOn') === '1',
      reviews: form.get('reviews') === '1',
      photos: form.get('photos') === '1',
      intro: text(form, 'intro')
    }
    try {
      await inMunicipality(locals.municipality.id, (tx) => settleCases(tx, locals.who!, input))
    } catch (problem) {
      return refused(problem, locals.language, { intro: input.intro }, 'rules')
    }
    return { saved: 'rules' as const }
  },
  map: async ({ request, locals }) => {
    const form = await request.formData()
    const before = await inMunicipality(locals.municipality.id, caseSettings)
    const typed = Object.fromEntries(
      ['tiles', 'attribution', 'lat', 'lng', 'jurisdiction'].map((name) => [name, text(form, name)])
    )
    const input = {
      ...before,
      isOn: locals.municipality.settings.cases,
      tiles: text(form, 'tiles'),
      attribution: text(form, 'attribution'),
      lat: number(form, 'lat'),
      lng: number(form, 'lng'),
      jurisdiction: text(form, 'jurisdiction')
    }
    try {
      await inMunicipality(locals.municipality.id, (tx) => settleCases(tx, locals.who!, input))
    } catch (problem) {
      return refused(problem, locals.language, typed, 'map')
    }
    return { saved: 'map' as const }
  },
  add: async ({ request, locals }) => {
    const form = await request.formData()
    const input = serviceInput(form)
    try {
      await inMunicipality(locals.municipality.id, (tx) => saveService(tx, locals.who!, input))
    } catch (problem) {
      return refused(problem, locals.language, { ...input }, 'add')
    }
    return { saved: 'add' as const }
  },
  raise: async ({ request, locals }) => {
    const id = idOrNull(text(await request.formData(), 'id'))
    if (!id) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => raiseService(tx, locals.who!, id))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'raise')
    }
    return { saved: 'raise' as const }
  },
  archive: async ({ request, locals }) => {
    const form = await request.formData()
    const id = idOrNull(text(form, 'id'))
    if (!id) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) =>
        archiveService(tx, locals.who!, { id, archived: form.get('archived') === '1' })
      )
    } catch (problem) {
      return refused(problem, locals.language, {}, 'archive')
    }
    return { saved: 'archive' as const }
  },
  key: async ({ request, locals }) => {
    const form = await request.formData()
    const input = { name: text(form, 'keyName'), perHour: text(form, 'perHour') }
    try {
      const made = await inMunicipality(locals.municipality.id, (tx) => issueKey(tx, locals.who!, input))
      return { saved: 'key' as const, key: made.key }
    } catch (problem) {
      return refused(problem, locals.language, { keyName: input.name, perHour: input.perHour }, 'key')
    }
  },
  endpoint: async ({ request, locals }) => {
    const form = await request.formData()
    const input = {
      name: text(form, 'endpointName'),
      url: text(form, 'endpointUrl'),
      jurisdiction: text(form, 'endpointJurisdiction'),
      key: text(form, 'endpointKey')
    }
    try {
      const { id } = await inMunicipality(locals.municipality.id, (tx) => saveEndpoint(tx, locals.who!, input))
      await connectEndpoint(locals.municipality.id, id)
    } catch (problem) {
      // The key is not shown again.
      return refused(
        problem,
        locals.language,
        { endpointName: input.name, endpointUrl: input.url, endpointJurisdiction: input.jurisdiction },
        'endpoint'
      )
    }
    return { saved: 'endpoint' as const }
  },
  mapping: async ({ request, locals }) => {
    const form = await request.formData()
    const endpoint = idOrNull(text(form, 'id'))
    if (!endpoint) error(404, 'notFound')
    const mapping = Object.fromEntries(
      [...form.keys()].flatMap((name) => {
        const service = name.startsWith('map-') ? idOrNull(name.slice(4)) : null
        return service ? [[service, text(form, name)]] : []
      })
    )
    try {
      await inMunicipality(locals.municipality.id, (tx) => mapServices(tx, locals.who!, { endpoint, mapping }))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'mapping')
    }
    return { saved: 'mapping' as const }
  },
  connect: async ({ request, locals }) => {
    const id = idOrNull(text(await request.formData(), 'id'))
    if (!id || !may(locals.who!, 'case.key')) error(404, 'notFound')
    try {
      await connectEndpoint(locals.municipality.id, id)
    } catch (problem) {
      return refused(problem, locals.language, {}, 'connect')
    }
    return { saved: 'connect' as const }
  },
  remove: async ({ request, locals }) => {
    const id = idOrNull(text(await request.formData(), 'id'))
    if (!id) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => removeEndpoint(tx, locals.who!, id))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'remove')
    }
    return { saved: 'remove' as const }
  },
  revoke: async ({ request, locals }) => {
    const id = idOrNull(text(await request.formData(), 'id'))
    if (!id) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => revokeKey(tx, locals.who!, id))
    } catch (problem) {
      return refused(problem, locals.language, {}, 'revoke')
    }
    return { saved: 'revoke' as const }
  }
}
