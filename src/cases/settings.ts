// What a municipality settles about cases: whether citizens may report at all, what is looked at first, and its own map.
import { sql } from 'kysely'
import * as v from 'valibot'
import { readSettings } from '#municipality/settings.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'

const text = (max: number) => v.fallback(v.pipe(v.string(), v.trim(), v.maxLength(max)), '')
const number = (min: number, max: number) =>
  v.fallback(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max))), null)

const shape = v.object({
  /** Somebody looks at words and pictures before they are shown. */
  reviews: v.fallback(v.boolean(), true),
  photos: v.fallback(v.boolean(), true),
  /** What other systems name the municipality by; empty: they need not. */
  jurisdiction: text(100),
  /** Stands above the form. */
  intro: text(1000),
  /** Addresses of map pictures, with {z}, {x} and {y}; empty: there is no map. */
  tiles: text(300),
  /** Whose map it is; stands on it. */
  attribution: text(200),
  /** Where the map begins. */
  lat: number(-90, 90),
  lng: number(-180, 180),
  zoom: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(19)), 13)
})

export type CaseSettings = v.InferOutput<typeof shape>

/** What is settled; what never was has its default. */
export async function caseSettings(tx: Tx): Promise<CaseSettings> {
  const row = await tx.selectFrom('case_setting').select('settings').executeTakeFirst()
  return readCaseSettings(row?.settings)
}

/** Settings as stored, with every gap filled. */
export function readCaseSettings(stored: unknown): CaseSettings {
  const given = (stored ?? {}) as Record<string, unknown>
  return v.parse(shape, Object.fromEntries(Object.keys(shape.entries).map((key) => [key, given[key] ?? null])))
}

/** Settles all of it, and whether citizens may report. @throws NotAllowed, Invalid */
export async function settleCases(tx: Tx, who: Who, input: CaseSettings & { isOn: boolean }): Promise<void> {
  must(who, 'case.settle')
  const { isOn, ...settings } = input
  const faults = {
    ...(settings.tiles.trim() && !tileHost(settings.tiles) && { tiles: 'caseTilesShape' }),
    ...(settings.tiles.trim() && !settings.attribution.trim() && { attribution: 'caseAttributionMissing' }),
    ...((settings.lat === null) !== (settings.lng === null) && { lat: 'caseCentreHalf' }),
    ...(!/^[a-z0-9.-]{0,100}$/i.test(settings.jurisdiction.trim()) && { jurisdiction: 'caseJurisdictionShape' })
  }
  const kept = readCaseSettings(settings)
  for (const key of ['intro', 'tiles', 'attribution', 'lat', 'lng'] as const) {
    const given = settings[key]
    const isKept = typeof given === 'string' ? given.trim() === kept[key] : given === kept[key]
    if (!isKept && !(key in faults)) Object.assign(faults, { [key]: 'settingShape' })
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  await tx
    .insertInto('case_setting')
    .values({ settings: JSON.stringify(kept), changed_at: now() })
    .onConflict((conflict) =>
      conflict
        .column('municipality_id')
        .doUpdateSet({ settings: sql`excluded.settings`, changed_at: sql`excluded.changed_at` })
    )
    .execute()
  // Every page of the site says whether one can report; so this one stands with the settings that every page has at hand.
  const row = await tx.selectFrom('municipality').select('settings').forUpdate().executeTakeFirstOrThrow()
  await tx
    .updateTable('municipality')
    .set({ settings: JSON.stringify({ ...readSettings(row.settings), cases: isOn }) })
    .execute()
  record(tx, who, 'municipality.cases-settled', tx.municipalityId)
}

/** Whether citizens may report now. */
export async function areCasesOn(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('municipality').select('settings').executeTakeFirstOrThrow()
  return readSettings(row.settings).cases
}

/** The origin that map pictures come from; null: the address is none. */
export function tileHost(tiles: string): string | null {
  const address = tiles.trim()
  if (!/\{z\}/.test(address) || !/\{x\}/.test(address) || !/\{y\}/.test(address)) return null
  if (/[\s;,'"<>]/.test(address)) return null
  const plain = address.replace(/\{[zxyr]\}/g, '0')
  if (plain.includes('{') || !URL.canParse(plain)) return null
  const { protocol, origin, username } = new URL(plain)
  return protocol === 'https:' && username === '' ? origin : null
}
