// What the sweep visits of a crisis, begun after everything else: its banner stands above every page of the site.
import { endCrisis } from '#crisis/end.ts'
import { crisisPath } from '#crisis/path.ts'
import { activeCrisis } from '#crisis/queries.ts'
import { publishReport } from '#crisis/report.ts'
import { noteRumour } from '#crisis/rumours.ts'
import { startCrisis } from '#crisis/start.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { personOf, type PlayedTown } from '#practice/town.ts'

export interface LivingCrisis {
  /** The crisis at the desk, and its source page. */
  desk: string
  source: string
  end(): Promise<void>
}

/** Starts a crisis, reports twice, and notes a rumour. */
export async function bringCrisis(town: PlayedTown): Promise<LivingCrisis> {
  const editor = await personOf(town, 'aylin')
  const { crisis, slug } = await inMunicipality(town.municipalityId, async (tx) => {
    const started = await startCrisis(tx, editor, { title: 'Bombenfund am Bahnhof', reason: 'Anruf der Leitstelle' })
    const text = {
      crisis: started,
      known: 'Am Bahnhof liegt eine Bombe aus dem Krieg.\n\n- Die **Bahnhofstraße** ist gesperrt.',
      unknown: 'Wie lange es dauert.',
      doing: 'Wir bringen alle in die Turnhalle.',
      next: ''
    }
    await publishReport(tx, editor, { ...text, seen: 0, headline: 'Fund am Bahnhof' })
    await publishReport(tx, editor, { ...text, seen: 1, headline: 'Die Umgebung ist geräumt' })
    await noteRumour(tx, editor, {
      crisis: started,
      claim: 'Der Bahnhof brennt.',
      answer: 'Es brennt nicht.',
      verdict: 'false',
      isPublic: true
    })
    return { crisis: started, slug: (await activeCrisis(tx))!.slug }
  })
  return {
    desk: `/desk/crisis/${crisis}`,
    source: crisisPath({ slug }),
    end: () =>
      inMunicipality(town.municipalityId, async (tx) => {
        await endCrisis(tx, editor, { crisis, stop: [], wentWell: 'Schnell.', wentBadly: '', lessons: 'Eine Liste.' })
      })
  }
}
