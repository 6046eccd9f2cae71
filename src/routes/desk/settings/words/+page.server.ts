import { error } from '@sveltejs/kit'
import { refused, text } from '#hooks/refused.ts'
import { addHouseWord, houseWords, removeHouseWord } from '#municipality/house-words.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  if (!may(locals.who!, 'words.settle')) error(403, 'notAllowed')
  return { words: await inMunicipality(locals.municipality.id, houseWords) }
}

const nothing = { find: '', say: '', exception: '', kind: 'add' as 'add' | 'allow' }

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const form = await request.formData()
    const input = {
      kind: text(form, 'kind') === 'allow' ? ('allow' as const) : ('add' as const),
      find: text(form, 'find'),
      say: text(form, 'say'),
      apply: form.get('apply') === '1',
      severity: text(form, 'severity') === 'warning' ? ('warning' as const) : ('hint' as const),
      exception: text(form, 'exception')
    }
    try {
      await inMunicipality(locals.municipality.id, (tx) => addHouseWord(tx, locals.who!, input))
    } catch (problem) {
      return refused(problem, locals.language, {
        find: input.find,
        say: input.say,
        exception: input.exception,
        kind: input.kind
      })
    }
    return { saved: 'add' as const }
  },
  remove: async ({ request, locals }) => {
    const id = text(await request.formData(), 'id')
    if (!/^[0-9a-f-]{36}$/.test(id)) error(404, 'notFound')
    try {
      await inMunicipality(locals.municipality.id, (tx) => removeHouseWord(tx, locals.who!, id))
    } catch (problem) {
      return refused(problem, locals.language, nothing)
    }
    return { saved: 'remove' as const }
  }
}
