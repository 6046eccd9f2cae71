import { error } from '@sveltejs/kit'
import { changeDuty, dropDuty, handOver, planDuty } from '#duty/duty.ts'
import { dutiesBetween, handedOverTo, maySeeDuties, onDuty, peopleForDuty } from '#duty/queries.ts'
import { refused, text } from '#hooks/refused.ts'
import { listUnits } from '#municipality/units.ts'
import { may } from '#people/rights.ts'
import { formatLocal, now, zoned } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { Action, Actions, PageServerLoad } from './$types'

const dayMs = 86_400_000

export const load: PageServerLoad = async ({ locals }) => {
  const who = locals.who!
  if (!maySeeDuties(who)) error(403, 'notAllowed')
  const { timeZone: zone, settings } = locals.municipality
  const at = now()
  const shown = await inMunicipality(locals.municipality.id, async (tx) => {
    const running = await onDuty(tx, at)
    return {
      running: await Promise.all(running.map(async (duty) => ({ duty, before: await handedOverTo(tx, duty) }))),
      lines: await dutiesBetween(tx, who, new Date(at.getTime() - 28 * dayMs), new Date(at.getTime() + 180 * dayMs)),
      people: await peopleForDuty(tx, who),
      units: await listUnits(tx, { open: true })
    }
  })
  const lines = shown.lines.map((duty) => ({
    ...duty,
    from: formatLocal(duty.startsAt, zone),
    to: formatLocal(duty.endsAt, zone),
    mayChange: may(who, 'duty.plan', duty.unitId),
    mayHandOver: duty.personId === who.id || may(who, 'duty.plan', duty.unitId)
  }))
  const tomorrow = zoned(at, zone).startOfDay(1)
  return {
    zone,
    running: shown.running,
    coming: lines.filter((duty) => duty.endsAt > at),
    past: lines.filter((duty) => duty.endsAt <= at).toReversed(),
    people: shown.people.map(({ id, name }) => ({ value: id, label: name })),
    units: shown.units
      .filter((unit) => may(who, 'duty.plan', unit.id))
      .map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` })),
    start: {
      from: `${formatLocal(tomorrow, zone).slice(0, 10)}T${settings.serviceHours.from}`,
      to: `${formatLocal(tomorrow, zone).slice(0, 10)}T${settings.serviceHours.to}`
    }
  }
}

type Fields = Record<string, string>
const uuid = /^[0-9a-f-]{36}$/

function act(name: string, work: (tx: Tx, locals: App.Locals, fields: Fields) => Promise<unknown>): Action {
  return async ({ request, locals }) => {
    const form = await request.formData()
    const fields: Fields = Object.fromEntries([...form.keys()].map((key) => [key, text(form, key)]))
    try {
      for (const key of ['person', 'unit', 'duty'])
        if (key in fields && !uuid.test(fields[key]!)) throw new Invalid({ [key]: 'choose' })
      await inMunicipality(locals.municipality.id, (tx) => work(tx, locals, fields))
    } catch (problem) {
      return refused(problem, locals.language, fields, fields.duty ?? 'plan')
    }
    return { saved: name }
  }
}

const inputOf = ({ person = '', unit = '', from = '', to = '', note = '' }: Fields) => ({
  personId: person,
  unitId: unit,
  from,
  to,
  note
})

export const actions: Actions = {
  plan: act('plan', (tx, { who }, fields) => planDuty(tx, who!, inputOf(fields))),
  change: act('change', (tx, { who }, fields) =>
    changeDuty(tx, who!, { ...inputOf(fields), duty: fields.duty!, revision: Number(fields.revision) || 0 })
  ),
  drop: act('drop', (tx, { who }, { duty }) => dropDuty(tx, who!, duty!)),
  handOver: act('handOver', (tx, { who }, { duty, text: said = '' }) => handOver(tx, who!, { duty: duty!, text: said }))
}
