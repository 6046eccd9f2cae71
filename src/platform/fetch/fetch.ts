/**
 * The one way to the outside for plain requests. Only public addresses, https unless allowed, everything bounded: size
 * (also after decompression), time, redirects (each checked anew), connections per host.
 */
import { request } from 'undici'
import { readBody } from './body.ts'
import { agentFor, checkUrl, publicAddresses, rulesWith } from './dispatcher.ts'
import { FetchFailed, FetchRefused, failureOf } from './errors.ts'
import { isAllowed } from './rules.ts'
import type { AllowList } from './rules.ts'

export { closeFetch, configureFetch, guardedDispatcher, guardGlobalFetch } from './dispatcher.ts'
export { FetchFailed, FetchRefused } from './errors.ts'
export type { FailedKind, RefusedReason } from './errors.ts'
export type { AllowList, FetchOptions } from './rules.ts'

export interface GuardedRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Default 1 MB. */
  maxBytes?: number
  /** For everything together: names, connection, redirects, body. Default 10 seconds. */
  timeoutMs?: number
  /** Content types to ask for; a successful answer of another type fails. `text/*` works. */
  accept?: readonly string[]
  /** Exceptions for this request, besides the configured ones. */
  allow?: AllowList
  /** Whether public hosts may be spoken to without TLS (feeds and open data of others). Default false. */
  plainHttp?: boolean
  /** How many redirects to follow. Default 3. */
  redirects?: number
  signal?: AbortSignal
}

export interface GuardedResponse {
  status: number
  headers: Headers
  /** Where the answer came from, after redirects. */
  url: string
  bytes: Buffer
  text(): string
  /** @throws SyntaxError */
  json(): unknown
}

/**
 * Sends a request under the guard. Answers of every status are returned; redirects are followed.
 * @throws FetchRefused when our rules forbid it, FetchFailed when no usable answer came
 */
export async function guardedFetch(address: string | URL, options: GuardedRequest = {}): Promise<GuardedResponse> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 10_000)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  let hop: Hop = {
    url: parseUrl(address),
    method: options.method ?? 'GET',
    headers: lowerCased(options.headers),
    body: options.body
  }
  const redirects = options.redirects ?? 3
  try {
    for (let followed = 0; ; followed++) {
      const answer = await one(hop, options, signal)
      if (!('location' in answer)) return answer
      if (followed >= redirects) throw new FetchFailed('too-many-redirects', hop.url.host)
      hop = next(hop, answer.status, answer.location)
    }
  } catch (error) {
    if (options.signal?.aborted && !deadline.aborted) throw options.signal.reason
    throw deadline.aborted && !(error instanceof FetchRefused)
      ? new FetchFailed('timeout', hop.url.host, { cause: error })
      : failureOf(error, hop.url.host)
  }
}

/**
 * Checks that an address (an inbox, an image, a webhook) is one we may talk to now. The socket checks again on connecting.
 * @throws FetchRefused, FetchFailed (dns)
 */
export async function checkPublicAddress(address: string | URL, allow?: AllowList): Promise<void> {
  const url = parseUrl(address)
  const rules = rulesWith(allow)
  checkUrl(url, rules)
  if (!isAllowed(rules.allow, url)) await publicAddresses(url.hostname.replace(/^\[|\]$/g, ''), rules)
}

interface Hop {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

type Redirect = { status: number; location: string }

async function one(hop: Hop, options: GuardedRequest, signal: AbortSignal): Promise<GuardedResponse | Redirect> {
  const rules = rulesWith(options.allow)
  checkUrl(hop.url, rules, options.plainHttp)
  const where = hop.url.host
  const maxBytes = options.maxBytes ?? 1024 * 1024
  const response = await request(hop.url, {
    dispatcher: agentFor(rules, options.plainHttp ?? false, -1),
    method: hop.method as 'GET',
    headers: {
      'user-agent': rules.userAgent,
      'accept-encoding': 'gzip, br',
      ...(options.accept ? { accept: options.accept.join(', ') } : {}),
      ...hop.headers
    },
    body: hop.body,
    signal,
    headersTimeout: 0,
    bodyTimeout: 0
  })
  const headers = headersOf(response.headers)
  const location = headers.get('location')
  if ([301, 302, 303, 307, 308].includes(response.statusCode) && location !== null) {
    await response.body.dump({ limit: 65_536, signal })
    return { status: response.statusCode, location }
  }
  try {
    const empty = hop.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304
    if (!empty) {
      if (options.accept && response.statusCode < 300) requireType(headers, options.accept, where)
      if (Number(headers.get('content-length') ?? 0) > maxBytes) throw new FetchFailed('too-big', where)
    }
    const encoding = empty ? '' : (headers.get('content-encoding') ?? '')
    const bytes = await readBody(response.body, encoding, maxBytes, where)
    return answerOf(hop.url, response.statusCode, headers, bytes)
  } catch (error) {
    response.body.on('error', () => {}).destroy()
    throw error
  }
}

/** What to ask next: as browsers do it, and without credentials once another host is asked. */
function next(hop: Hop, status: number, location: string): Hop {
  let url: URL
  try {
    url = new URL(location, hop.url)
  } catch {
    throw new FetchRefused('bad-address', hop.url.host)
  }
  const asGet =
    (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST')
  const dropped = new Set<string>()
  if (asGet) for (const name of ['content-type', 'content-length', 'digest', 'content-digest']) dropped.add(name)
  if (url.origin !== hop.url.origin)
    for (const name of ['authorization', 'cookie', 'proxy-authorization', 'signature', 'signature-input', 'host'])
      dropped.add(name)
  return {
    url,
    method: asGet ? 'GET' : hop.method,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !dropped.has(name))),
    body: asGet ? undefined : hop.body
  }
}

function answerOf(url: URL, status: number, headers: Headers, bytes: Buffer): GuardedResponse {
  const text = () => new TextDecoder().decode(bytes)
  return { status, headers, url: url.href, bytes, text, json: () => JSON.parse(text()) as unknown }
}

function requireType(headers: Headers, accept: readonly string[], where: string): void {
  const type = (headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase()
  const fits = accept.some((entry) => {
    const wanted = entry.split(';')[0].trim().toLowerCase()
    return wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))
  })
  if (!fits) throw new FetchFailed('wrong-type', where)
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw))
    for (const item of [value ?? []].flat()) {
      try {
        headers.append(name, item)
      } catch {
        // A header that is no header is the other side's fault and nothing we need.
      }
    }
  return headers
}

function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function parseUrl(address: string | URL): URL {
  try {
    return new URL(address)
  } catch {
    throw new FetchRefused('bad-address')
  }
}
