import { error } from '@sveltejs/kit'
import { listFeeds, makeFeed, revokeFeed } from '#calendar/feeds.ts'
import { maySeeDuties } from '#duty/queries.ts'
import { refused, text } from '#hooks/refused.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import { listUnits } from '#municipality/units.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import type { Actions, PageServerLoad } from './$types'

const uuid = /^[0-9a-f-]{36}$/

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who
  if (!who || !maySeeDuties(who)) error(403, 'notAllowed')
  return inMunicipality(locals.municipality.id, async (tx) => ({
    zone: locals.municipality.timeZone,
    feeds: await listFeeds(tx, who),
    units: (await listUnits(tx, { open: true })).map(({ id, name, depth }) => ({
      value: id,
      label: `${'– '.repeat(depth)}${name}`
    }))
  }))
}

export const actions: Actions = {
  make: async ({ locals, request }) => {
    const form = await request.formData()
    const unit = text(form, 'unit')
    try {
      const { token } = await inMunicipality(locals.municipality.id, (tx) =>
        makeFeed(tx, locals.who!, { unitId: uuid.test(unit) ? unit : null, withNames: form.has('withNames') })
      )
      return { address: `${siteOrigin(locals.municipality)}/kalender/${token}.ics` }
    } catch (problem) {
      return refused(problem, locals.language, {})
    }
  },
  revoke: async ({ locals, request }) => {
    const id = text(await request.formData(), 'id')
    try {
      if (!uuid.test(id)) throw new Refusal('notFound', {}, 404)
      await inMunicipality(locals.municipality.id, (tx) => revokeFeed(tx, locals.who!, id))
      return { revoked: true }
    } catch (problem) {
      return refused(problem, locals.language, {})
    }
  }
}
