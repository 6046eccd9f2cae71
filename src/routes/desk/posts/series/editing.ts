// The form of a series, the same for a new one and for one that exists.
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { type Rule, type Weekday, weekdays } from '#posts/series/rule.ts'
import { saveSeries } from '#posts/series/series.ts'
import { field, trying } from '../../../failing.ts'
import { asPerson } from '../composing.ts'

/** Reads the form and keeps the series; goes on to its own page. */
export async function save({ locals, request, params }: RequestEvent<{ id?: string }>) {
  const form = await request.formData()
  const typed: Record<string, string> = Object.fromEntries([...form.keys()].map((key) => [key, field(form, key)]))
  typed.days = form.getAll('days').join(',')
  const saved = await trying(locals.language, 'save', typed, async () => ({
    id: await asPerson(locals, (tx, who) =>
      saveSeries(tx, who, {
        id: params.id ?? null,
        revision: Number(typed.revision) || 0,
        name: typed.name ?? '',
        unitId: typed.unit ?? '',
        title: typed.title ?? '',
        lead: typed.lead ?? '',
        body: typed.body ?? '',
        rule: readChosen(typed),
        startsOn: typed.startsOn ?? '',
        atTime: (typed.atTime ?? '').slice(0, 5),
        endsOn: typed.endsOn || null,
        times: typed.times ? Number(typed.times) : null,
        aheadDays: Number(typed.aheadDays),
        schedules: form.has('schedules')
      })
    )
  }))
  if (!('id' in saved)) return saved
  redirect(303, `/desk/posts/series/${saved.id}?done=saved`)
}

function readChosen(typed: Record<string, string>): Rule {
  const every = Math.min(Math.max(Math.trunc(Number(typed.every)) || 1, 1), 12)
  const known = (day: string | undefined): Weekday => weekdays.find((one) => one === day) ?? 'MO'
  if (typed.kind === 'monthly-weekday')
    return { kind: 'monthly-weekday', every, nth: Number(typed.nth) || 1, day: known(typed.nthDay) }
  if (typed.kind === 'monthly-day') return { kind: 'monthly-day', every, day: Number(typed.monthDay) || 0 }
  if (typed.kind === 'yearly') return { kind: 'yearly' }
  return { kind: 'weekly', every, days: weekdays.filter((day) => typed.days?.split(',').includes(day)) }
}
