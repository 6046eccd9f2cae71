import { error } from '@sveltejs/kit'
import { archiveAuthority, listAuthorities, settleAuthority } from '#dialogue/authorities.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { field, trying } from '#routes/failing.ts'
import { idOrNull } from '../../acting.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who || !may(who, 'authority.settle')) error(403, 'notAllowed')
  const authorities = await inMunicipality(municipality.id, listAuthorities)
  return { authorities, change: authorities.find(({ id }) => id === url.searchParams.get('change')) ?? null }
}

const fields = ['name', 'email', 'phone', 'competence'] as const

export const actions: Actions = {
  settle: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const form = await request.formData()
    const [name = '', email = '', phone = '', competence = ''] = fields.map((one) => field(form, one))
    const typed = { name, email, phone, competence }
    return trying(language, 'settle', typed, async () => {
      await inMunicipality(municipality.id, (tx) =>
        settleAuthority(tx, who, { id: idOrNull(field(form, 'id')), ...typed })
      )
      return { saved: 'settle' as const }
    })
  },
  archive: async ({ locals, request }) => {
    const { who, municipality, language } = locals
    if (!who) error(401)
    const id = idOrNull(field(await request.formData(), 'id')) ?? newId()
    return trying(language, 'archive', {}, async () => {
      await inMunicipality(municipality.id, (tx) => archiveAuthority(tx, who, id))
      return { saved: 'archive' as const }
    })
  }
}
