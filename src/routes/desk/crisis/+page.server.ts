import { error, redirect } from '@sveltejs/kit'
import { listCrises } from '#crisis/queries.ts'
import { startCrisis } from '#crisis/start.ts'
import { askForWarnings } from '#crisis/warnings/ask.ts'
import { draftFromWarning, putAside, takeCapFile } from '#crisis/warnings/draft.ts'
import { listWarnings, warningSource } from '#crisis/warnings/queries.ts'
import { regionOf, settleWarnings, usualAddress } from '#crisis/warnings/settle.ts'
import { refused } from '#hooks/refused.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import { act, idIn } from './forms.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who!
  if (!may(who, 'crisis.read')) error(403, 'notAllowed')
  const { municipality } = locals
  return inMunicipality(municipality.id, async (tx) => {
    const source = await warningSource(tx)
    return {
      language: locals.language,
      zone: municipality.timeZone,
      crises: await listCrises(tx, who),
      warnings: await listWarnings(tx, who),
      source: source ?? {
        isOn: false,
        address: usualAddress,
        region: regionOf(municipality.ars),
        askedAt: null,
        succeededAt: null,
        problem: null
      },
      done: url.searchParams.get('done'),
      mayLead: may(who, 'crisis.lead'),
      maySettle: may(who, 'warning.settle'),
      mayWrite: may(who, 'post.write')
    }
  })
}

const longestFile = 1_000_000

export const actions: Actions = {
  start: act('start', async (tx, who, typed) => {
    const id = await startCrisis(tx, who, { title: typed.one('title'), reason: typed.one('reason') })
    return `/desk/crisis/${id}?done=started`
  }),
  settle: act('source', async (tx, who, typed) => {
    const { one } = typed
    await settleWarnings(tx, who, { isOn: one('on') === 'yes', address: one('address'), region: one('region') })
    return '/desk/crisis?done=source#warnings'
  }),
  ask: async ({ locals }) => {
    if (!may(locals.who!, 'warning.settle')) error(403, 'notAllowed')
    await askForWarnings(locals.municipality.id)
    redirect(303, '/desk/crisis?done=asked#warnings')
  },
  file: async ({ locals, request }) => {
    const file = (await request.formData()).get('file')
    try {
      if (!(file instanceof File) || file.size === 0 || file.size > longestFile)
        throw new Refusal('warnings.unreadable')
      const xml = await file.text()
      await inMunicipality(locals.municipality.id, (tx) => takeCapFile(tx, locals.who!, xml))
    } catch (problem) {
      return refused(problem, locals.language, {} as Record<string, string>, 'file')
    }
    redirect(303, '/desk/crisis#warnings')
  },
  draft: act('warnings', async (tx, who, typed) => {
    const post = await draftFromWarning(tx, who, idIn(typed, 'warning'))
    return `/desk/posts/${post}`
  }),
  aside: act('warnings', async (tx, who, typed) => {
    await putAside(tx, who, idIn(typed, 'warning'))
    return '/desk/crisis?done=aside#warnings'
  })
}
