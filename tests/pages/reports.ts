// A notice of illegal content, as pages show it.
import { takeReport } from '#dialogue/reports/take.ts'
import { inMunicipality } from '#platform/database/database.ts'
import type { PlayedTown } from '#practice/town.ts'

export interface ReportPages {
  /** A comment that everybody can read. */
  comment: string
  report: { id: string; code: string }
}

export async function bringReport(town: PlayedTown, comment: string): Promise<ReportPages> {
  const { report, code } = await inMunicipality(town.municipalityId, (tx) =>
    takeReport(tx, {
      message: comment,
      category: 'threat',
      explanation: 'Hier wird jemand bedroht.\nBitte sehen Sie gleich nach.',
      name: 'Nora Nachbar',
      email: 'nora@post.example',
      goodFaith: true,
      danger: true,
      language: 'de'
    })
  )
  return { comment, report: { id: report, code } }
}
