// One object of an OParl answer, from the specification's shapes of 1.0 and 1.1: everything may be missing or a lie.
import { parseLocal } from '#platform/clock/clock.ts'

export const listKinds = ['organization', 'meeting', 'paper'] as const
export type ListKind = (typeof listKinds)[number]

/** Why an object, or a part of it, was not taken. */
export type FaultReason =
  | 'not-object'
  | 'no-id'
  | 'foreign-id'
  | 'wrong-type'
  | 'no-name'
  | 'bad-start'
  | 'bad-end'
  | 'ends-before-start'
  | 'bad-date'
  | 'far-future'
  | 'bad-web'
  | 'unreachable'
  | 'too-many'

export interface Taken {
  name: string
  startsAt: Date | null
  endsAt: Date | null
  place: string
  cancelled: boolean
  organizations: string[]
  agenda: { number: string; name: string }[]
  reference: string
  paperType: string
  day: string | null
  webUrl: string | null
}

export type Understood =
  | { kind: 'broken'; what: string; reason: FaultReason }
  | { kind: 'deleted'; id: string }
  | { kind: 'taken'; id: string; value: Taken; faults: FaultReason[] }

export interface Reading {
  /** The only host whose ids are believed. */
  host: string
  /** For times that name no zone. */
  zone: string
  now: Date
}

const typeNames: Record<ListKind, string> = { organization: 'Organization', meeting: 'Meeting', paper: 'Paper' }
const maxAgenda = 200

/** Takes of an object what holds. */
export function understandObject(raw: unknown, kind: ListKind, reading: Reading): Understood {
  if (!isObject(raw)) return { kind: 'broken', what: short(raw), reason: 'not-object' }
  const id = line(raw.id, 2000)
  if (!id) return { kind: 'broken', what: line(raw.name, 200) || short(raw.id), reason: 'no-id' }
  if (hostOf(id) !== reading.host) return { kind: 'broken', what: id, reason: 'foreign-id' }
  if (typeOf(raw.type) !== typeNames[kind]) return { kind: 'broken', what: id, reason: 'wrong-type' }
  if (raw.deleted === true) return { kind: 'deleted', id }
  const faults: FaultReason[] = []
  const reference = line(raw.reference, 200)
  const name = line(raw.name, 500) || line(raw.shortName, 500) || reference
  if (!name) return { kind: 'broken', what: id, reason: 'no-name' }
  const value: Taken = {
    name,
    reference,
    paperType: line(raw.paperType, 200),
    day: kind === 'paper' ? dayOf(raw.date, reading, faults) : null,
    ...(kind === 'meeting' ? times(raw, reading, faults) : { startsAt: null, endsAt: null }),
    place: kind === 'meeting' ? placeOf(raw.location) : '',
    cancelled: raw.cancelled === true,
    organizations: idsOf(raw.organization, reading.host),
    agenda: kind === 'meeting' ? agendaOf(raw.agendaItem) : [],
    webUrl: webOf(raw.web, faults)
  }
  return { kind: 'taken', id, value, faults }
}

/** `Paper` of `https://schema.oparl.org/1.1/Paper`; empty for what is no type of ours. */
export function typeOf(type: unknown): string {
  return /^https?:\/\/schema\.oparl\.org\/1\.[01]\/([A-Za-z]+)$/.exec(line(type, 200))?.[1] ?? ''
}

/** The host of an address of the web, with its port; empty for anything else. */
export function hostOf(address: string): string {
  try {
    const url = new URL(address)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : ''
  } catch {
    return ''
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text on one line that the database can keep; empty for what is none. */
export function line(value: unknown, max: number): string {
  if (typeof value !== 'string') return ''
  return value
    .slice(0, max * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed()
}

function times(raw: Record<string, unknown>, reading: Reading, faults: FaultReason[]) {
  const startsAt = timeOf(raw.start, reading, faults, 'bad-start')
  const endsAt = timeOf(raw.end, reading, faults, 'bad-end')
  if (startsAt && endsAt && endsAt < startsAt) {
    faults.push('ends-before-start')
    return { startsAt, endsAt: null }
  }
  return { startsAt, endsAt }
}

const year = 366 * 86_400_000

function timeOf(value: unknown, reading: Reading, faults: FaultReason[], reason: FaultReason): Date | null {
  if (value === undefined || value === null || value === '') return null
  const text = line(value, 40)
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  const at = parts && (parts[3] ? new Date(`${parts[1]}T${parts[2]}:00${parts[3]}`) : inZone(text, reading.zone))
  if (!at || Number.isNaN(at.getTime())) {
    faults.push(reason)
    return null
  }
  // Councils plan a year or two ahead and keep records since paper was digitised; the rest is a slip of the pen.
  if (at.getTime() > reading.now.getTime() + 10 * year) faults.push('far-future')
  else if (at.getTime() > Date.UTC(1900, 0)) return at
  else faults.push(reason)
  return null
}

function inZone(text: string, zone: string): Date | null {
  const local = parseLocal(text.slice(0, 16).replace(' ', 'T'), zone)
  return local.kind === 'invalid' ? null : local.kind === 'exact' ? local.at : local.later
}

function dayOf(value: unknown, reading: Reading, faults: FaultReason[]): string | null {
  if (value === undefined || value === null || value === '') return null
  const day = /^(\d{4}-\d\d-\d\d)(?:$|T)/.exec(line(value, 40))?.[1]
  const at = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at) || at < Date.UTC(1900, 0) || new Date(at).toISOString().slice(0, 10) !== day) {
    faults.push('bad-date')
    return null
  }
  if (at <= reading.now.getTime() + 2 * year) return day
  faults.push('far-future')
  return null
}

function placeOf(location: unknown): string {
  if (!isObject(location)) return ''
  const parts = [location.description, location.streetAddress, location.room].map((one) => line(one, 300))
  return [...new Set(parts.filter(Boolean))].join(', ').slice(0, 300)
}

/** References, or objects with an id, or just one of either; those of other hosts are left out. */
function idsOf(value: unknown, host: string): string[] {
  const all = (Array.isArray(value) ? value : [value]).slice(0, 50)
  return all.map((one) => line(isObject(one) ? one.id : one, 2000)).filter((id) => id && hostOf(id) === host)
}

/** What is not for the public should not be there at all; if it is, it is not kept. */
function agendaOf(value: unknown): Taken['agenda'] {
  if (!Array.isArray(value)) return []
  return value
    .slice(0, maxAgenda)
    .filter(isObject)
    .filter((item) => item.public !== false && item.deleted !== true)
    .map((item) => ({ number: line(item.number, 40), name: line(item.name, 500) }))
    .filter((item) => item.name)
}

/** An address for people; never one that does something when it is clicked. */
function webOf(value: unknown, faults: FaultReason[]): string | null {
  if (value === undefined || value === null || value === '') return null
  const address = line(value, 2000)
  if (hostOf(address)) return new URL(address).href
  faults.push('bad-web')
  return null
}

function short(value: unknown): string {
  return line(JSON.stringify(value) ?? '', 120)
}
