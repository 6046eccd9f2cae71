// A text that ships, as a page of the site shows it: filled, rendered, and with the names of what is missing.
import { createHash } from 'node:crypto'
import type { Language } from '#language/shared.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { renderMarkdown } from '#platform/html/markdown.ts'
import { formatDate } from '#ui/dates.ts'
import { messages } from '#ui/messages/messages.ts'
import { fillText, type TextValues } from '#platform/html/template.ts'
import { keepShown } from '#privacy/shownNotice.ts'
import { editionInForce, type Edition, ownText } from './notice/edition.ts'
import { filledText, mentions, type TextKey } from './texts.ts'

export interface ShownText {
  title: string
  html: string
  /** Labels of what is not filled in yet. */
  missing: string[]
  /** Changes when the text changes: kept with every comment, to know which notice its author read. */
  version: string
}

/** Where a text stands, for texts that speak of their page. */
export interface TextPage {
  title?: string
  url?: string
  unit?: string
}

/** One of the texts, for this municipality, in this language. */
export async function showText(
  tx: Tx,
  municipality: Municipality,
  key: TextKey,
  language: Language,
  page: TextPage = {}
): Promise<ShownText> {
  const { [key]: text } = await showTexts(tx, municipality, language, { [key]: page } as Record<TextKey, TextPage>)
  return text
}

/** Several texts of one page. */
export async function showTexts<Key extends TextKey>(
  tx: Tx,
  municipality: Municipality,
  language: Language,
  pages: Record<Key, TextPage>
): Promise<Record<Key, ShownText>> {
  const keys = Object.keys(pages) as Key[]
  const edition = keys.some((key) => key === 'privacy' || key === 'comment-notice') ? await editionInForce(tx) : null
  const shown = await textsOf(tx, municipality, language, pages, edition)
  const notice = (shown as Partial<Record<TextKey, ShownText & { markdown: string }>>)['comment-notice']
  if (notice) await keepShown(tx, { ...notice, language, edition: edition?.number ?? null })
  return shown
}

/** The same with an edition that need not be in force, for whoever writes it. */
export async function textsOf<Key extends TextKey>(
  tx: Tx,
  municipality: Municipality,
  language: Language,
  pages: Record<Key, TextPage>,
  edition: Edition | null
): Promise<Record<Key, ShownText & { markdown: string }>> {
  const keys = Object.keys(pages) as Key[]
  const values = await valuesOf(tx, municipality, language, (name) =>
    keys.some((key) => mentions(key, language, name, ownText(edition, key, language)))
  )
  if (edition) values.land = landOf(edition, language)
  const show = (key: Key): ShownText & { markdown: string } => {
    const own = key === 'netiquette' && language === 'de' ? municipality.settings.netiquette.trim() : ''
    const more = { ...values, page: pages[key] as TextValues }
    const filled = own
      ? fillText(own, {})
      : filledText(municipality, key, language, more, ownText(edition, key, language))
    const labels: Record<string, string> = messages(language).site.textFields
    return {
      title: filled.title || messages(language).site.rules,
      missing: [...new Set(filled.missing.map((name) => labels[name] ?? name))],
      markdown: filled.markdown,
      ...rendered(filled.markdown)
    }
  }
  return Object.fromEntries(keys.map((key) => [key, show(key)])) as Record<Key, ShownText & { markdown: string }>
}

/** What an edition says of the legal basis; the Land's file says the rest. */
function landOf({ basis, ground }: Edition, language: Language): TextValues {
  if (basis === 'task') return { task: ground || undefined }
  return {
    legalBasis:
      language === 'de'
        ? `Art. 6 Abs. 1 Unterabs. 1 Buchst. f DSGVO; das berechtigte Interesse: ${ground}`
        : `Article 6(1)(f) GDPR; the legitimate interest: ${ground}`,
    task: undefined
  }
}

const maxRendered = 500
const renderings = new Map<string, Pick<ShownText, 'html' | 'version'>>()

/** The same few texts stand on every page of a municipality. */
function rendered(markdown: string): Pick<ShownText, 'html' | 'version'> {
  const known = renderings.get(markdown)
  if (known) return known
  const version = createHash('sha256').update(markdown).digest('hex').slice(0, 12)
  const made = { html: renderMarkdown(markdown).html, version }
  if (renderings.size >= maxRendered) renderings.clear()
  renderings.set(markdown, made)
  return made
}

/** What the database knows beyond the settings. */
async function valuesOf(
  tx: Tx,
  municipality: Municipality,
  language: Language,
  isNeeded: (name: string) => boolean
): Promise<TextValues> {
  const updated = isNeeded('updated') || isNeeded('createdOn') ? await changedOn(tx, municipality, language) : undefined
  const [handle] = isNeeded('fediverse.handle') ? await fediverseHandles(tx, municipality) : []
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

async function changedOn(tx: Tx, municipality: Municipality, language: Language): Promise<string | undefined> {
  const changed = await tx
    .selectFrom('event')
    .select('at')
    .where('subject_id', '=', municipality.id)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return changed && formatDate(changed.at, { language, zone: municipality.timeZone })
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
