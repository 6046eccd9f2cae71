// The texts that ship as templates (content/texts): imprint, privacy notice and their like, filled with what is known.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { landByKey } from '#municipality/laender.ts'
import type { Municipality } from '#municipality/types.ts'
import { installation } from '#platform/installation.ts'

export type TextKey = 'imprint' | 'privacy' | 'comment-notice' | 'accessibility' | 'netiquette' | 'licence'

/** Values by name, in groups: `{ contact: { email: '…' } }` is `contact.email` in a template. */
export interface TextValues {
  [name: string]: string | undefined | TextValues
}

export interface FilledText {
  /** From the first line `# …`; empty where the template has none. */
  title: string
  markdown: string
  /** Names of the values that were needed and are not there. */
  missing: string[]
}

const gaps = { de: '[noch nicht angegeben]', en: '[not given yet]' }
const templates = new Map<string, string>()

/** A template, filled. Values of `extra` win over what the municipality's settings and its Land say. */
export function filledText(
  municipality: Municipality,
  key: TextKey,
  language: 'de' | 'en',
  extra: TextValues = {}
): FilledText {
  const values = withExtra(valuesOf(municipality, language), extra)
  return fillText(template(key, language), values, gaps[language])
}

/**
 * Fills a template: `{{a.b}}` (escaped), `{{{a.b}}}` (Markdown), `{{#a.b}}…{{/a.b}}` (if there), `{{^a.b}}…{{/a.b}}`
 * (if not). A missing value becomes `gap`.
 */
export function fillText(source: string, values: TextValues, gap = gaps.de): FilledText {
  const missing = new Set<string>()
  const section = /\{\{([#^])([\w.]+)\}\}([\s\S]*?)\{\{\/\2\}\}/g
  const choose = (text: string): string =>
    text.replace(section, (_, kind, name, inner) =>
      (kind === '#') === Boolean(valueOf(values, name)) ? choose(inner) : ''
    )
  const filled = choose(source.replace(/^(\{\{[#^/][\w.]+\}\})\n/gm, '$1')).replace(
    /\{\{(\{?)([\w.]+)\}?\}\}/g,
    (_, raw, name) => {
      const value = valueOf(values, name)
      if (!value) missing.add(name)
      return value ? (raw ? value : escapeMarkdown(value)) : escapeMarkdown(gap)
    }
  )
  // A link to a gap leads nowhere; its words remain.
  const nowhere = /\[((?:[^\]\\]|\\.)*)\]\((?:mailto:)?\\\[[^)]*\\\]\)/g
  const [, title = '', body] = /^(?:# (.*)\n)?([\s\S]*)$/.exec(filled.replace(nowhere, '$1'))!
  return { title, markdown: withLineBreaks(body!.trim()), missing: [...missing] }
}

function withExtra(values: TextValues, extra: TextValues): TextValues {
  const merged = { ...values }
  for (const [name, value] of Object.entries(extra)) {
    const known = merged[name]
    merged[name] = typeof known === 'object' && typeof value === 'object' ? { ...known, ...value } : value
  }
  return merged
}

/** What the municipality's settings and the file of its Land say. */
function valuesOf(municipality: Municipality, language: 'de' | 'en'): TextValues {
  const { contact, imprint, privacyOfficer, accessibilityContact, licence } = municipality.settings
  return {
    site: {
      name: municipality.name,
      url: `https://${municipality.siteHost}`,
      isCorporation: ['verband', 'provider'].includes(municipality.kind) ? undefined : 'yes'
    },
    contact,
    imprint,
    privacyOfficer,
    accessibilityContact: accessibilityContact.email ? accessibilityContact : contact,
    licence,
    days: { ip: '7' },
    land: landValues(municipality.land, language)
  }
}

interface LandTexts {
  commentData?: { legalBasis: { de: string; en: string } }
  dataProtectionAuthority?: { name: string; nameEn: string; address: string; site: string }
  accessibility?: {
    law: string
    lawShort: string
    section: string
    ordinance: string | null
    body: { name: string; nameEn: string; address: string | null; site: string }
    answerWithinWeeks: number | null
  }
}

function landValues(key: string, language: 'de' | 'en'): TextValues {
  const land = (landByKey(key) ?? {}) as LandTexts
  const authority = land.dataProtectionAuthority
  const access = land.accessibility
  const named = (one?: { name: string; nameEn: string }) =>
    language === 'en' ? `${one?.nameEn} (${one?.name})` : one?.name
  return {
    legalBasis: land.commentData?.legalBasis[language],
    authority: authority && { name: named(authority), address: authority.address, site: authority.site },
    accessibility: access && {
      law: access.law,
      lawShort: access.lawShort,
      section: access.section,
      ordinance: access.ordinance ?? undefined,
      answerWeeks: access.answerWithinWeeks?.toString(),
      body: { name: named(access.body), address: access.body.address ?? undefined, site: access.body.site }
    }
  }
}

/** Whether a template speaks of a value: what none of them needs is not looked up. */
export function mentions(key: TextKey, language: 'de' | 'en', name: string): boolean {
  return template(key, language).includes(`${name}}}`)
}

function template(key: TextKey, language: 'de' | 'en'): string {
  const file = `${language}/${key}.md`
  const known = templates.get(file) ?? readFileSync(join(installation(), 'content/texts', file), 'utf8')
  templates.set(file, known)
  return known
}

function valueOf(values: TextValues, name: string): string | undefined {
  let at: string | undefined | TextValues = values
  for (const part of name.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string' ? at.trim() : undefined
}

function escapeMarkdown(value: string): string {
  return value.replace(/[\\`*_[\]<>#|~]/g, '\\$&')
}

/** Addresses and the like stand on lines of their own: a line break within a paragraph is meant. */
function withLineBreaks(markdown: string): string {
  const block = /^(\s|$|#|[-*+>|]|\d+[.)] )/
  const lines = markdown.replace(/\n{3,}/g, '\n\n').split('\n')
  return lines.map((line, i) => (block.test(line) || block.test(lines[i + 1] ?? '') ? line : `${line}\\`)).join('\n')
}
