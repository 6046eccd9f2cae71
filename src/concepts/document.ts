// A concept as a document of its own: what Markdown and PDF have in common.
import { loadMunicipality, siteOrigin } from '#municipality/hosts.ts'
import { startOfDay } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { formatDate } from '#ui/dates.ts'
import { conceptInForce, findChannel, readVersion } from './read.ts'
import { platformOf, type Section } from './shipped.ts'

export interface ConceptDocument {
  title: string
  municipality: string
  /** Lines below the title: platform, responsible unit, version. */
  facts: string[]
  sections: Section[]
  /** For the file's name. */
  slug: string
  /** Where relative links of the text lead. */
  origin: string
}

/**
 * The concept of a channel as a document: what is in force, or one version. Null when none is in force.
 * @throws NotFound
 */
export async function conceptDocument(
  tx: Tx,
  channelId: string,
  number: number | null = null
): Promise<ConceptDocument | null> {
  const municipality = await loadMunicipality(tx)
  const channel = await findChannel(tx, channelId)
  const inForce = await conceptInForce(tx, channelId)
  const version = number === null ? null : await readVersion(tx, channelId, number)
  if (!version && !inForce) return null
  const style = { language: 'de', zone: municipality.timeZone } as const
  const isInForce = inForce !== null && (!version || inForce.number === version.number)
  const shown = version ?? inForce!
  const state =
    shown.number === 0
      ? 'Mitgelieferte Fassung, noch nicht angepasst'
      : `Fassung ${shown.number} vom ${formatDate(shown.at!, style)}${isInForce ? ', in Kraft' : ', nicht mehr in Kraft'}`
  return {
    title: `Nutzungskonzept: ${channel.name}`,
    municipality: municipality.name,
    facts: [
      `Kanal: ${channel.name} (${platformOf(channel.network).name})`,
      `Verantwortlich: ${channel.unit_name}`,
      state,
      ...(isInForce && inForce.reviewOn
        ? [`Nächste Prüfung: ${formatDate(startOfDay(inForce.reviewOn, municipality.timeZone), style)}`]
        : [])
    ],
    sections: shown.sections,
    slug: channel.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60),
    origin: siteOrigin(municipality)
  }
}

/** The document as Markdown. */
export function conceptMarkdown(document: ConceptDocument): string {
  const facts = document.facts.map((fact) => `- ${fact}`).join('\n')
  const sections = document.sections.map(
    ({ title, text }, index) => `## ${index + 1}. ${title}\n\n${absolute(text, document.origin)}`
  )
  return `# ${document.title}\n\n${document.municipality}\n\n${facts}\n\n${sections.join('\n\n')}\n`
}

/** Links to pages of the own site lead there from a file, too. */
export function absolute(markdown: string, origin: string): string {
  return markdown.replace(/\]\((\/[^)\s]*)\)/g, `](${origin}$1)`)
}
