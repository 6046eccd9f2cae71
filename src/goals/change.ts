import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { EventData } from '#platform/journal/events.ts'
import { record } from '#platform/journal/journal.ts'
import { Stale } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { type GoalInput, refuseLostUnit, refuseTakenName, tidyGoal } from './check.ts'
import { type GoalRow, lockGoal, mustBeLive } from './lock.ts'
import { lockTree } from './tree.ts'

/**
 * Changes what a goal says about itself. Its address stays, so that links to it keep working. The journal keeps what
 * stood there before, except for the description, of which it only says that it changed.
 * @throws NotAllowed, NotFound, Invalid, Stale when somebody else saved since `revision`, Refusal when archived
 */
export async function changeGoal(
  tx: Tx,
  who: Who,
  input: GoalInput & { goal: string; revision: number }
): Promise<{ revision: number }> {
  const tidy = tidyGoal(input)
  await lockTree(tx)
  const goal = await lockGoal(tx, input.goal)
  must(who, 'goal.write', goal.unit_id)
  if (tidy.unitId !== goal.unit_id) must(who, 'goal.write', tidy.unitId)
  mustBeLive(goal)
  if (goal.revision !== input.revision) throw new Stale('goals.stale', { revision: goal.revision })
  await refuseTakenName(tx, tidy.name, goal.id)
  if (tidy.unitId !== goal.unit_id) await refuseLostUnit(tx, tidy.unitId)
  return { revision: await writeGoal(tx, who, goal, tidy) }
}

/** Writes the fields of a goal that is locked and checked. Answers its revision, which stays when nothing changed. */
export async function writeGoal(tx: Tx, who: Who, goal: GoalRow, tidy: GoalInput): Promise<number> {
  const data = differences(goal, tidy)
  if (Object.keys(data).length === 0) return goal.revision
  await tx
    .updateTable('goal')
    .set({
      name: tidy.name,
      kind: tidy.kind,
      plan: tidy.plan,
      description: tidy.description,
      unit_id: tidy.unitId,
      begins_on: tidy.beginsOn,
      ends_on: tidy.endsOn,
      sdgs: tidy.sdgs,
      revision: goal.revision + 1,
      changed_at: now()
    })
    .where('id', '=', goal.id)
    .execute()
  record(tx, who, 'goal.changed', goal.id, data)
  return goal.revision + 1
}

/** What differs, with what stood there before, as the history tells it. */
function differences(goal: GoalRow, tidy: GoalInput): EventData {
  const data: EventData = {}
  const note = (field: string, before: string | null, after: string | null): void => {
    if (before !== after) Object.assign(data, { [field]: after, [`${field}Before`]: before })
  }
  note('name', goal.name, tidy.name)
  note('kind', goal.kind, tidy.kind)
  note('plan', goal.plan, tidy.plan)
  note('unit', goal.unit_id, tidy.unitId)
  note('begins', goal.begins_on, tidy.beginsOn)
  note('ends', goal.ends_on, tidy.endsOn)
  note('sdgs', goal.sdgs.join(', '), tidy.sdgs.join(', '))
  if (goal.description !== tidy.description) data.description = true
  return data
}
