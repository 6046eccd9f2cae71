/** Tells followers that an actor shows something else of itself now. */
import { inMunicipality } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import type { Json } from './activityJson.ts'
import { ownActors } from './actors.ts'
import { actorAddress } from './addresses.ts'
import { emit } from './emit.ts'
import { federationFor } from './fedify.ts'
import { homeOf } from './home.ts'

/** Sends the profile as it is now, as an Update. */
export const tellProfileJob = defineJob<{ m: string; actor: string }>({
  name: 'fediverse-profile',
  handle: async ({ m, actor }) => {
    const home = await inMunicipality(m, homeOf)
    if (!home.isOpen) return
    // The document comes from the one place that makes it.
    const asked = new Request(actorAddress(home.origin, actor), { headers: { accept: 'application/activity+json' } })
    const answered = await federationFor(home).fetch(asked, { contextData: home })
    if (!answered.ok) return
    const { '@context': _context, ...object } = (await answered.json()) as Json
    await inMunicipality(m, async (tx) => {
      const own = (await ownActors(tx, home)).find(({ id }) => id === actor)
      if (own) await emit(tx, home, own, { type: 'Update', object, objectId: null, visibility: 'public' })
    })
  }
})
