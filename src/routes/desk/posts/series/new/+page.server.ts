import { unitsToWriteFor } from '#posts/desk-queries.ts'
import { must } from '#people/rights.ts'
import { addDays, now, zoned } from '#platform/clock/clock.ts'
import { asPerson } from '../../composing.ts'
import { save } from '../editing.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  must(locals.who!, 'post.write')
  const units = await asPerson(locals, (tx, who) => unitsToWriteFor(tx, who))
  return {
    units: units.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
    tomorrow: addDays(zoned(now(), locals.municipality.timeZone).day, 1)
  }
}

export const actions: Actions = { default: save }
