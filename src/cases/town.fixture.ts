// A town whose citizens report defects, for tests.
import { addNetwork } from '#channels/networks.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { system } from '#people/types.ts'
import { reportCase, type Reported, type ReportInput } from './report.ts'
import { saveAttribute, saveService } from './services.ts'
import { readCaseSettings, settleCases, type CaseSettings } from './settings.ts'

export interface CaseTown extends Town {
  /** Codes: `schlagloch` (of the roads, with questions) and `wilder-muell` (of nobody yet). */
  hole: string
  rubbish: string
  report(given?: Partial<ReportInput>): Promise<Reported>
}

/** Makes one of its own; several may live in one world. */
export async function makeCaseTown(settings: Partial<CaseSettings> = {}): Promise<CaseTown> {
  const town = await makeTown(addNetwork)
  return town.in(async (tx) => {
    await settleCases(tx, system, { ...readCaseSettings(null), ...settings, isOn: true })
    const hole = await saveService(tx, system, {
      name: 'Schlagloch',
      group: 'Straßen und Wege',
      description: 'Löcher in der Fahrbahn',
      keywords: 'Loch, Straße',
      unit: town.roads,
      resolveHours: '16'
    })
    const rubbish = await saveService(tx, system, {
      name: 'Wilder Müll',
      group: 'Sauberkeit',
      description: '',
      keywords: '',
      unit: null,
      resolveHours: ''
    })
    const ask = (attribute: { code: string; kind: string; question: string; options?: string }) =>
      saveAttribute(tx, system, {
        service: hole.id,
        attribute: { hint: '', required: attribute.code === 'GROESSE', options: '', ...attribute }
      })
    await ask({ code: 'GROESSE', kind: 'singlevaluelist', question: 'Wie groß?', options: 'k: klein\ng: groß' })
    await ask({ code: 'TIEFE', kind: 'number', question: 'Wie tief, in cm?' })
    return {
      ...town,
      hole: hole.code,
      rubbish: rubbish.code,
      report: (given = {}) =>
        town.in((inner) =>
          reportCase(inner, {
            service: hole.code,
            text: 'Ein tiefes Loch vor der Schule',
            address: 'Lindenstraße 12',
            answers: (code) => (code === 'GROESSE' ? ['g'] : []),
            from: null,
            ...given
          })
        )
    }
  })
}
