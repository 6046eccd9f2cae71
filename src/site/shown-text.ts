// A text that ships, as a page of the site shows it: filled, rendered, and with the names of what is missing.
import { createHash } from 'node:crypto'
import type { Language } from '#language/shared.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { formatDate } from '#ui/dates.ts'
import { messages } from '#ui/messages/messages.ts'
import { filledText, fillText, type TextKey, type TextValues } from './texts.ts'

export interface ShownText {
  title: string
  html: string
  /** Labels of what is not filled in yet. */
  missing: string[]
  /** Changes when the text changes: kept with every comment, to know which notice its author read. */
  version: string
}

/** One of the texts, for this municipality, in this language. */
export async function showText(
  tx: Tx,
  municipality: Municipality,
  key: TextKey,
  language: Language,
  page: { title?: string; url?: string; unit?: string } = {}
): Promise<ShownText> {
  const own = key === 'netiquette' && language === 'de' ? municipality.settings.netiquette.trim() : ''
  const filled = own
    ? fillText(own, {})
    : filledText(municipality, key, language, { ...(await valuesOf(tx, municipality, language)), page })
  const labels: Record<string, string> = messages(language).site.textFields
  return {
    title: filled.title || messages(language).site.rules,
    html: renderMarkdown(filled.markdown).html,
    missing: [...new Set(filled.missing.map((name) => labels[name] ?? name))],
    version: createHash('sha256').update(filled.markdown).digest('hex').slice(0, 12)
  }
}

/** What the database knows beyond the settings. */
async function valuesOf(tx: Tx, municipality: Municipality, language: Language): Promise<TextValues> {
  const changed = await tx
    .selectFrom('event')
    .select('at')
    .where('subject_id', '=', municipality.id)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  const updated = changed && formatDate(changed.at, { language, zone: municipality.timeZone })
  const [handle] = await fediverseHandles(tx, municipality)
  const { contact } = municipality.settings
  return {
    contact: { name: contact.name || municipality.name },
    updated,
    accessibility: { createdOn: updated },
    fediverse: { handle },
    site: {
      url: siteOrigin(municipality),
      privacyPath: '/datenschutz',
      netiquettePath: '/spielregeln',
      accessibilityFormPath: '#melden'
    }
  }
}

/** The names under which the municipality and its units speak in the Fediverse, the municipality's own first; at most 100. */
export async function fediverseHandles(tx: Tx, municipality: Municipality): Promise<string[]> {
  const rows = await tx
    .selectFrom('fediverse_actor')
    .innerJoin('unit', 'unit.id', 'fediverse_actor.unit_id')
    .innerJoin('channel', 'channel.id', 'fediverse_actor.channel_id')
    .select(['username', 'unit.parent_id'])
    .where('channel.state', '=', 'live')
    .orderBy('username')
    .limit(100)
    .execute()
  return rows
    .toSorted((a, b) => Number(a.parent_id !== null) - Number(b.parent_id !== null))
    .map((row) => `@${row.username}@${municipality.handleDomain}`)
}
