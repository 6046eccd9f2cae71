// From the host of a request to the municipality. Hosts are added while the program runs: every commit that touches a
// municipality empties this small cache, in every process.
import { now } from '#platform/clock/clock.ts'
import { inInstallation, inMunicipality, type Tx } from '#platform/database/database.ts'
import { onGap, onJournal } from '#platform/live/live.ts'
import { picturesOf, pictureUrl } from '#platform/media/images.ts'
import { readSettings } from './settings.ts'
import type { Kind, Municipality } from './types.ts'

export interface Found {
  municipality: Municipality
  purpose: 'site' | 'handle'
}

/** In case a note was lost. */
const keptMs = 60_000
const maxKept = 5_000
const kept = new Map<string, { found: Found | null; until: number }>()
let listening = false

/** The municipality that answers at this host (as in the Host header), or null. Must not be called inside a transaction. */
export async function municipalityAt(host: string): Promise<Found | null> {
  listen()
  const name = normalHost(host)
  const known = kept.get(name)
  if (known && known.until > now().getTime()) return known.found
  const found = await lookUp(name)
  if (kept.size >= maxKept) kept.clear()
  kept.set(name, { found, until: now().getTime() + keptMs })
  return found
}

/** Whether this installation has a municipality at all. */
export async function hasMunicipality(): Promise<boolean> {
  return (await inInstallation((tx) => tx.selectFrom('host').select('host').limit(1).execute())).length > 0
}

/** Every municipality of the installation, by id, at most 20,000. */
export async function municipalityIds(): Promise<string[]> {
  const rows = await inInstallation((tx) =>
    tx.selectFrom('host').select('municipality_id').distinct().orderBy('municipality_id').limit(20_000).execute()
  )
  return rows.map((row) => row.municipality_id)
}

/** The municipality the transaction stands in. @throws when there is none */
export async function loadMunicipality(tx: Tx): Promise<Municipality> {
  const row = await tx.selectFrom('municipality').selectAll().executeTakeFirstOrThrow()
  const settings = readSettings(row.settings)
  return {
    id: row.municipality_id,
    name: row.name,
    kind: row.kind as Kind,
    land: row.land,
    ars: row.ars,
    ags: row.ags,
    siteHost: row.site_host,
    handleDomain: row.handle_domain,
    timeZone: row.time_zone,
    language: row.language === 'en' ? 'en' : 'de',
    settings,
    coatOfArms: await coatOfArmsUrl(tx, settings.coatOfArms)
  }
}

async function coatOfArmsUrl(tx: Tx, id: string | null): Promise<string | null> {
  const picture = id ? (await picturesOf(tx, [id])).get(id) : null
  return picture ? pictureUrl(picture, 480) : null
}

/** Its public address without a slash at the end. Only names of this very machine are reached without TLS. */
export function siteOrigin(municipality: Pick<Municipality, 'siteHost'>): string {
  return `${isLoopback(municipality.siteHost) ? 'http' : 'https'}://${municipality.siteHost}`
}

/** Whether the host, with or without port, is a name of this very machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name)
}

/** A host as it is stored: small letters, no dot at the end, the port only where it is not a usual one. */
export function normalHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, '')
    .replace(/\.(?=(:\d+)?$)/, '')
}

async function lookUp(name: string): Promise<Found | null> {
  const row = await inInstallation(async (tx) => {
    const candidates = [name, name.replace(/:\d+$/, '')]
    const rows = await tx
      .selectFrom('host')
      .select(['host', 'municipality_id', 'purpose'])
      .where('host', 'in', candidates)
      .execute()
    const exact = rows.find((one) => one.host === name) ?? rows[0]
    if (exact || !isLoopback(name)) return exact
    // On one's own machine the port changes, and 127.0.0.1 means localhost: right as long as it can only mean one.
    const own = await tx
      .selectFrom('host')
      .select(['host', 'municipality_id', 'purpose'])
      .where('host', '~', '^(localhost|127\\.[0-9.]+|\\[::1\\])(:|$)')
      .limit(2)
      .execute()
    return own.length === 1 && !name.replace(/:\d+$/, '').endsWith('.localhost') ? own[0] : undefined
  })
  if (!row) return null
  const municipality = await inMunicipality(row.municipality_id, loadMunicipality)
  return { municipality, purpose: row.purpose === 'handle' ? 'handle' : 'site' }
}

function listen(): void {
  if (listening) return
  listening = true
  onJournal((note) => {
    if (note.subjects === null || note.kinds.some((kind) => kind.startsWith('municipality.'))) kept.clear()
  })
  onGap(() => kept.clear())
}
