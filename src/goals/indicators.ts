// Indicators: how far a goal is, in figures with a day.
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, NotFound, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { isDay } from './check.ts'
import { lockGoal, mustBeLive } from './lock.ts'
import { type Direction, limits } from './shared.ts'

export interface IndicatorInput {
  name: string
  /** What it is counted in. */
  figure: string
  direction: Direction
  baseline: number | null
  target: number | null
}

/** Gives a goal an indicator. @throws NotAllowed, NotFound, Invalid, Refusal `goals.tooManyIndicators` */
export async function addIndicator(tx: Tx, who: Who, input: IndicatorInput & { goal: string }): Promise<string> {
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  mustBeLive(goal)
  const tidy = tidyIndicator(input)
  const there = await namesOf(tx, goal.id)
  if (there.length >= limits.indicators) throw new Refusal('goals.tooManyIndicators', { max: limits.indicators })
  if (there.some((one) => one.name.toLowerCase() === tidy.name.toLowerCase()))
    throw new Invalid({ name: 'goals.indicatorTaken' })
  const id = newId()
  await tx
    .insertInto('indicator')
    .values({ id, goal_id: goal.id, ...tidy, created_at: now() })
    .execute()
  record(tx, who, 'goal.indicator-added', goal.id, { indicator: id, name: tidy.name })
  return id
}

/** Changes an indicator; its values stay. @throws NotAllowed, NotFound, Invalid */
export async function changeIndicator(
  tx: Tx,
  who: Who,
  input: IndicatorInput & { goal: string; indicator: string }
): Promise<void> {
  const before = await findIndicator(tx, who, input)
  const tidy = tidyIndicator(input)
  const isTaken = (await namesOf(tx, input.goal)).some(
    (one) => one.id !== before.id && one.name.toLowerCase() === tidy.name.toLowerCase()
  )
  if (isTaken) throw new Invalid({ name: 'goals.indicatorTaken' })
  await tx.updateTable('indicator').set(tidy).where('id', '=', before.id).execute()
  record(tx, who, 'goal.indicator-changed', input.goal, {
    indicator: before.id,
    name: tidy.name,
    nameBefore: before.name,
    target: tidy.target,
    targetBefore: before.target,
    baseline: tidy.baseline,
    baselineBefore: before.baseline
  })
}

/** Takes an indicator off the goal's page; its values are kept. @throws NotAllowed, NotFound */
export async function archiveIndicator(tx: Tx, who: Who, input: { goal: string; indicator: string }): Promise<void> {
  const { id, name } = await findIndicator(tx, who, input)
  await tx.updateTable('indicator').set({ archived_at: now() }).where('id', '=', id).execute()
  record(tx, who, 'goal.indicator-archived', input.goal, { indicator: id, name })
}

/** Brings it back. @throws NotAllowed, NotFound, Invalid when another one has its name by now */
export async function restoreIndicator(tx: Tx, who: Who, input: { goal: string; indicator: string }): Promise<void> {
  const { id, name } = await findIndicator(tx, who, input)
  if ((await namesOf(tx, input.goal)).some((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase()))
    throw new Invalid({ name: 'goals.indicatorTaken' })
  await tx.updateTable('indicator').set({ archived_at: null }).where('id', '=', id).execute()
  record(tx, who, 'goal.indicator-restored', input.goal, { indicator: id, name })
}

export interface ValueInput {
  goal: string
  indicator: string
  /** A local day, YYYY-MM-DD. */
  day: string
  value: number
}

/** Notes how the indicator stood on a day; a value of the same day is replaced. @throws NotAllowed, NotFound, Invalid */
export async function setValue(tx: Tx, who: Who, input: ValueInput, source: 'hand' | 'csv' = 'hand'): Promise<void> {
  const { id, name } = await findIndicator(tx, who, input)
  if (!isDay(input.day)) throw new Invalid({ day: 'goals.dayShape' })
  if (!Number.isFinite(input.value)) throw new Invalid({ value: 'goals.numberShape' })
  const before = await tx
    .selectFrom('indicator_value')
    .select('value')
    .where('indicator_id', '=', id)
    .where('on_day', '=', input.day)
    .executeTakeFirst()
  if (before?.value === input.value) return
  if (!before) await refuseTooManyValues(tx, id)
  const by = who.kind === 'person' ? who.id : null
  const row = { value: input.value, source, entered_by: by, entered_at: now() }
  await tx
    .insertInto('indicator_value')
    .values({ indicator_id: id, on_day: input.day, ...row })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'indicator_id', 'on_day']).doUpdateSet(row))
    .execute()
  record(tx, who, 'goal.value-set', input.goal, {
    indicator: id,
    name,
    day: input.day,
    value: input.value,
    before: before?.value ?? null
  })
}

/** Takes a value away that was never right. @throws NotAllowed, NotFound */
export async function removeValue(
  tx: Tx,
  who: Who,
  input: { goal: string; indicator: string; day: string }
): Promise<void> {
  const { id, name } = await findIndicator(tx, who, input)
  const gone = await tx
    .deleteFrom('indicator_value')
    .where('indicator_id', '=', id)
    .where('on_day', '=', input.day)
    .returning('value')
    .executeTakeFirst()
  if (!gone) throw new NotFound()
  record(tx, who, 'goal.value-removed', input.goal, { indicator: id, name, day: input.day, before: gone.value })
}

async function findIndicator(tx: Tx, who: Who, input: { goal: string; indicator: string }) {
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  mustBeLive(goal)
  const row = await tx
    .selectFrom('indicator')
    .selectAll()
    .where('id', '=', input.indicator)
    .where('goal_id', '=', goal.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('goals.indicatorNotFound')
  return row
}

async function namesOf(tx: Tx, goalId: string) {
  return tx
    .selectFrom('indicator')
    .select(['id', 'name'])
    .where('goal_id', '=', goalId)
    .where('archived_at', 'is', null)
    .limit(limits.indicators * 4)
    .execute()
}

async function refuseTooManyValues(tx: Tx, indicatorId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('indicator_value')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('indicator_id', '=', indicatorId)
    .executeTakeFirstOrThrow()
  if (count >= limits.values) throw new Refusal('goals.tooManyValues', { max: limits.values })
}

function tidyIndicator(input: IndicatorInput): IndicatorInput {
  const name = input.name.trim().replace(/\s+/g, ' ')
  const figure = input.figure.trim()
  const problems: Record<string, string> = {}
  if (!name) problems.name = 'goals.indicatorNameMissing'
  else if (name.length > limits.name) problems.name = 'goals.nameLong'
  if (figure.length > limits.figure) problems.figure = 'goals.textLong'
  if (!['up', 'down', 'hold'].includes(input.direction)) problems.direction = 'choose'
  if (input.baseline !== null && !Number.isFinite(input.baseline)) problems.baseline = 'goals.numberShape'
  if (input.target !== null && !Number.isFinite(input.target)) problems.target = 'goals.numberShape'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return { name, figure, direction: input.direction, baseline: input.baseline, target: input.target }
}
