import { error } from '@sveltejs/kit'
import { quietDays, readReach } from '#audiences/queries.ts'
import { setReach } from '#audiences/reach.ts'
import { addAudience, changeAudience } from '#audiences/save.ts'
import { refused, text } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!may(who, 'post.write')) error(403, 'notAllowed')
  return {
    language: locals.language,
    zone: locals.municipality.timeZone,
    quietDays,
    mayChange: may(who, 'audience.write'),
    ...(await inMunicipality(locals.municipality.id, (tx) => readReach(tx, who)))
  }
}

function act(name: string, work: (tx: Tx, who: Person, form: FormData, audience: string) => Promise<unknown>): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const audience = text(form, 'audience')
    const id = audience ? `${name}-${audience}` : name
    try {
      if (audience && !uuid.test(audience)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals.who!, form, audience))
    } catch (problem) {
      const values: Record<string, string> = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
      return refused(problem, locals.language, values, id)
    }
    return { saved: id }
  }
}

const inputOf = (form: FormData) => ({ name: text(form, 'name'), description: text(form, 'description') })

export const actions: Actions = {
  add: act('add', (tx, who, form) => addAudience(tx, who, inputOf(form))),
  change: act('change', (tx, who, form, audience) =>
    changeAudience(tx, who, { audience, ...inputOf(form), active: form.has('active') })
  ),
  reach: act('reach', (tx, who, form, audience) =>
    setReach(tx, who, {
      audience,
      channels: form
        .getAll('channels')
        .map(String)
        .filter((id) => uuid.test(id))
        .map((id) => ({ id, note: text(form, `note-${id}`) }))
    })
  )
}
