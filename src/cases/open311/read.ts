// Reading over the interface: what everybody may see on the site, in the words of GeoReport v2.
import { type RawBuilder, sql } from 'kysely'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { casePath, readCode } from '../code.ts'
import type { CaseState, Service } from '../shared.ts'
import { findService, listServices } from '../services.ts'
import { type Answer, failure, moment, type Value } from './document.ts'

const mostRequests = 1000
const mostDays = 90
const dayMs = 86_400_000

/** The categories. */
export async function readServices(tx: Tx): Promise<Answer> {
  const services = await listServices(tx)
  return { status: 200, root: 'services', value: services.map(serviceValue) }
}

function serviceValue(service: Service): Value {
  return {
    service_code: service.code,
    service_name: service.name,
    description: service.description,
    metadata: service.attributes.length > 0,
    type: 'realtime',
    keywords: service.keywords.join(','),
    group: service.group
  }
}

/** What else a category asks. */
export async function readDefinition(tx: Tx, code: string): Promise<Answer> {
  const service = await findService(tx, code)
  if (!service || service.isArchived) return failure(404, 'service_code provided was not found')
  const attributes = service.attributes.map((attribute, index) => ({
    variable: attribute.variable,
    code: attribute.code,
    datatype: attribute.kind,
    required: attribute.required,
    datatype_description: attribute.hint || null,
    order: index + 1,
    description: attribute.question,
    ...(attribute.options.length > 0 && { values: attribute.options.map(({ key, name }) => ({ key, name })) })
  }))
  return { status: 200, root: 'service_definition', value: { service_code: service.code, attributes } }
}

interface Row {
  code: string
  state: CaseState
  note: string
  address: string
  address_id: string
  lat: number | null
  lng: number | null
  photo_state: string
  reported_at: Date
  changed_at: Date
  expected_at: Date | null
  service_code: string
  service_name: string
  unit: string | null
  text: string
  message_state: string
}

/** Requests by their filters, the newest first. Errors are those of the standard. */
export async function readRequests(tx: Tx, query: URLSearchParams, origin: string): Promise<Answer> {
  const ids = listOf(query, 'service_request_id')
  if (ids.length > 0) {
    const codes = ids.slice(0, mostRequests).flatMap((id) => readCode(id) ?? [])
    const rows = codes.length > 0 ? await select(tx, sql`r.code = any(${codes}::text[]) and m.state <> 'deleted'`) : []
    return requests(rows, origin)
  }
  const span = spanOf(query)
  if (typeof span === 'string') return failure(400, span)
  const states = listOf(query, 'status')
  if (states.some((state) => state !== 'open' && state !== 'closed'))
    return failure(400, 'status must be open, closed or both')
  const services = listOf(query, 'service_code').slice(0, 200)
  const wanted = states.length === 1 ? (states[0] === 'closed' ? ['closed'] : ['open', 'in_progress']) : null
  return requests(
    await select(
      tx,
      sql`m.state = 'visible' and r.reported_at >= ${span.from} and r.reported_at <= ${span.to}
        ${wanted ? sql`and r.state = any(${wanted}::text[])` : sql``}
        ${services.length > 0 ? sql`and s.code = any(${services}::text[])` : sql``}`
    ),
    origin
  )
}

/** One request. */
export async function readRequest(tx: Tx, id: string, origin: string): Promise<Answer> {
  const code = readCode(id)
  const rows = code ? await select(tx, sql`r.code = ${code} and m.state <> 'deleted'`) : []
  return rows.length > 0 ? requests(rows, origin) : failure(404, 'service_request_id provided was not found')
}

/** We name a request at once, so its token is its id. */
export async function readToken(tx: Tx, token: string): Promise<Answer> {
  const code = readCode(token)
  const row = code && (await tx.selectFrom('case_report').select('code').where('code', '=', code).executeTakeFirst())
  if (!row) return failure(404, 'token provided was not found')
  return { status: 200, root: 'service_requests', value: [{ service_request_id: row.code, token: row.code }] }
}

async function select(tx: Tx, where: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.code, r.state, r.note, r.address, r.address_id, r.lat, r.lng, r.photo_state, r.reported_at, r.changed_at,
      r.expected_at, s.code as service_code, s.name as service_name, u.name as unit, m.text, m.state as message_state
    from case_report r
    join message m on m.id = r.message_id
    join conversation c on c.id = m.conversation_id
    join case_service s on s.id = r.service_id
    left join unit u on u.id = c.unit_id
    where ${where} order by r.reported_at desc, r.id desc limit ${mostRequests}`.execute(tx)
  return rows
}

function requests(rows: Row[], origin: string): Answer {
  return { status: 200, root: 'service_requests', value: rows.map((row) => requestValue(row, origin)) }
}

/** Never a name, a mail or a phone. Of what was not looked at, or was taken off, only how far it is. */
function requestValue(row: Row, origin: string): Value {
  const isShown = row.message_state === 'visible'
  return {
    service_request_id: row.code,
    status: row.state === 'closed' ? 'closed' : 'open',
    status_notes: row.note || null,
    service_name: row.service_name,
    service_code: row.service_code,
    description: isShown ? row.text : null,
    agency_responsible: row.unit,
    service_notice: isShown ? origin + casePath(row.code) : null,
    requested_datetime: moment(row.reported_at),
    updated_datetime: moment(row.changed_at),
    expected_datetime: moment(row.expected_at),
    address: isShown ? row.address || null : null,
    address_id: isShown ? row.address_id || null : null,
    zipcode: null,
    lat: isShown ? row.lat : null,
    long: isShown ? row.lng : null,
    media_url: isShown && row.photo_state === 'shown' ? `${origin}${casePath(row.code)}/foto` : null
  }
}

/** At most 90 days; what is not said follows from what is. A text: what is wrong. */
function spanOf(query: URLSearchParams): { from: Date; to: Date } | string {
  const given = { from: query.get('start_date'), to: query.get('end_date') }
  const from = given.from ? dateOf(given.from) : null
  const to = given.to ? dateOf(given.to) : null
  if (given.from && !from) return 'start_date is no date of the form 2026-01-31T00:00:00Z'
  if (given.to && !to) return 'end_date is no date of the form 2026-01-31T00:00:00Z'
  const at = now()
  if (from && to) {
    if (from > to) return 'start_date is after end_date'
    if (to.getTime() - from.getTime() > mostDays * dayMs + 1000) return 'start_date and end_date span more than 90 days'
    return { from, to }
  }
  if (from)
    return { from, to: new Date(Math.min(Math.max(at.getTime(), from.getTime()), from.getTime() + mostDays * dayMs)) }
  const end = to ?? at
  return { from: new Date(end.getTime() - mostDays * dayMs), to: end }
}

function dateOf(text: string): Date | null {
  // A plus sign in an address means a space to those who read it.
  const given = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1')
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i.test(given)) return null
  const at = new Date(given)
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 ? null : at
}

function listOf(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean)
}
