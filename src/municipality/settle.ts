// What leaders and operators settle about their municipality: its name, its face, its legal data, its address.
import { sql } from 'kysely'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { readHost } from './address.ts'
import { readCodes } from './codes.ts'
import { loadMunicipality } from './hosts.ts'
import { readSettings, type Settings } from './settings.ts'
import { kinds, type Kind } from './types.ts'
import { rootUnit } from './units.ts'

/** A part of the settings; groups such as `contact` are given whole. */
export type SettingsPart = Partial<Omit<Settings, 'addressConfirmedAt' | 'alert'>>

/** Changes some of the settings, the others stay. @throws NotAllowed, Invalid */
export async function changeSettings(tx: Tx, who: Who, part: SettingsPart): Promise<Settings> {
  must(who, 'municipality.settle', await rootUnit(tx))
  const row = await tx.selectFrom('municipality').select('settings').forUpdate().executeTakeFirstOrThrow()
  const before = readSettings(row.settings)
  const after = readSettings({ ...before, ...part })
  const refused = refusedFields(part, after)
  if (Object.keys(refused).length > 0) throw new Invalid(refused)
  await tx
    .updateTable('municipality')
    .set({ settings: JSON.stringify(after) })
    .execute()
  record(tx, who, 'municipality.settings-changed', tx.municipalityId, { settings: Object.keys(part) })
  return after
}

/** Changes name, kind and official keys. @throws NotAllowed, Invalid */
export async function changeIdentity(
  tx: Tx,
  who: Who,
  input: { name: string; kind: Kind; ars: string; ags: string }
): Promise<void> {
  must(who, 'municipality.settle', await rootUnit(tx))
  const municipality = await loadMunicipality(tx)
  const { problems, ars, ags } = readCodes({ ...input, land: municipality.land })
  const name = input.name.trim()
  if (!name) problems.name = 'nameMissing'
  if (name.length > 200) problems.name = 'nameLong'
  if (!kinds.includes(input.kind)) problems.kind = 'choose'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
  await tx.updateTable('municipality').set({ name, kind: input.kind, ars, ags }).execute()
  record(tx, who, 'municipality.renamed', tx.municipalityId)
}

/**
 * Moves site and handles to other hosts, as long as the Fediverse does not know the address yet: afterwards every
 * follower and every link elsewhere would be lost. The old host keeps showing the site.
 * @throws NotAllowed, Invalid, Refusal `addressInUse`
 */
export async function changeAddress(
  tx: Tx,
  who: Who,
  input: { siteHost: string; handleDomain: string }
): Promise<void> {
  must(who, 'municipality.address', await rootUnit(tx))
  const municipality = await loadMunicipality(tx)
  const siteHost = readHost(input.siteHost)
  const handleDomain = input.handleDomain.trim() ? readHost(input.handleDomain) : siteHost
  const problems: Record<string, string> = {}
  if (!siteHost) problems.siteHost = 'hostShape'
  if (!handleDomain) problems.handleDomain = 'hostShape'
  if (!siteHost || !handleDomain) throw new Invalid(problems)
  if (siteHost === municipality.siteHost && handleDomain === municipality.handleDomain) return
  if (municipality.settings.addressConfirmedAt)
    throw new Refusal('addressInUse', { since: municipality.settings.addressConfirmedAt }, 409)
  await takeHost(tx, who, siteHost, 'site', 'siteHost')
  if (handleDomain !== siteHost) await takeHost(tx, who, handleDomain, 'handle', 'handleDomain')
  await tx.updateTable('municipality').set({ site_host: siteHost, handle_domain: handleDomain }).execute()
  record(tx, who, 'municipality.moved', tx.municipalityId)
}

