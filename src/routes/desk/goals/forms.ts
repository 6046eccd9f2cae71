// What the goals' pages have in common: who asks, reading the forms, saying what went wrong.
import { error } from '@sveltejs/kit'
import { numberIn } from '#goals/csv/cells.ts'
import type { GoalInput } from '#goals/check.ts'
import type { IndicatorInput } from '#goals/indicators.ts'
import type { Direction } from '#goals/shared.ts'
import { listUnits } from '#municipality/units.ts'
import { may } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { TreeChoice } from '#ui/goals/shared.ts'

export const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Runs `work` as the signed-in person, who may read goals. */
export async function asReader<T>(locals: App.Locals, work: (tx: Tx, who: Person) => Promise<T>): Promise<T> {
  const { who } = locals
  if (!who) error(401)
  if (!may(who, 'goal.read')) error(403, 'notAllowed')
  return inMunicipality(locals.municipality.id, (tx) => work(tx, who))
}

/** The units a person may make responsible. */
export async function unitChoices(tx: Tx, who: Person): Promise<TreeChoice[]> {
  const units = await listUnits(tx, { open: true })
  return units.filter((unit) => may(who, 'goal.write', unit.id)).map(({ id, name, depth }) => ({ id, name, depth }))
}

/** A form's fields as texts; the SDGs stand in one field. */
export function valuesIn(form: FormData): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string') values[name] = value
  values.sdgs = form.getAll('sdgs').map(String).join(',')
  return values
}

export const idOrNull = (text: string | undefined): string | null => (text && idShape.test(text) ? text : null)

/** The id in a field that must be chosen. @throws Invalid */
export function chosen(values: Record<string, string>, name: string): string {
  const id = idOrNull(values[name])
  if (!id) throw new Invalid({ [name]: 'choose' })
  return id
}

/** The goal as the form has it. */
export function goalIn(values: Record<string, string>): GoalInput {
  return {
    name: values.name ?? '',
    kind: values.kind === 'fachplanung' ? 'fachplanung' : 'leitziel',
    plan: values.plan ?? '',
    description: values.description ?? '',
    unitId: idOrNull(values.unitId),
    beginsOn: values.beginsOn || null,
    endsOn: values.endsOn || null,
    sdgs: (values.sdgs ?? '').split(',').filter(Boolean).map(Number)
  }
}

/** The indicator as the form has it. @throws Invalid for what is no number */
export function indicatorIn(values: Record<string, string>): IndicatorInput {
  const numbers = { baseline: numberIn(values.baseline ?? ''), target: numberIn(values.target ?? '') }
  const problems = Object.entries(numbers).flatMap(([name, { problem }]) => (problem ? [[name, problem]] : []))
  if (problems.length > 0) throw new Invalid(Object.fromEntries(problems) as Record<string, string>)
  return {
    name: values.name ?? '',
    figure: values.figure ?? '',
    direction: (values.direction ?? 'up') as Direction,
    baseline: numbers.baseline.value ?? null,
    target: numbers.target.value ?? null
  }
}

/** The value as the form has it. @throws Invalid */
export function valueIn(values: Record<string, string>): number {
  const { value, problem } = numberIn(values.value ?? '')
  if (value === null || value === undefined) throw new Invalid({ value: problem ?? 'goals.numberShape' })
  return value
}
