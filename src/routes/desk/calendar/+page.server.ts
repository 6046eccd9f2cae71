import { error } from '@sveltejs/kit'
import { entriesBetween } from '#calendar/entries.ts'
import { type EntryKind, entryKinds } from '#calendar/shared.ts'
import { freeSlots } from '#calendar/slots.ts'
import { maySeeDuties } from '#duty/queries.ts'
import { listUnits } from '#municipality/units.ts'
import { may } from '#people/rights.ts'
import { formatLocal, now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { movePost } from '#posts/move.ts'
import { field, trying } from '../../failing.ts'
import { asView, spanOf } from './span.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const who = locals.who
  if (!who || !maySeeDuties(who)) error(403, 'notAllowed')
  const { municipality, language } = locals
  const zone = municipality.timeZone
  const today = zoned(now(), zone).day
  const view = asView(url.searchParams.get('view'))
  const span = spanOf(view, url.searchParams.get('at') ?? today, today)
  const unitId = /^[0-9a-f-]{36}$/.exec(url.searchParams.get('unit') ?? '')?.[0] ?? null
  const asked = url.searchParams.getAll('show').filter((one): one is EntryKind => entryKinds.includes(one as EntryKind))
  const kinds = asked.length > 0 ? asked : entryKinds
  const shown = await inMunicipality(municipality.id, async (tx) => ({
    entries: await entriesBetween(tx, who, { from: span.from, to: span.to, kinds, unitId, language }),
    units: await listUnits(tx, { open: true }),
    slots: may(who, 'post.write') ? await freeSlots(tx, who, unitId) : []
  }))
  const filters = new URLSearchParams([...(unitId ? [['unit', unitId]] : []), ...asked.map((kind) => ['show', kind])])
  const link = (of: string, at: string) => `/desk/calendar?${new URLSearchParams({ view: of, at })}&${filters}`
  const moving = url.searchParams.get('move')
  return {
    zone,
    view,
    today,
    ...span,
    entries: shown.entries,
    kinds: [...kinds],
    allKinds: entryKinds,
    unitId,
    units: shown.units.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
    slots: shown.slots,
    mayWrite: may(who, 'post.write'),
    /** The address of this very view, for forms and links that add to it. */
    here: link(view, span.at),
    views: { month: link('month', span.at), week: link('week', span.at), list: link('list', span.at) },
    earlier: link(view, span.earlier),
    later: link(view, span.later),
    toToday: link(view, today),
    /** Without script the form to move stands on the page. */
    moving: shown.entries.find((entry) => entry.id === moving && entry.isMovable) ?? null
  }
}

export const actions: Actions = {
  move: async ({ locals, request }) => {
    const form = await request.formData()
    const typed = { post: field(form, 'post'), seen: field(form, 'seen'), at: field(form, 'at').slice(0, 16) }
    const title = field(form, 'title').slice(0, 200)
    const isUndo = field(form, 'undo') === 'yes'
    const zone = locals.municipality.timeZone
    return trying(locals.language, 'move', { ...typed, title }, async () => {
      const moved = await inMunicipality(locals.municipality.id, (tx) =>
        movePost(tx, locals.who!, { ...typed, seen: new Date(typed.seen) })
      )
      return {
        moved: {
          post: typed.post,
          title,
          isUndo,
          isDoubled: moved.isDoubled,
          waits: moved.waits,
          from: formatLocal(moved.from, zone),
          at: formatLocal(moved.at, zone),
          seen: moved.at.toISOString()
        }
      }
    })
  }
}