/** Lets the site be shown at one more host. Works at once, in every process. @throws NotAllowed, Invalid */
export async function addHost(tx: Tx, who: Who, entered: string): Promise<string> {
  must(who, 'municipality.address', await rootUnit(tx))
  const host = readHost(entered)
  if (!host) throw new Invalid({ host: 'hostShape' })
  await takeHost(tx, who, host, 'site', 'host')
  record(tx, who, 'municipality.host-added', tx.municipalityId)
  return host
}

/** Notes that `doctor` found the public https address to work; from then on the Fediverse may start. @throws NotAllowed */
export async function confirmAddress(tx: Tx, who: Who): Promise<void> {
  must(who, 'municipality.address', await rootUnit(tx))
  const { settings } = await loadMunicipality(tx)
  if (settings.addressConfirmedAt) return
  const confirmed = { ...settings, addressConfirmedAt: now().toISOString() }
  await tx
    .updateTable('municipality')
    .set({ settings: JSON.stringify(confirmed) })
    .execute()
  record(tx, who, 'municipality.address-confirmed', tx.municipalityId)
}

/** The hosts of the municipality, with what each is for. */
export async function listHosts(tx: Tx): Promise<{ host: string; purpose: string }[]> {
  return tx
    .selectFrom('host')
    .select(['host', 'purpose'])
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('host')
    .limit(100)
    .execute()
}

async function takeHost(tx: Tx, who: Who, host: string, purpose: 'site' | 'handle', field: string): Promise<void> {
  if (who.kind === 'person' && (await isBesideAnother(tx, host))) throw new Invalid({ [field]: 'hostTaken' })
  await tx
    .insertInto('host')
    .values({ host, municipality_id: tx.municipalityId, purpose, created_at: now() })
    .onConflict((conflict) => conflict.column('host').doNothing())
    .execute()
  const taken = await tx
    .selectFrom('host')
    .select(['municipality_id', 'purpose'])
    .where('host', '=', host)
    .executeTakeFirstOrThrow()
  if (taken.municipality_id !== tx.municipalityId) throw new Invalid({ [field]: 'hostTaken' })
  if (purpose === 'site' && taken.purpose !== 'site')
    await tx.updateTable('host').set({ purpose }).where('host', '=', host).execute()
}

/**
 * Whether the host is above or below one of another municipality (`www.` among them). Whoever settled it could catch what is
 * meant for the other: only who runs the installation may.
 */
async function isBesideAnother(tx: Tx, host: string): Promise<boolean> {
  const name = host.replace(/:\d+$/, '')
  const parts = name.split('.')
  const above = parts.map((_, index) => parts.slice(index).join('.')).slice(0, -1)
  const row = await tx
    .selectFrom('host')
    .select('host')
    .where('municipality_id', '<>', tx.municipalityId)
    .where((where) =>
      where.or([
        where(sql<string>`regexp_replace(host, ':[0-9]+$', '')`, 'in', [...above, name]),
        where(sql<string>`regexp_replace(host, ':[0-9]+$', '')`, 'like', `%.${name.replace(/[\\%_]/g, '\\$&')}`)
      ])
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What was given but did not survive the schema, by field: `colour`, `contact.email` … */
function refusedFields(part: SettingsPart, after: Settings): Record<string, string> {
  const refused: Record<string, string> = {}
  for (const [key, value] of Object.entries(part)) {
    const kept = after[key as keyof Settings]
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, given] of Object.entries(value)) {
        if (!isSame(given, (kept as Record<string, unknown>)[inner])) refused[`${key}.${inner}`] = 'settingShape'
      }
    } else if (!isSame(value, kept)) refused[key] = 'settingShape'
  }
  for (const key of ['contact', 'privacyOfficer', 'accessibilityContact'] as const) {
    const email = part[key]?.email.trim()
    if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) refused[`${key}.email`] = 'emailShape'
  }
  return refused
}

function isSame(given: unknown, kept: unknown): boolean {
  if (typeof given === 'string') return given.trim() === kept
  return JSON.stringify(given) === JSON.stringify(kept)
}
