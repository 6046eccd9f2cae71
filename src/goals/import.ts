// Reading in a file: kept, planned, shown, and only then done, all of it or nothing.
import { createHash } from 'node:crypto'
import { listUnits } from '#municipality/units.ts'
import { may, must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { NotFound, Refusal, Stale } from '#platform/refusal.ts'
import { applyGoals } from './apply-goals.ts'
import { applyValues } from './apply-values.ts'
import { readCsv, textOf } from './csv/read.ts'
import { type GoalsPlan, planGoals } from './plan-goals.ts'
import { planValues, type ValuesPlan } from './plan-values.ts'
import { limits } from './shared.ts'
import { lockTree, readTree } from './tree.ts'

export type ImportKind = 'goals' | 'values'
export type Plan = ({ kind: 'goals' } & GoalsPlan) | ({ kind: 'values' } & ValuesPlan)

export interface Preview {
  id: string
  name: string
  kind: ImportKind
  plan: Plan
  /** Goes with the decision, so that nobody decides about another plan than they saw. */
  mark: string
}

const dayMs = 86_400_000

/**
 * Keeps a file between its preview and the decision. Files that nobody decided about go after a day.
 * @throws NotAllowed, Refusal with what is wrong with the file and where
 */
export async function keepImport(
  tx: Tx,
  who: Person,
  input: { kind: ImportKind; name: string; bytes: Uint8Array }
): Promise<string> {
  must(who, 'goal.write')
  const text = textOf(input.bytes)
  // Whether it can be read at all is said at once.
  await planOf(tx, who, input.kind, text)
  await tx
    .deleteFrom('goal_import')
    .where((where) =>
      where.or([where('person_id', '=', who.id), where('created_at', '<', new Date(now().getTime() - dayMs))])
    )
    .execute()
  const id = newId()
  await tx
    .insertInto('goal_import')
    .values({ id, person_id: who.id, kind: input.kind, name: input.name.slice(0, 200), text, created_at: now() })
    .execute()
  return id
}

/** What a kept file would change, as everything stands now. @throws NotFound, also for who did not bring it */
export async function previewImport(tx: Tx, who: Person, id: string): Promise<Preview> {
  must(who, 'goal.write')
  const kept = await tx
    .selectFrom('goal_import')
    .selectAll()
    .where('id', '=', id)
    .where('person_id', '=', who.id)
    .executeTakeFirst()
  if (!kept) throw new NotFound('goals.importGone')
  const kind = kept.kind as ImportKind
  const plan = await planOf(tx, who, kind, kept.text)
  return { id, name: kept.name, kind, plan, mark: markOf(plan) }
}

/**
 * Does what the preview showed: every row, or none of them.
 * @throws NotFound, Refusal `goals.importErrors`, Stale `goals.importChanged` when the plan is another one by now
 */
export async function applyImport(tx: Tx, who: Person, input: { id: string; mark: string }): Promise<void> {
  await lockTree(tx)
  const { plan, mark } = await previewImport(tx, who, input.id)
  if (mark !== input.mark) throw new Stale('goals.importChanged')
  if (plan.rows.some(({ status }) => status === 'error')) throw new Refusal('goals.importErrors', {}, 409)
  if (plan.kind === 'goals') await applyGoals(tx, who, plan)
  else await applyValues(tx, who, plan)
  await tx.deleteFrom('goal_import').where('id', '=', input.id).execute()
}

/** Throws a kept file away. */
export async function discardImport(tx: Tx, who: Person, id: string): Promise<void> {
  await tx.deleteFrom('goal_import').where('id', '=', id).where('person_id', '=', who.id).execute()
}

async function planOf(tx: Tx, who: Person, kind: ImportKind, text: string): Promise<Plan> {
  const table = await readCsv(text)
  const goals = await readTree(tx)
  const mayWrite = (unitId: string | null): boolean => may(who, 'goal.write', unitId)
  if (kind === 'goals') {
    const units = (await listUnits(tx, { open: true })).map(({ id, name, shortName }) => ({ id, name, shortName }))
    return { kind, ...planGoals(table, { goals, units, links: await linksByGoal(tx), mayWrite }) }
  }
  return { kind, ...planValues(table, { goals, indicators: await standingIndicators(tx), mayWrite }) }
}

async function linksByGoal(tx: Tx): Promise<Map<string, Set<string>>> {
  const rows = await tx
    .selectFrom('goal_link')
    .select(['goal_id', 'url'])
    .limit(limits.goals * limits.links)
    .execute()
  const links = new Map<string, Set<string>>()
  for (const { goal_id, url } of rows) links.set(goal_id, (links.get(goal_id) ?? new Set()).add(url))
  return links
}

async function standingIndicators(tx: Tx) {
  const indicators = await tx
    .selectFrom('indicator')
    .innerJoin('goal', 'goal.id', 'indicator.goal_id')
    .select(['indicator.id', 'indicator.goal_id as goalId', 'indicator.name'])
    .where('indicator.archived_at', 'is', null)
    .where('goal.archived_at', 'is', null)
    .limit(limits.goals * limits.indicators)
    .execute()
  const values = await tx
    .selectFrom('indicator_value')
    .select(['indicator_id', 'on_day', 'value'])
    .limit(1_000_000)
    .execute()
  const byIndicator = new Map<string, Map<string, number>>()
  for (const { indicator_id, on_day, value } of values)
    byIndicator.set(indicator_id, (byIndicator.get(indicator_id) ?? new Map<string, number>()).set(on_day, value))
  return indicators.map((one) => ({ ...one, values: byIndicator.get(one.id) ?? new Map<string, number>() }))
}

function markOf(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan.rows)).digest('base64url').slice(0, 32)
}
