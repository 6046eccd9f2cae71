import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { Person } from '#people/types.ts'
import { addIndicator } from './indicators.ts'
import type { PlannedValue, ValuesPlan } from './plan-values.ts'

/** Writes a plan of values that has no errors: one line of history per indicator, however many values it got. */
export async function applyValues(tx: Tx, who: Person, plan: ValuesPlan): Promise<void> {
  const groups = new Map<string, PlannedValue[]>()
  for (const row of plan.rows) {
    if (row.status === 'unchanged') continue
    const key = row.indicatorId ?? `${row.goalId} ${row.indicator.name.toLocaleLowerCase('de')}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  for (const rows of groups.values()) {
    const { goalId, indicatorId, indicator } = rows[0]!
    const goal = goalId!
    const id = indicatorId ?? (await addIndicator(tx, who, { goal, ...indicator }))
    for (let from = 0; from < rows.length; from += 500)
      await tx
        .insertInto('indicator_value')
        .values(
          rows.slice(from, from + 500).map(({ day, value }) => ({
            indicator_id: id,
            on_day: day,
            value,
            source: 'csv',
            entered_by: who.id,
            entered_at: now()
          }))
        )
        .onConflict((conflict) =>
          conflict.columns(['municipality_id', 'indicator_id', 'on_day']).doUpdateSet((set) => ({
            value: set.ref('excluded.value'),
            source: set.ref('excluded.source'),
            entered_by: set.ref('excluded.entered_by'),
            entered_at: set.ref('excluded.entered_at')
          }))
        )
        .execute()
    record(tx, who, 'goal.values-imported', goal, { indicator: id, name: indicator.name, count: rows.length })
  }
}
