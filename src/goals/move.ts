import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockGoal, mustBeLive } from './lock.ts'
import { isWithin, lockTree, parentsOf } from './tree.ts'

/**
 * Puts a goal, with everything below it, under another one or (null) at the top.
 * @throws NotAllowed, NotFound, Invalid `goals.circle` when the new place lies below the goal itself
 */
export async function moveGoal(tx: Tx, who: Who, input: { goal: string; parent: string | null }): Promise<void> {
  await lockTree(tx)
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  mustBeLive(goal)
  if (goal.parent_id === input.parent) return
  const nodes = (await tx.selectFrom('goal').select(['id', 'parent_id', 'archived_at']).execute()).map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    isLive: row.archived_at === null
  }))
  if (input.parent && !nodes.some((node) => node.id === input.parent && node.isLive))
    throw new Invalid({ parent: 'goals.parentLost' })
  if (isWithin(parentsOf(nodes), input.parent, goal.id)) throw new Invalid({ parent: 'goals.circle' })
  await tx
    .updateTable('goal')
    .set({ parent_id: input.parent, revision: goal.revision + 1, changed_at: now() })
    .where('id', '=', goal.id)
    .execute()
  record(tx, who, 'goal.moved', goal.id, { from: goal.parent_id, to: input.parent })
}
