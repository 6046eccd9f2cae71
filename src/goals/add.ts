import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { type GoalInput, refuseLostUnit, refuseTakenName, tidyGoal } from './check.ts'
import { limits } from './shared.ts'
import { freeGoalSlug } from './slug.ts'
import { lockTree } from './tree.ts'

/**
 * Adds a goal, at the top of the tree or below another one. Its address on the site is made from its name once.
 * @throws NotAllowed, Invalid, Refusal `goals.tooMany`
 */
export async function addGoal(
  tx: Tx,
  who: Who,
  input: Partial<GoalInput> & { name: string; parentId?: string | null }
): Promise<{ id: string; slug: string }> {
  must(who, 'goal.write', input.unitId ?? null)
  const goal = tidyGoal({
    kind: 'leitziel',
    plan: '',
    description: '',
    unitId: null,
    beginsOn: null,
    endsOn: null,
    sdgs: [],
    ...input
  })
  await lockTree(tx)
  await refuseTakenName(tx, goal.name, null)
  await refuseLostUnit(tx, goal.unitId)
  if (input.parentId) await refuseLostParent(tx, input.parentId)
  const { count } = await tx
    .selectFrom('goal')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= limits.goals) throw new Refusal('goals.tooMany', { max: limits.goals })
  const id = newId()
  const slug = await freeGoalSlug(tx, goal.name)
  await tx
    .insertInto('goal')
    .values({
      id,
      slug,
      name: goal.name,
      kind: goal.kind,
      plan: goal.plan,
      description: goal.description,
      unit_id: goal.unitId,
      begins_on: goal.beginsOn,
      ends_on: goal.endsOn,
      sdgs: goal.sdgs,
      parent_id: input.parentId ?? null,
      created_at: now(),
      changed_at: now()
    })
    .execute()
  record(tx, who, 'goal.added', id, { name: goal.name, parent: input.parentId ?? null })
  return { id, slug }
}

async function refuseLostParent(tx: Tx, id: string): Promise<void> {
  const parent = await tx.selectFrom('goal').select('archived_at').where('id', '=', id).executeTakeFirst()
  if (!parent || parent.archived_at) throw new Invalid({ parentId: 'goals.parentLost' })
}
