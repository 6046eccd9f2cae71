import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { refuseTakenName } from './check.ts'
import { lockGoal, mustBeLive } from './lock.ts'
import { lockTree } from './tree.ts'

/**
 * Takes a goal out of every choice, when its time is over; what served it stays and keeps saying so.
 * @throws NotAllowed, NotFound, Refusal `goals.hasChildren`
 */
export async function archiveGoal(tx: Tx, who: Who, input: { goal: string }): Promise<void> {
  await lockTree(tx)
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  mustBeLive(goal)
  const child = await tx
    .selectFrom('goal')
    .select('id')
    .where('parent_id', '=', goal.id)
    .where('archived_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (child) throw new Refusal('goals.hasChildren', {}, 409)
  await tx.updateTable('goal').set({ archived_at: now(), changed_at: now() }).where('id', '=', goal.id).execute()
  record(tx, who, 'goal.archived', goal.id)
}

/**
 * Brings an archived goal back, at the top of the tree when what it stood below is archived itself.
 * @throws NotAllowed, NotFound, Invalid `goals.nameTaken`, Refusal `goals.isMerged`
 */
export async function restoreGoal(tx: Tx, who: Who, input: { goal: string }): Promise<void> {
  await lockTree(tx)
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  if (goal.merged_into) throw new Refusal('goals.isMerged', {}, 409)
  if (!goal.archived_at) return
  await refuseTakenName(tx, goal.name, goal.id)
  const parent = goal.parent_id ? await lockGoal(tx, goal.parent_id) : null
  await tx
    .updateTable('goal')
    .set({ archived_at: null, parent_id: parent?.archived_at ? null : goal.parent_id, changed_at: now() })
    .where('id', '=', goal.id)
    .execute()
  record(tx, who, 'goal.restored', goal.id)
}
