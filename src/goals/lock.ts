import type { Tx } from '#platform/database/database.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'

/** Takes the goal for this transaction. @throws NotFound */
export async function lockGoal(tx: Tx, id: string) {
  const goal = await tx.selectFrom('goal').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!goal) throw new NotFound('goals.notFound')
  return goal
}

export type GoalRow = Awaited<ReturnType<typeof lockGoal>>

/** @throws Refusal `goals.isMerged`, `goals.isArchived` when nothing may change here any more */
export function mustBeLive(goal: GoalRow): void {
  if (goal.merged_into) throw new Refusal('goals.isMerged', {}, 409)
  if (goal.archived_at) throw new Refusal('goals.isArchived', {}, 409)
}
