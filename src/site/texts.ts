// The texts that ship as templates (content/texts): imprint, privacy notice and their like, filled with what is known.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { landByKey } from '#municipality/laender.ts'
import type { Municipality } from '#municipality/types.ts'
import { fillText, textGaps, type FilledText, type TextValues } from '#platform/html/template.ts'
import { installation } from '#platform/installation.ts'

export type TextKey = 'imprint' | 'privacy' | 'comment-notice' | 'accessibility' | 'netiquette' | 'licence'

const templates = new Map<string, string>()

/**
 * A template, filled: the one that ships, or the municipality's own. Values of `extra` win over what the municipality's
 * settings and its Land say.
 */
export function filledText(
  municipality: Municipality,
  key: TextKey,
  language: 'de' | 'en',
  extra: TextValues = {},
  own?: string
): FilledText {
  const values = withExtra(valuesOf(municipality, language), extra)
  return fillText(own ?? shippedText(key, language), values, textGaps[language])
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
  const { contact, imprint, privacyOfficer, accessibilityContact, licence, addressDays } = municipality.settings
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
    days: {
      ip: String(addressDays),
      ipEnd: language === 'de' ? `${addressDays + 1}.` : ordinal(addressDays + 1),
      ipWhy: municipality.settings.addressDaysReason || undefined
    },
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

function ordinal(count: number): string {
  const ends: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
  return `${count}${ends[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)]}`
}

/** Whether a template speaks of a value: what none of them needs is not looked up. */
export function mentions(key: TextKey, language: 'de' | 'en', name: string, own?: string): boolean {
  return (own ?? shippedText(key, language)).includes(`${name}}}`)
}

/** A template as it ships. */
export function shippedText(key: TextKey, language: 'de' | 'en'): string {
  const file = `${language}/${key}.md`
  const known = templates.get(file) ?? readFileSync(join(installation(), 'content/texts', file), 'utf8')
  templates.set(file, known)
  return known
}
