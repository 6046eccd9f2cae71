// Defects that citizens report in a drill.
import { reportCase } from '#cases/report.ts'
import { saveService } from '#cases/services.ts'
import { readCaseSettings, settleCases } from '#cases/settings.ts'
import { settleCase } from '#cases/settle.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { StepOf } from './scenario.ts'
import { must, personOf, type PlayedTown } from './town.ts'

/** A category; the first one lets citizens report at all. */
export async function addDrillCategory(town: PlayedTown, step: StepOf<'category'>): Promise<void> {
  await inMunicipality(town.municipalityId, async (tx) => {
    await settleCases(tx, system, { ...readCaseSettings(null), isOn: true })
    const { code } = await saveService(tx, system, {
      name: step.name,
      group: step.group,
      description: step.description,
      keywords: '',
      unit: must(town.units, step.unit),
      resolveHours: '24'
    })
    town.categories.set(step.key, code)
  })
}

/** A report that somebody has read, and how far it is. */
export async function playDefect(town: PlayedTown, step: StepOf<'defect'>): Promise<void> {
  const who = await personOf(town, step.by)
  await inMunicipality(town.municipalityId, async (tx) => {
    const reported = await reportCase(tx, {
      service: must(town.categories, step.category),
      text: step.text,
      address: step.address,
      answers: () => [],
      from: null
    })
    await approveMessage(tx, who, { message: reported.message })
    if (step.state)
      await settleCase(tx, who, { case: reported.id, state: step.state, note: step.note ?? '', closes: true })
  })
}
