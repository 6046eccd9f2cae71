// One goal with everything about it.
import type { Tx } from '#platform/database/database.ts'
import { NotFound } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Person } from '#people/types.ts'
import { nothing, type Served, servedCounts } from './counts.ts'
import type { Direction, GoalKind } from './shared.ts'
import { limits } from './shared.ts'

export interface IndicatorView {
  id: string
  name: string
  figure: string
  direction: Direction
  baseline: number | null
  target: number | null
  isArchived: boolean
  /** Oldest first. */
  values: { day: string; value: number; source: 'hand' | 'csv' }[]
}

export interface GoalLink {
  id: string
  kind: 'web' | 'paper'
  title: string
  url: string
}

export interface GoalPage {
  id: string
  parentId: string | null
  name: string
  slug: string
  kind: GoalKind
  plan: string
  description: string
  unitId: string | null
  unitName: string | null
  beginsOn: string | null
  endsOn: string | null
  sdgs: number[]
  revision: number
  archivedAt: Date | null
  mergedInto: { id: string; name: string; slug: string } | null
  served: Served
  links: GoalLink[]
  indicators: IndicatorView[]
}

/** A goal for the desk, archived or not. @throws NotFound, NotAllowed */
export async function readGoal(tx: Tx, who: Person, id: string): Promise<GoalPage> {
  must(who, 'goal.read')
  const row = await tx
    .selectFrom('goal')
    .leftJoin('unit', 'unit.id', 'goal.unit_id')
    .leftJoin('goal as into', 'into.id', 'goal.merged_into')
    .selectAll('goal')
    .select(['unit.name as unit_name', 'into.name as into_name', 'into.slug as into_slug'])
    .where('goal.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('goals.notFound')
  return {
    id: row.id,
    parentId: row.parent_id,
    name: row.name,
    slug: row.slug,
    kind: row.kind as GoalKind,
    plan: row.plan,
    description: row.description,
    unitId: row.unit_id,
    unitName: row.unit_name,
    beginsOn: row.begins_on,
    endsOn: row.ends_on,
    sdgs: row.sdgs,
    revision: row.revision,
    archivedAt: row.archived_at,
    mergedInto: row.merged_into ? { id: row.merged_into, name: row.into_name!, slug: row.into_slug! } : null,
    served: (await servedCounts(tx, id)).get(id) ?? nothing,
    links: await linksOf(tx, id),
    indicators: await indicatorsOf(tx, id)
  }
}

/** Where more stands about a goal, papers of the council first. */
export async function linksOf(tx: Tx, goalId: string): Promise<GoalLink[]> {
  const rows = await tx
    .selectFrom('goal_link')
    .select(['id', 'kind', 'title', 'url'])
    .where('goal_id', '=', goalId)
    .orderBy('kind')
    .orderBy('created_at')
    .limit(limits.links * 2)
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as GoalLink['kind'] }))
}

/** The indicators of a goal with their values, in the order in which they were added; archived ones last. */
export async function indicatorsOf(tx: Tx, goalId: string): Promise<IndicatorView[]> {
  const rows = await tx
    .selectFrom('indicator')
    .selectAll()
    .where('goal_id', '=', goalId)
    .orderBy('archived_at', (order) => order.asc().nullsFirst())
    .orderBy('created_at')
    .orderBy('id')
    .limit(limits.indicators * 2)
    .execute()
  const values =
    rows.length === 0
      ? []
      : await tx
          .selectFrom('indicator_value')
          .select(['indicator_id', 'on_day', 'value', 'source'])
          .where(
            'indicator_id',
            'in',
            rows.map((row) => row.id)
          )
          .orderBy('on_day')
          .limit(limits.indicators * limits.values)
          .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    figure: row.figure,
    direction: row.direction as Direction,
    baseline: row.baseline,
    target: row.target,
    isArchived: row.archived_at !== null,
    values: values
      .filter((value) => value.indicator_id === row.id)
      .map(({ on_day, value, source }) => ({ day: on_day, value, source: source as 'hand' | 'csv' }))
  }))
}
