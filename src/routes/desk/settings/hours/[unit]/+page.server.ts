import { error } from '@sveltejs/kit'
import { settleEscalation } from '#dialogue/clock/escalation.ts'
import { unitClock } from '#dialogue/clock/queries.ts'
import { setClocksAnew } from '#dialogue/clock/settle.ts'
import { dropTarget, settleTarget } from '#dialogue/clock/targets.ts'
import { refused, text } from '#hooks/refused.ts'
import { addClosing, dropClosing, settleRegional, settleWeek } from '#municipality/unit-hours.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import type { Action, Actions, PageServerLoad } from './$types'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const idOrNull = (value: string) => (id.test(value) ? value : null)

export const load: PageServerLoad = async ({ locals, params }) => {
  if (!id.test(params.unit)) error(404)
  return { clock: await inMunicipality(locals.municipality.id, (tx) => unitClock(tx, locals.who!, params.unit)) }
}

/** Runs a use case for one of the page's forms, and sets the clocks by what it settled. */
function act(name: string, work: (tx: Tx, who: Person, unit: string, form: FormData) => Promise<unknown>): Action {
  return async ({ request, locals, params }) => {
    if (!id.test(params.unit)) error(404)
    const form = await request.formData()
    const values = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    try {
      await inMunicipality(locals.municipality.id, async (tx) => {
        await work(tx, locals.who!, params.unit, form)
        await setClocksAnew(tx)
      })
    } catch (caught) {
      return refused(caught, locals.language, values, name)
    }
    return { saved: name }
  }
}

const days = [1, 2, 3, 4, 5, 6, 7]

export const actions: Actions = {
  week: act('week', (tx, who, unit, form) =>
    settleWeek(tx, who, unit, text(form, 'own') === 'yes' ? days.map((day) => text(form, `day${day}`)) : null)
  ),
  regional: act('regional', (tx, who, unit, form) =>
    settleRegional(
      tx,
      who,
      unit,
      form.getAll('regional').filter((key) => typeof key === 'string')
    )
  ),
  closings: act('closings', (tx, who, unit, form) =>
    addClosing(tx, who, { unit, from: text(form, 'from'), to: text(form, 'to'), reason: text(form, 'reason') })
  ),
  dropClosing: act('closings', (tx, who, unit, form) => dropClosing(tx, who, idOrNull(text(form, 'id')) ?? unit)),
  targets: act('targets', (tx, who, unit, form) =>
    settleTarget(tx, who, {
      unit,
      topic: idOrNull(text(form, 'topic')),
      channel: idOrNull(text(form, 'channel')),
      answerHours: text(form, 'answerHours'),
      resolveHours: text(form, 'resolveHours')
    })
  ),
  dropTarget: act('targets', (tx, who, unit, form) => dropTarget(tx, who, idOrNull(text(form, 'id')) ?? unit)),
  escalation: act('escalation', (tx, who, unit, form) => {
    const warn = text(form, 'warn').trim()
    const notice = text(form, 'firstNotice')
    return settleEscalation(tx, who, unit, {
      warnPercent: warn === '' ? null : Number(warn),
      firstNotice: notice === 'on' ? true : notice === 'off' ? false : null,
      escalates: text(form, 'escalates') === 'yes',
      leader: form.has('leader'),
      parent: form.has('parent'),
      persons: form.getAll('persons').flatMap((one) => (typeof one === 'string' && id.test(one) ? [one] : []))
    })
  })
}
