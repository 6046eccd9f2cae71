// The goals of a drill: what the town wants, and how far it is.
import { addGoal } from '#goals/add.ts'
import { addIndicator, setValue } from '#goals/indicators.ts'
import { addLink } from '#goals/link.ts'
import { system } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { StepOf } from './scenario.ts'
import { must, personOf, type PlayedTown } from './town.ts'

/** Adds a goal of the drill. */
export async function addDrillGoal(town: PlayedTown, step: StepOf<'goal'>): Promise<void> {
  const who = step.by ? await personOf(town, step.by) : system
  await inMunicipality(town.municipalityId, async (tx) => {
    const { id } = await addGoal(tx, who, {
      name: step.name,
      description: step.about ?? '',
      unitId: step.unit ? must(town.units, step.unit) : null,
      parentId: step.below ? must(town.goals, step.below).id : null,
      kind: step.kind ?? 'leitziel',
      plan: step.plan ?? '',
      sdgs: step.sdgs ?? [],
      beginsOn: step.begins ?? null,
      endsOn: step.ends ?? null
    })
    for (const link of step.links ?? []) await addLink(tx, who, { goal: id, ...link })
    town.goals.set(step.key, { id, name: step.name })
  })
}

/** Gives a goal of the drill an indicator with its values. */
export async function addDrillIndicator(town: PlayedTown, step: StepOf<'indicator'>): Promise<void> {
  const who = await personOf(town, step.by)
  const goal = must(town.goals, step.goal).id
  const today = dayIn(now(), 'Europe/Berlin')
  await inMunicipality(town.municipalityId, async (tx) => {
    const { name, figure, direction, baseline = null, target = null } = step
    const indicator = await addIndicator(tx, who, { goal, name, figure, direction, baseline, target })
    for (const { daysAgo, value } of step.values)
      await setValue(tx, who, { goal, indicator, day: addDays(today, -daysAgo), value })
  })
}
