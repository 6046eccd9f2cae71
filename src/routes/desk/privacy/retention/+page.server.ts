import { error } from '@sveltejs/kit'
import { inMunicipality } from '#platform/database/database.ts'
import { defaultDays, maxDays, settlePeriod } from '#privacy/period.ts'
import { retentionTable, settleRetention } from '#retention/table.ts'
import { act } from '#routes/desk/crisis/forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  return {
    lines: await inMunicipality(municipality.id, (tx) => retentionTable(tx, who)),
    addressDays: { usual: defaultDays, max: maxDays },
    isSaved: url.searchParams.has('saved')
  }
}

export const actions: Actions = {
  address: act('address', async (tx, who, typed) => {
    await settlePeriod(tx, who, { days: Number(typed.one('days') || NaN), reason: typed.one('reason') })
    return '/desk/privacy/retention?saved'
  }),
  settle: act('settle', async (tx, who, typed) => {
    const days = Number(typed.one('days') || NaN)
    await settleRetention(tx, who, { class: typed.one('class'), days, reason: typed.one('reason') })
    return '/desk/privacy/retention?saved'
  })
}
