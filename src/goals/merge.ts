import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockGoal, mustBeLive } from './lock.ts'
import { isWithin, lockTree, parentsOf } from './tree.ts'

/** The tables that say what serves a goal, each with the column that names the other side. */
const serving = [
  ['post_goal', 'post_id'],
  ['conversation_goal', 'conversation_id'],
  ['campaign_goal', 'campaign_id']
] as const

/**
 * Makes two goals one: whatever served or stood below `goal` does so with `into` from now on; indicators, values and links go
 * along, and its address leads there. The goal itself stays in the archive, with its history.
 * @throws NotAllowed for either of them, NotFound, Invalid `goals.mergeSelf`, `goals.mergeBelow`
 */
export async function mergeGoals(tx: Tx, who: Who, input: { goal: string; into: string }): Promise<void> {
  if (input.goal === input.into) throw new Invalid({ into: 'goals.mergeSelf' })
  await lockTree(tx)
  const goal = await lockGoal(tx, input.goal)
  const into = await lockGoal(tx, input.into)
  must(who, 'goal.write', goal.unit_id)
  must(who, 'goal.write', into.unit_id)
  mustBeLive(goal)
  mustBeLive(into)
  const nodes = await tx.selectFrom('goal').select(['id', 'parent_id as parentId']).execute()
  if (isWithin(parentsOf(nodes), into.id, goal.id)) throw new Invalid({ into: 'goals.mergeBelow' })

  for (const [table, other] of serving) {
    await sql`insert into ${sql.table(table)} (${sql.ref(other)}, goal_id)
      select ${sql.ref(other)}, ${into.id} from ${sql.table(table)} where goal_id = ${goal.id} on conflict do nothing`.execute(
      tx
    )
    await sql`delete from ${sql.table(table)} where goal_id = ${goal.id}`.execute(tx)
  }
  await tx.updateTable('goal').set({ parent_id: into.id }).where('parent_id', '=', goal.id).execute()
  await tx.updateTable('goal').set({ merged_into: into.id }).where('merged_into', '=', goal.id).execute()
  await tx.updateTable('indicator').set({ goal_id: into.id }).where('goal_id', '=', goal.id).execute()
  await sql`delete from goal_link where goal_id = ${goal.id}
    and url in (select url from goal_link where goal_id = ${into.id})`.execute(tx)
  await tx.updateTable('goal_link').set({ goal_id: into.id }).where('goal_id', '=', goal.id).execute()
  await tx
    .updateTable('goal')
    .set({ archived_at: now(), merged_into: into.id, changed_at: now(), revision: goal.revision + 1 })
    .where('id', '=', goal.id)
    .execute()
  record(tx, who, 'goal.merged', goal.id, { into: into.id })
  record(tx, who, 'goal.took-in', into.id, { from: goal.id, name: goal.name })
}
