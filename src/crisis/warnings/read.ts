/**
 * Reads an official warning: a file in the Common Alerting Protocol 1.2 (OASIS Standard, 1 July 2010), or the JSON of the federal
 * warning interface, which has the same fields.
 */
import { textOf } from '#platform/html/sanitise.ts'

export type Severity = 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown'
const severities: readonly Severity[] = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown']

export interface ReadWarning {
  identifier: string
  sender: string
  kind: 'alert' | 'update' | 'cancel'
  /** Identifiers of the warnings that this one takes the place of. */
  replaces: string[]
  event: string
  severity: Severity
  headline: string
  /** Plain text, as are all. */
  description: string
  instruction: string
  area: string
  web: string | null
  sentAt: Date
  expiresAt: Date | null
}

/** Why it is none for us; `exercise` and the like are no warning to anybody. */
export class NoWarning extends Error {
  readonly reason: 'unreadable' | 'notPublic' | 'exercise' | 'incomplete'
  constructor(reason: NoWarning['reason']) {
    super(reason)
    this.reason = reason
  }
}

const longestFile = 1_000_000

/** A CAP 1.2 file. @throws NoWarning */
export async function readCap(xml: string): Promise<ReadWarning> {
  if (xml.length > longestFile) throw new NoWarning('unreadable')
  // A document type could name entities that grow without end or fetch something.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new NoWarning('unreadable')
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (XMLValidator.validate(xml) !== true) throw new NoWarning('unreadable')
  const parser = new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false, trimValues: true })
  const parsed = parser.parse(xml) as { alert?: unknown }
  return readAlert(parsed.alert)
}

/** The common shape of both. @throws NoWarning */
export function readAlert(given: unknown): ReadWarning {
  const alert = objectOf(given)
  if (!alert) throw new NoWarning('unreadable')
  if (said(alert.status) && said(alert.status) !== 'Actual') throw new NoWarning('exercise')
  if (said(alert.scope) && said(alert.scope) !== 'Public') throw new NoWarning('notPublic')
  const kinds = { Alert: 'alert', Update: 'update', Cancel: 'cancel' } as const
  const kind = kinds[said(alert.msgType) as keyof typeof kinds]
  const info = infoOf(alert.info)
  const sentAt = timeOf(alert.sent)
  const identifier = said(alert.identifier)
  if (!kind || !identifier || !sentAt || (!info && kind !== 'cancel')) throw new NoWarning('incomplete')
  const areas = listOf(info?.area)
    .map((area) => said(objectOf(area)?.areaDesc))
    .filter(Boolean)
  const severity = severities.find((one) => one === said(info?.severity)) ?? 'Unknown'
  return {
    identifier: identifier.slice(0, 500),
    sender: (said(info?.senderName) || said(alert.sender)).slice(0, 300),
    kind,
    replaces: referencesOf(alert.references),
    event: plain(info?.event).slice(0, 200),
    severity,
    headline: (plain(info?.headline) || plain(info?.event) || identifier).slice(0, 300),
    description: plain(info?.description).slice(0, 20_000),
    instruction: plain(info?.instruction).slice(0, 20_000),
    area: [...new Set(areas)].join('; ').slice(0, 2000),
    web: webOf(info?.web),
    sentAt,
    expiresAt: timeOf(info?.expires)
  }
}

/** German first, else the first there is. */
function infoOf(given: unknown): Record<string, unknown> | null {
  const infos = listOf(given)
    .map(objectOf)
    .filter((one) => one !== null)
  return infos.find((one) => /^de/i.test(said(one.language))) ?? infos[0] ?? null
}

/** `sender,identifier,sent`, several with blanks between (CAP 1.2, 3.2.1). */
function referencesOf(given: unknown): string[] {
  const parts = said(given)
    .split(/\s+/)
    .map((one) => one.split(',')[1]?.trim() ?? '')
  return parts.filter(Boolean).slice(0, 100)
}

function objectOf(given: unknown): Record<string, unknown> | null {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
    ? (given as Record<string, unknown>)
    : null
}

function listOf(given: unknown): unknown[] {
  return given === undefined || given === null ? [] : [given].flat()
}

function said(given: unknown): string {
  // The database keeps no NUL: one warning with it would keep all the others out.
  return typeof given === 'string' ? given.replaceAll('\0', '').trim() : ''
}

/** Some senders write HTML into it. */
function plain(given: unknown): string {
  const text = said(given)
  return /<[a-z/]/i.test(text) ? textOf(text.replace(/<br\s*\/?>/gi, '\n')).trim() : text
}

function timeOf(given: unknown): Date | null {
  const at = new Date(said(given))
  return said(given) && !Number.isNaN(at.getTime()) ? at : null
}

function webOf(given: unknown): string | null {
  const address = said(given)
  return /^https:\/\/[^\s<>"]+$/i.test(address) ? address.slice(0, 1000) : null
}
