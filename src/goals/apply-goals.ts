import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { Person } from '#people/types.ts'
import { addGoal } from './add.ts'
import { writeGoal } from './change.ts'
import { addLink } from './link.ts'
import { lockGoal } from './lock.ts'
import type { GoalsPlan, PlannedGoal } from './plan-goals.ts'

/** Writes a plan of goals that has no errors, under the lock of the tree. */
export async function applyGoals(tx: Tx, who: Person, plan: GoalsPlan): Promise<void> {
  const ids = new Map<string, string>()
  for (const row of plan.rows) if (row.goalId) ids.set(`line ${row.line}`, row.goalId)
  const byLine = new Map(plan.rows.map((row) => [`line ${row.line}`, row]))
  const idOf = (parent: string | null | undefined): string | null => (parent ? (ids.get(parent) ?? parent) : null)

  // Names that become free are free before new goals take them.
  for (const row of plan.rows)
    if (row.goalId && row.status === 'changed') await writeGoal(tx, who, await lockGoal(tx, row.goalId), row.input)
  /** Adds what it stands below first, wherever in the file that is. */
  const add = async (row: PlannedGoal): Promise<void> => {
    if (ids.has(`line ${row.line}`)) return
    const above = row.parent ? byLine.get(row.parent) : undefined
    if (above) await add(above)
    const { id } = await addGoal(tx, who, { ...row.input, parentId: idOf(row.parent) })
    ids.set(`line ${row.line}`, id)
  }
  for (const row of plan.rows) await add(row)
  for (const row of plan.rows) {
    const goal = ids.get(`line ${row.line}`)!
    if (row.goalId && row.parent !== undefined) await place(tx, who, goal, idOf(row.parent))
    for (const link of row.links) await addLink(tx, who, { goal, ...link })
  }
}

/** The plan as a whole has no circle; on the way there may be one for a moment. */
async function place(tx: Tx, who: Person, id: string, parent: string | null): Promise<void> {
  const goal = await lockGoal(tx, id)
  if (goal.parent_id === parent) return
  await tx
    .updateTable('goal')
    .set({ parent_id: parent, revision: goal.revision + 1, changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'goal.moved', id, { from: goal.parent_id, to: parent })
}
