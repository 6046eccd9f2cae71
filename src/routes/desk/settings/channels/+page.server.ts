import { refused, text } from '#hooks/refused.ts'
import { checkChannelNow } from '#channels/health.ts'
import { hasAccount, setAccountKind } from '#channels/account-kind.ts'
import { outgoingHeld, releaseOutgoing } from '#channels/held.ts'
import { pauseChannel } from '#channels/open.ts'
import { listChannels } from '#channels/queries.ts'
import { conceptStandings } from '#concepts/read.ts'
import { listUnits } from '#municipality/units.ts'
import { may, must } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { now } from '#platform/clock/clock.ts'
import { NotFound } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!may(who, 'channel.release') && !may(who, 'channel.settle')) must(who, 'concept.write')
  return inMunicipality(locals.municipality.id, async (tx) => {
    const units = new Map((await listUnits(tx)).map((unit) => [unit.id, unit.shortName]))
    const channels = await listChannels(tx)
    const concepts = await conceptStandings(tx, channels)
    const rank = ['broken', 'warning', 'unknown', 'good']
    return {
      channels: channels
        .map((channel) => ({
          ...channel,
          unitName: units.get(channel.unitId) ?? '',
          canPause: may(who, 'channel.settle', channel.unitId),
          canSettle: may(who, 'channel.settle', channel.unitId) && hasAccount(channel.network),
          concept: concepts.get(channel.id)!,
          canReadConcept: may(who, 'concept.write', channel.unitId)
        }))
        .sort((a, b) => rank.indexOf(a.health) - rank.indexOf(b.health)),
      held: await outgoingHeld(tx),
      canRelease: may(who, 'channel.release'),
      now: now()
    }
  })
}

/** Pauses a channel, or lets it run again. */
function pausing(paused: boolean): Action {
  return async ({ request, locals }) => {
    const id = text(await request.formData(), 'channel')
    try {
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => pauseChannel(tx, locals.who!, id, paused))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: id }
  }
}

export const actions: Actions = {
  check: async ({ request, locals }) => {
    const id = text(await request.formData(), 'channel')
    try {
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new NotFound()
      await checkChannelNow(locals.municipality.id, locals.who!, id)
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: id }
  },
  pause: pausing(true),
  resume: pausing(false),
  account: async ({ request, locals }) => {
    const form = await request.formData()
    const [channel, kind, holder] = [text(form, 'channel'), text(form, 'kind'), text(form, 'holder')]
    try {
      if (!/^[0-9a-f-]{36}$/.test(channel)) throw new NotFound()
      await inMunicipality(locals.municipality.id, (tx) => setAccountKind(tx, locals.who!, { channel, kind, holder }))
    } catch (error) {
      return refused(error, locals.language, { kind, holder } as Record<string, string>, channel)
    }
    return { saved: channel }
  },
  release: async ({ locals }) => {
    try {
      await inMunicipality(locals.municipality.id, (tx) => releaseOutgoing(tx, locals.who!))
    } catch (error) {
      return refused(error, locals.language, {})
    }
    return { saved: 'release' }
  }
}
