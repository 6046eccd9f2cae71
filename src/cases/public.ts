// Cases as everybody may see them: never a name, a mail or a phone, and nothing that waits for a look or was taken away.
import { sql, type RawBuilder } from 'kysely'
import { excerptOf } from '#dialogue/row.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { readCode } from './code.ts'
import { type AttributeAnswer, type CaseState, caseStates } from './shared.ts'

export const pageSize = 30
/** Days that can be chosen. */
export const periods = [30, 90, 365] as const

export interface CaseFilter {
  service: string | null
  state: CaseState | null
  days: number | null
  /** Where the page before ended. */
  before: string | null
}

export interface ListedCase {
  code: string
  service: string
  state: CaseState
  excerpt: string
  address: string
  lat: number | null
  lng: number | null
  hasPhoto: boolean
  reportedAt: Date
  changedAt: Date
}

interface Row {
  id: string
  code: string
  name: string
  state: CaseState
  text: string
  address: string
  lat: number | null
  lng: number | null
  has_photo: boolean
  reported_at: Date
  changed_at: Date
}

/** Reads a filter from an address; what is none is left out. */
export function readFilter(query: URLSearchParams): CaseFilter {
  const service = query.get('kategorie') ?? ''
  const days = Number(query.get('zeitraum') ?? '')
  return {
    service: /^[a-z0-9-]{1,60}$/.test(service) ? service : null,
    state: caseStates.find((one) => one === query.get('stand')) ?? null,
    days: periods.find((one) => one === days) ?? null,
    before: query.get('before')
  }
}

/** One page, the newest first, with where the next begins. */
export async function listCases(
  tx: Tx,
  filter: CaseFilter,
  size = pageSize
): Promise<{ cases: ListedCase[]; next: string | null }> {
  const rows = await readRows(tx, filter, sql``, size + 1)
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    cases: shown.map(listed),
    next: rows.length > size && last ? `${last.reported_at.getTime()}-${last.id}` : null
  }
}

/** Those with a place on a map, at most 500. */
export async function casesOnMap(tx: Tx, filter: CaseFilter): Promise<ListedCase[]> {
  const rows = await readRows(tx, { ...filter, before: null }, sql`and r.lat is not null`, 500)
  return rows.map(listed)
}

/** The index on category, or on state, or on time alone gives the order; every list has an end. */
async function readRows(tx: Tx, filter: CaseFilter, more: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const mark = /^(\d{1,15})-([0-9a-f-]{36})$/.exec(filter.before ?? '')
  const { rows } = await sql<Row>`
    select r.id, r.code, s.name, r.state, left(m.text, 600) as text, r.address, r.lat, r.lng, r.reported_at, r.changed_at,
      r.photo_state = 'shown' as has_photo
    from case_report r
    join message m on m.id = r.message_id
    join case_service s on s.id = r.service_id
    where m.state = 'visible'
      ${filter.service ? sql`and r.service_id = (select id from case_service where code = ${filter.service})` : sql``}
      ${filter.state ? sql`and r.state = ${filter.state}` : sql``}
      ${filter.days ? sql`and r.reported_at > ${new Date(now().getTime() - filter.days * 86_400_000)}` : sql``}
      ${mark ? sql`and (r.reported_at, r.id) < (${new Date(Number(mark[1]))}, ${mark[2]}::uuid)` : sql``}
      ${more}
    order by r.reported_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

function listed(row: Row): ListedCase {
  return {
    code: row.code,
    service: row.name,
    state: row.state,
    excerpt: excerptOf(row.text, 200),
    address: row.address,
    lat: row.lat,
    lng: row.lng,
    hasPhoto: row.has_photo,
    reportedAt: row.reported_at,
    changedAt: row.changed_at
  }
}

export interface Step {
  state: CaseState
  note: string
  at: Date
}

export interface PublicCase extends ListedCase {
  html: string
  note: string
  attributes: AttributeAnswer[]
  unit: string | null
  history: Step[]
  /** What the administration said to everybody. */
  answers: { id: string; html: string; at: Date; unit: string | null }[]
}

/** A case by its code as everybody may see it; null: there is none, or it is not shown. */
export async function readCase(tx: Tx, given: string): Promise<PublicCase | null> {
  const code = readCode(given)
  if (!code) return null
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('case_service as s', 's.id', 'r.service_id')
    .leftJoin('unit as u', 'u.id', 'c.unit_id')
    .selectAll('r')
    .select(['m.html', 'm.text', 'm.conversation_id', 's.name', 'u.name as unit'])
    .where('r.code', '=', code)
    .where('m.state', '=', 'visible')
    .executeTakeFirst()
  if (!row) return null
  const answers = await tx
    .selectFrom('message')
    .leftJoin('unit', 'unit.id', 'message.unit_id')
    .select(['message.id', 'message.html', 'message.at', 'unit.name as unit'])
    .where('message.conversation_id', '=', row.conversation_id)
    .where('message.direction', '=', 'out')
    .where('message.automatic', '=', false)
    .where('message.visibility', 'in', ['public', 'unlisted'])
    .where('message.state', 'in', ['sending', 'sent', 'failed'])
    .orderBy('message.received_at')
    .limit(50)
    .execute()
  const state = row.state as CaseState
  return {
    ...listed({ ...row, state, has_photo: row.photo_state === 'shown' }),
    html: row.html,
    note: row.note,
    attributes: row.attributes as unknown as AttributeAnswer[],
    unit: row.unit,
    history: await historyOf(tx, row.id),
    answers
  }
}

/** How a case came to stand where it stands, the oldest first. */
export async function historyOf(tx: Tx, id: string): Promise<Step[]> {
  const steps = await tx
    .selectFrom('case_step')
    .select(['state', 'note', 'at'])
    .where('case_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .limit(100)
    .execute()
  return steps.map((step) => ({ ...step, state: step.state as CaseState }))
}

export interface OwnCase {
  code: string
  service: string
  state: CaseState
  note: string
  address: string
  history: Step[]
  /** Everybody can see it. */
  isShown: boolean
  /** Somebody has to look first. */
  isHeld: boolean
  photo: 'none' | 'held' | 'shown' | 'refused'
}

/** What whoever reported reads on the private page of the message; null: the message is no report. */
export async function ownCase(tx: Tx, message: string): Promise<OwnCase | null> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('case_service as s', 's.id', 'r.service_id')
    .select(['r.id', 'r.code', 's.name', 'r.state', 'r.note', 'r.address', 'r.photo_state', 'm.state as message_state'])
    .where('r.message_id', '=', message)
    .executeTakeFirst()
  if (!row) return null
  return {
    code: row.code,
    service: row.name,
    state: row.state as CaseState,
    note: row.note,
    address: row.address,
    history: await historyOf(tx, row.id),
    isShown: row.message_state === 'visible',
    isHeld: row.message_state === 'held',
    photo: row.photo_state as OwnCase['photo']
  }
}
