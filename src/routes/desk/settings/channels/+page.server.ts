import { refused } from '#hooks/refused.ts'
import { outgoingHeld, releaseOutgoing } from '#channels/held.ts'
import { listChannels } from '#channels/queries.ts'
import { listUnits } from '#municipality/units.ts'
import { may, must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!may(who, 'channel.release')) must(who, 'channel.settle')
  return inMunicipality(locals.municipality.id, async (tx) => {
    const units = new Map((await listUnits(tx)).map((unit) => [unit.id, unit.shortName]))
    const channels = await listChannels(tx)
    const rank = ['broken', 'warning', 'unknown', 'good']
    return {
      channels: channels
        .map((channel) => ({ ...channel, unitName: units.get(channel.unitId) ?? '' }))
        .sort((a, b) => rank.indexOf(a.health) - rank.indexOf(b.health)),
      held: await outgoingHeld(tx),
      canRelease: may(who, 'channel.release'),
      now: now()
    }
  })
}

export const actions: Actions = {
  release: async ({ locals }) => {
    try {
      await inMunicipality(locals.municipality.id, (tx) => releaseOutgoing(tx, locals.who!))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: 'release' }
  }
}
