// Speaking to another Open311 system. Every function asks once; what it means is for the callers to decide.
import { FetchFailed, guardedFetch, type GuardedResponse } from '#platform/fetch/fetch.ts'
import { type Fields, readErrors, readList } from './answers.ts'

export interface Endpoint {
  url: string
  jurisdiction: string
  format: 'json' | 'xml'
  key: string | null
}

/** Taken, with a number or a token; not taken, with why; or nobody knows. */
export type Outcome =
  | { kind: 'taken'; id: string | null; token: string | null }
  | { kind: 'refused'; problem: string }
  | { kind: 'later'; problem: string; afterSeconds: number | null }
  | { kind: 'unknown'; problem: string }

const repeats = 'x-open311-idempotency'

/** Their categories, with the format they speak best. @throws FetchFailed, FetchRefused, Unreadable, WrongStatus */
export async function askServices(
  endpoint: Endpoint
): Promise<{ services: { code: string; name: string }[]; format: 'json' | 'xml'; knowsRepeats: boolean }> {
  for (const format of ['json', 'xml'] as const) {
    try {
      const answer = await get({ ...endpoint, format }, 'services')
      const services = (await readList(answer.text(), 'services')).flatMap((one) =>
        one.service_code
          ? [{ code: one.service_code.slice(0, 100), name: (one.service_name ?? one.service_code).slice(0, 200) }]
          : []
      )
      return { services, format, knowsRepeats: answer.headers.get(repeats) === 'key' }
    } catch (problem) {
      // Only XML must be spoken; another way of failing would be the same there.
      if (format === 'xml' || (problem instanceof FetchFailed && !problem.mayHaveArrived)) throw problem
    }
  }
  throw new Error('unreachable')
}

/** Reports. Never follows elsewhere: the key is for them alone. @throws FetchRefused */
export async function sendRequest(endpoint: Endpoint, fields: [string, string][], repeatKey: string): Promise<Outcome> {
  const body = new URLSearchParams(fields)
  if (endpoint.jurisdiction) body.set('jurisdiction_id', endpoint.jurisdiction)
  if (endpoint.key) body.set('api_key', endpoint.key)
  let answer: GuardedResponse
  try {
    answer = await guardedFetch(`${endpoint.url}/requests.${endpoint.format}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'idempotency-key': repeatKey },
      body: body.toString(),
      redirects: 0,
      timeoutMs: 20_000
    })
  } catch (problem) {
    if (!(problem instanceof FetchFailed)) throw problem
    if (problem.kind === 'too-many-redirects') return { kind: 'refused', problem: 'moved' }
    return problem.mayHaveArrived
      ? { kind: 'unknown', problem: problem.kind }
      : { kind: 'later', problem: problem.kind, afterSeconds: null }
  }
  const { status } = answer
  if (status >= 200 && status < 300) {
    const [taken] = await readList(answer.text(), 'service_requests').catch((): Fields[] => [])
    const id = taken?.service_request_id?.slice(0, 200) || null
    const token = taken?.token?.slice(0, 200) || null
    return id || token ? { kind: 'taken', id, token } : { kind: 'unknown', problem: 'answer without a number' }
  }
  const said = (await readErrors(answer.text())) || `status ${status}`
  if (status === 429) {
    const after = Number(answer.headers.get('retry-after'))
    return {
      kind: 'later',
      problem: said,
      afterSeconds: Number.isInteger(after) && after > 0 ? Math.min(after, 86_400) : null
    }
  }
  return status >= 500 ? { kind: 'unknown', problem: said } : { kind: 'refused', problem: said }
}

/** The number behind a token; null: there is none yet. @throws as `askServices` */
export async function askToken(endpoint: Endpoint, token: string): Promise<string | null> {
  const answer = await get(endpoint, `tokens/${encodeURIComponent(token)}`)
  const [found] = await readList(answer.text(), 'service_requests')
  return found?.service_request_id?.slice(0, 200) || null
}

export interface RemoteState {
  id: string
  state: 'open' | 'closed'
  note: string
}

/** How far a request is there; null: they do not know it. @throws as `askServices` */
export async function askRequest(endpoint: Endpoint, id: string): Promise<RemoteState | null> {
  const answer = await get(endpoint, `requests/${encodeURIComponent(id)}`, {}, [404])
  if (answer.status === 404) return null
  const list = await readList(answer.text(), 'service_requests')
  const found = list.find((one) => one.service_request_id === id) ?? list[0]
  return found ? stateOf(found) : null
}

/** A request of ours that may have arrived, known by the sign in its words; null: it is not to be seen there. */
export async function findRequest(
  endpoint: Endpoint,
  by: { service: string; sign: string; from: Date; to: Date }
): Promise<string | null> {
  const moment = (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, 'Z')
  const query = { service_code: by.service, start_date: moment(by.from), end_date: moment(by.to) }
  const answer = await get(endpoint, 'requests', query)
  const list = await readList(answer.text(), 'service_requests')
  return list.find((one) => one.description?.includes(by.sign))?.service_request_id?.slice(0, 200) ?? null
}

function stateOf(found: Fields): RemoteState {
  return {
    id: found.service_request_id ?? '',
    state: found.status?.toLowerCase() === 'closed' ? 'closed' : 'open',
    note: (found.status_notes ?? '').slice(0, 1000)
  }
}

/** They answered, but not what was asked for. */
export class WrongStatus extends Error {}

async function get(
  { url, jurisdiction, format }: Endpoint,
  path: string,
  query: Record<string, string> = {},
  fine: number[] = []
): Promise<GuardedResponse> {
  const asked = new URLSearchParams({ ...(jurisdiction && { jurisdiction_id: jurisdiction }), ...query })
  const answer = await guardedFetch(`${url}/${path}.${format}${asked.size > 0 ? `?${asked}` : ''}`, {
    timeoutMs: 20_000,
    maxBytes: 4 * 1024 * 1024
  })
  if (answer.status !== 200 && !fine.includes(answer.status))
    throw new WrongStatus((await readErrors(answer.text())) || `status ${answer.status}`)
  return answer
}
