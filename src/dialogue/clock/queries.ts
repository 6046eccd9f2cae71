// What the settings show of a unit's hours and times.
import { holidaysBetween, regionalHolidays } from '#municipality/holidays.ts'
import { writeSpans } from '#municipality/hours.ts'
import { listUnits } from '#municipality/units.ts'
import { readHours, unitsAbove, weekOf, type ClosingDays } from '#municipality/unit-hours.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { personChoices, type Choice } from '../choices.ts'
import { readEscalations, type Escalation } from './escalation.ts'
import { readTargets, type Target } from './targets.ts'

export interface UnitClock {
  unit: Choice & { parent: string | null }
  /** Units whose clock this person settles. */
  units: { value: string; label: string }[]
  week: { isOwn: boolean; days: string[]; from: string | null }
  regional: { key: string; name: { de: string; en: string }; where: string; isChosen: boolean }[]
  closings: (ClosingDays & { unit: string; isOwn: boolean })[]
  holidays: { day: string; name: { de: string; en: string } }[]
  targets: (Target & { unit: string; topic: string | null; channel: string | null; isOwn: boolean })[]
  topics: Choice[]
  channels: Choice[]
  people: Choice[]
  escalation: Escalation
}

/** The units whose clock a person settles, parents before children. @throws NotAllowed when there is none */
export async function unitsWithClock(tx: Tx, who: Person): Promise<{ value: string; label: string }[]> {
  must(who, 'unit.settle')
  const units = await listUnits(tx, { open: true })
  return units
    .filter(({ id }) => may(who, 'unit.settle', id))
    .map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` }))
}

/** Everything about one unit's hours and times, with what holds from above. @throws NotAllowed, NotFound */
export async function unitClock(tx: Tx, who: Person, unitId: string): Promise<UnitClock> {
  must(who, 'unit.settle', unitId)
  const hours = await readHours(tx)
  const names = new Map((await listUnits(tx)).map(({ id, name }) => [id, name]))
  const name = names.get(unitId)
  if (!name) throw new NotFound('unitNotFound')
  const chain = unitsAbove(hours.parents, unitId)
  const parent = hours.parents.get(unitId) ?? null
  const weekFrom = chain.find((id) => hours.weeks.has(id))
  const week = weekFrom ? hours.weeks.get(weekFrom)! : weekOf(hours.settings)
  const chosen = hours.regional.get(chain.find((id) => hours.regional.has(id)) ?? '') ?? []
  const today = dayIn(now(), hours.zone)
  const topics = await tx.selectFrom('topic').select(['id', 'name']).orderBy('name').limit(500).execute()
  const channels = await tx
    .selectFrom('channel')
    .select(['id', 'name'])
    .where('state', '<>', 'closed')
    .orderBy('name')
    .limit(200)
    .execute()
  const nameIn = (choices: Choice[], id: string | null) => choices.find((one) => one.id === id)?.name ?? null
  const targets = (await readTargets(tx)).filter((target) => chain.includes(target.unitId))
  const holidays = holidaysBetween(hours.land, today, addDays(today, 366)).slice(0, 5)
  return {
    unit: { id: unitId, name, parent: parent && (names.get(parent) ?? null) },
    units: await unitsWithClock(tx, who),
    week: {
      isOwn: weekFrom === unitId,
      days: week.map(writeSpans),
      from: weekFrom && weekFrom !== unitId ? (names.get(weekFrom) ?? null) : null
    },
    regional: regionalHolidays(hours.land).map((one) => ({ ...one, isChosen: chosen.includes(one.key) })),
    closings: hours.closings
      .filter((one) => chain.includes(one.unitId) && one.to >= today)
      .toReversed()
      .map((one) => ({ ...one, unit: names.get(one.unitId) ?? '', isOwn: one.unitId === unitId })),
    holidays: holidays.map(({ day, name: called }) => ({ day, name: called })),
    targets: targets
      .toSorted((a, b) => chain.indexOf(a.unitId) - chain.indexOf(b.unitId))
      .map((target) => ({
        ...target,
        unit: names.get(target.unitId) ?? '',
        topic: nameIn(topics, target.topicId),
        channel: nameIn(channels, target.channelId),
        isOwn: target.unitId === unitId
      })),
    topics,
    channels,
    people: await personChoices(tx, unitId),
    escalation: (await readEscalations(tx)).get(unitId) ?? {
      warnPercent: null,
      firstNotice: null,
      escalates: false,
      leader: true,
      parent: false,
      persons: []
    }
  }
}
