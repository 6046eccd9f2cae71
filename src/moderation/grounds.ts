// What a decision rests on: an article of law, or a paragraph of the town's own rules as they read at that moment.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '#language/shared.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { fillText } from '#platform/html/template.ts'
import { installation } from '#platform/installation.ts'
import { Invalid } from '#platform/refusal.ts'
import { statuteOf, statutes } from './statutes.ts'

export interface Ground {
  code: string
  text: string
  /** What it means, for articles of law. */
  plain: string
  /** The heading of the rules it stands under. */
  section: string
}

export interface Rules {
  version: string
  markdown: string
  paragraphs: Ground[]
}

/** As many paragraphs as a list to choose from can bear. */
const mostParagraphs = 60

/** The town's rules as they read now, with their paragraphs. */
export function rulesOf(municipality: Municipality): Rules {
  const own = municipality.settings.netiquette.trim()
  const { contact } = municipality.settings
  const markdown = own || fillText(shipped(), { site: { name: municipality.name }, contact: { ...contact } }).markdown
  return { version: mark(markdown, 12), markdown, paragraphs: paragraphsOf(markdown) }
}

/** Everything a decision may rest on: the rules first. */
export async function groundChoices(tx: Tx, language: Language): Promise<{ rules: Ground[]; laws: Ground[] }> {
  const { paragraphs } = rulesOf(await loadMunicipality(tx))
  const laws = statutes.map((one) => ({
    code: `law:${one.code}`,
    text: one[language].name,
    plain: one[language].plain,
    section: ''
  }))
  return { rules: paragraphs, laws }
}

/**
 * The ground behind a code as it reads now; a paragraph's version of the rules is kept for good.
 * @throws Invalid
 */
export async function settleGround(tx: Tx, code: string): Promise<{ text: string; netiquetteVersion: string | null }> {
  if (code.startsWith('law:')) {
    const law = statuteOf(code.slice(4))
    if (!law) throw new Invalid({ ground: 'moderation.groundUnknown' })
    return { text: law.name, netiquetteVersion: null }
  }
  const rules = rulesOf(await loadMunicipality(tx))
  const paragraph = rules.paragraphs.find((one) => one.code === code)
  // The rules may have been changed while the form was open.
  if (!paragraph) throw new Invalid({ ground: code ? 'moderation.groundUnknown' : 'moderation.groundMissing' })
  await tx
    .insertInto('netiquette_version')
    .values({ version: rules.version, body: rules.markdown, first_used_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { text: paragraph.text, netiquetteVersion: rules.version }
}

/** The rules as they read in a version that a decision rests on; null when none does. */
export async function keptRules(tx: Tx, version: string): Promise<{ markdown: string; usedFrom: Date } | null> {
  const row = await tx
    .selectFrom('netiquette_version')
    .select(['body', 'first_used_at'])
    .where('version', '=', version)
    .executeTakeFirst()
  return row ? { markdown: row.body, usedFrom: row.first_used_at } : null
}

/** Each item of a list is a paragraph; where a section has no list, each of its blocks is one. */
function paragraphsOf(markdown: string): Ground[] {
  const found: Ground[] = []
  let section = ''
  for (const block of markdown.split(/\n{2,}|\n(?=\s*(?:[-*+]|\d+[.)])\s)|\n(?=#)/)) {
    const heading = /^#{1,6}\s+(.+?)\s*#*\s*$/m.exec(block.trim())
    if (heading) {
      section = plain(heading[1]!)
      continue
    }
    const text = plain(block.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ''))
    if (text === '' || found.length >= mostParagraphs) continue
    found.push({ code: `rules:${mark(`${section}\n${text}`, 10)}`, text: cut(section, text), plain: '', section })
  }
  return found
}

function cut(section: string, text: string): string {
  const whole = section ? `${section}: ${text}` : text
  return whole.length > 300 ? `${whole.slice(0, 299).trimEnd()}…` : whole
}

function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_[\]<>#|~])/g, '$1')
    .replace(/[*_`~\\]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function mark(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

let template: string | null = null

function shipped(): string {
  template ??= readFileSync(join(installation(), 'content/texts/de/netiquette.md'), 'utf8')
  return template
}
