import { redirect, type RequestEvent } from '@sveltejs/kit'
import { unitsToWriteFor } from '#posts/desk-queries.ts'
import { nextDays, readSeries } from '#posts/series/queries.ts'
import { endSeries, moveDay, skipDay } from '#posts/series/series.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { refusalText } from '#ui/messages/messages.ts'
import { field, trying } from '../../../../failing.ts'
import { asPerson } from '../../composing.ts'
import { save } from '../editing.ts'
import type { Actions, PageServerLoad } from './$types'

const uuid = /^[0-9a-f-]{36}$/

export const load: PageServerLoad = async ({ locals, params, url }) =>
  asPerson(locals, async (tx, who) => {
    if (!uuid.test(params.id)) throw new NotFound()
    const series = await readSeries(tx, who, params.id)
    const units = await unitsToWriteFor(tx, who)
    return {
      series,
      days: (await nextDays(tx, series, 8)).map((day) => ({
        ...day,
        problem: day.problem && refusalText(locals.language, day.problem)
      })),
      units: units.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
      mayChange: may(who, series.schedules ? 'post.publish' : 'post.write', series.unitId),
      done: url.searchParams.get('done')
    }
  })

type Event = RequestEvent<{ id: string }>

const act =
  (name: string, work: (tx: Tx, who: Person, series: string, typed: Record<string, string>) => Promise<void>) =>
  async ({ locals, params, request }: Event) => {
    const form = await request.formData()
    const typed = { day: field(form, 'day'), at: field(form, 'at') }
    const done = await trying(locals.language, name, typed, () =>
      asPerson(locals, async (tx, who) => {
        if (!uuid.test(params.id)) throw new NotFound()
        await work(tx, who, params.id, typed)
        return { ok: true }
      })
    )
    if (!('ok' in done)) return done
    redirect(303, `/desk/posts/series/${params.id}?done=noted`)
  }

export const actions: Actions = {
  save,
  skip: act('skip', (tx, who, series, { day = '' }) => skipDay(tx, who, { series, day, isSkipped: true })),
  unskip: act('unskip', (tx, who, series, { day = '' }) => skipDay(tx, who, { series, day, isSkipped: false })),
  move: act('move', (tx, who, series, { day = '', at = '' }) => moveDay(tx, who, { series, day, at })),
  end: act('end', (tx, who, series) => endSeries(tx, who, series, true)),
  resume: act('resume', (tx, who, series) => endSeries(tx, who, series, false))
}
