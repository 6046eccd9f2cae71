// What a goal must be, wherever it comes from: a form, a file, the composer.
import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/database/database.ts'
import { Invalid } from '#platform/refusal.ts'
import type { GoalKind } from './shared.ts'
import { limits } from './shared.ts'

export interface GoalInput {
  name: string
  kind: GoalKind
  /** The departmental plan it stands in. */
  plan: string
  description: string
  unitId: string | null
  /** Local days, YYYY-MM-DD. */
  beginsOn: string | null
  endsOn: string | null
  sdgs: number[]
}

/** Puts a goal's fields into shape. @throws Invalid with a message key per field */
export function tidyGoal(input: GoalInput): GoalInput {
  const tidy: GoalInput = {
    ...input,
    name: input.name.trim().replace(/\s+/g, ' '),
    plan: input.plan.trim().replace(/\s+/g, ' '),
    description: input.description.replace(/\r\n?/g, '\n').trim(),
    sdgs: [...new Set(input.sdgs)].toSorted((a, b) => a - b)
  }
  const problems: Record<string, string> = {}
  if (!tidy.name) problems.name = 'goals.nameMissing'
  else if (tidy.name.length > limits.name) problems.name = 'goals.nameLong'
  if (tidy.plan.length > limits.plan) problems.plan = 'goals.textLong'
  if (tidy.description.length > limits.description) problems.description = 'goals.textLong'
  if (tidy.beginsOn && !isDay(tidy.beginsOn)) problems.beginsOn = 'goals.dayShape'
  if (tidy.endsOn && !isDay(tidy.endsOn)) problems.endsOn = 'goals.dayShape'
  else if (tidy.beginsOn && tidy.endsOn && tidy.endsOn < tidy.beginsOn) problems.endsOn = 'goals.periodTurned'
  if (tidy.sdgs.some((one) => !Number.isInteger(one) || one < 1 || one > 17)) problems.sdgs = 'goals.sdgShape'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  return tidy
}

/** Whether this is a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** A name is one goal, in whatever case. @throws Invalid `goals.nameTaken` */
export async function refuseTakenName(tx: Tx, name: string, ownId: string | null): Promise<void> {
  let query = tx
    .selectFrom('goal')
    .select('id')
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .where('archived_at', 'is', null)
  if (ownId) query = query.where('id', '<>', ownId)
  if (await query.executeTakeFirst()) throw new Invalid({ name: 'goals.nameTaken' })
}

/** @throws Invalid `unitNotFound` when there is no such unit any more */
export async function refuseLostUnit(tx: Tx, unitId: string | null): Promise<void> {
  if (!unitId) return
  const unit = await tx.selectFrom('unit').select('archived_at').where('id', '=', unitId).executeTakeFirst()
  if (!unit || unit.archived_at) throw new Invalid({ unitId: 'unitNotFound' })
}
