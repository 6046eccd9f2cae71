// A notice of illegal content, as pages show it.
import { askReview } from '#dialogue/moderation/ask-review.ts'
import { decide } from '#dialogue/moderation/decide.ts'
import { takeReport } from '#dialogue/reports/take.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { personOf, type PlayedTown } from '#practice/town.ts'

export interface ReportPages {
  /** A comment that everybody can read. */
  comment: string
  report: { id: string; code: string }
  /** Reported to the police, with a review that somebody asked for. */
  decision: string
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
  return { comment, report: { id: report, code }, decision: await bringDecision(town, comment) }
}

async function bringDecision(town: PlayedTown, message: string): Promise<string> {
  const who = await personOf(town, 'aylin')
  return inMunicipality(town.municipalityId, async (tx) => {
    const { decision } = await decide(tx, who, {
      step: 'police',
      message,
      facts: 'Droht einem Mitarbeiter.',
      ground: 'law:StGB-241',
      milder: 'Eine Drohung lässt sich nicht durch eine Erinnerung klären.'
    })
    await askReview(tx, { kind: 'colleague', who }, { decision, reason: 'Bitte noch einmal ansehen.' })
    return decision
  })
}
