// What was reported already near a place: shown before a report is sent, so that one hole is one case.
import { sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { excerptOf } from '#dialogue/row.ts'
import { metresBetween, type Place } from './place.ts'
import type { CaseState } from './shared.ts'

const nearMetres = 120
const days = 365
const most = 5

export interface Near {
  code: string
  service: string
  state: CaseState
  excerpt: string
  address: string
  reportedAt: Date
  /** Null: found by the words of the address. */
  metres: number | null
}

/** Open cases of a category near a place, the nearest first; only what everybody may see. */
export async function findNear(tx: Tx, input: { service: string; place: Place }): Promise<Near[]> {
  const { lat, lng, address } = input.place
  const hasPoint = lat !== null && lng !== null
  const height = nearMetres / 111_000
  const width = hasPoint ? height / Math.max(0.1, Math.cos((lat * Math.PI) / 180)) : 0
  const since = new Date(now().getTime() - days * 86_400_000)
  // The index on places finds the square; addresses are compared only within the category's newest.
  const { rows } = await sql<{
    code: string
    name: string
    state: CaseState
    text: string
    address: string
    reported_at: Date
    lat: number | null
    lng: number | null
  }>`
    select r.code, s.name, r.state, left(m.text, 400) as text, r.address, r.reported_at, r.lat, r.lng
    from case_report r
    join message m on m.id = r.message_id
    join case_service s on s.id = r.service_id
    where r.service_id = ${input.service} and r.state <> 'closed' and r.reported_at > ${since} and m.state = 'visible'
      and (${hasPoint} and r.lat between ${(lat ?? 0) - height} and ${(lat ?? 0) + height}
          and r.lng between ${(lng ?? 0) - width} and ${(lng ?? 0) + width}
        or ${address !== ''} and r.address <> '' and similarity(lower(r.address), lower(${address})) > 0.6)
    order by r.reported_at desc limit 50`.execute(tx)
  return rows
    .map((row) => ({
      code: row.code,
      service: row.name,
      state: row.state,
      excerpt: excerptOf(row.text),
      address: row.address,
      reportedAt: row.reported_at,
      metres:
        hasPoint && row.lat !== null && row.lng !== null
          ? Math.round(metresBetween({ lat, lng }, { lat: row.lat, lng: row.lng }))
          : null
    }))
    .filter(({ metres }) => metres === null || metres <= nearMetres)
    .toSorted((a, b) => (a.metres ?? nearMetres) - (b.metres ?? nearMetres))
    .slice(0, most)
}
