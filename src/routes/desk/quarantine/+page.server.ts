import { error } from '@sveltejs/kit'
import { replay, setAside } from '#dialogue/replay.ts'
import { listQuarantine } from '#dialogue/quarantine.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { messages } from '#ui/messages/messages.ts'
import { field, trying } from '#routes/failing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, depends }) => {
  depends('desk:dialogue')
  const { who, municipality } = locals
  if (!who) error(401)
  return { zone: municipality.timeZone, list: await inMunicipality(municipality.id, (tx) => listQuarantine(tx, who)) }
}

export const actions: Actions = {
  again: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const raw = field(await request.formData(), 'raw')
    return trying(language, 'again', {}, async () => {
      await inMunicipality(municipality.id, (tx) => replay(tx, who, { raw }))
      return { said: messages(language).dialogue.quarantine.tried }
    })
  },
  aside: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const raw = field(await request.formData(), 'raw')
    return trying(language, 'aside', {}, async () => {
      await inMunicipality(municipality.id, (tx) => setAside(tx, who, { raw }))
      return { said: messages(language).dialogue.quarantine.putAside }
    })
  }
}
