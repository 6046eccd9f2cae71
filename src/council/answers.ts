// One answer of the other side, fetched under guard. What it says is looked at here before anything in it is believed.
import { FetchFailed, FetchRefused, guardedFetch } from '#platform/fetch/fetch.ts'
import { hostOf, isObject, line } from './objects.ts'

/** Why a list, or a system as a whole, could not be read (any further); a key of messages. */
export class ReadProblem extends Error {
  readonly reason: string
  /** Worth going on from the same place later. */
  readonly passes: boolean

  constructor(reason: string, passes = false) {
    super(`council information system: ${reason}`)
    this.name = 'ReadProblem'
    this.reason = reason
    this.passes = passes
  }
}

export const maxPageBytes = 8 * 1024 * 1024
/** A page should have a hundred objects; what is beyond this is not read. */
export const maxPageItems = 2000
const pageTimeoutMs = 30_000

/** Fetches one JSON object. @throws ReadProblem */
export async function fetchObject(address: string): Promise<Record<string, unknown>> {
  let answer
  try {
    answer = await guardedFetch(address, {
      accept: ['application/json', 'application/ld+json'],
      maxBytes: maxPageBytes,
      timeoutMs: pageTimeoutMs,
      plainHttp: true
    })
  } catch (error) {
    if (error instanceof FetchFailed)
      throw new ReadProblem(error.kind, ['timeout', 'dns', 'tls', 'refused', 'broken'].includes(error.kind))
    if (error instanceof FetchRefused) throw new ReadProblem('not-allowed')
    throw error
  }
  const { status } = answer
  if (status !== 200) throw new ReadProblem(`status-${status}`, status >= 500 || status === 429)
  let value: unknown
  try {
    value = answer.json()
  } catch {
    throw new ReadProblem('not-json')
  }
  if (!isObject(value)) throw new ReadProblem('not-oparl')
  return value
}

export interface ListPage {
  items: unknown[]
  /** More was on the page than is read. */
  cut: boolean
  next: string | null
  /** What is wrong with the next page's address; the page itself holds. */
  nextProblem: string | null
}

/** Fetches a page of an external list. @throws ReadProblem */
export async function fetchPage(address: string, host: string): Promise<ListPage> {
  const page = await fetchObject(address)
  if (!Array.isArray(page.data)) throw new ReadProblem('shape')
  const links = isObject(page.links) ? page.links : {}
  const { next, problem } = nextOf(links.next, address, host)
  return {
    items: page.data.slice(0, maxPageItems),
    cut: page.data.length > maxPageItems,
    next,
    nextProblem: problem
  }
}

function nextOf(value: unknown, address: string, host: string): { next: string | null; problem: string | null } {
  if (value === undefined || value === null || value === '') return { next: null, problem: null }
  const written = line(value, 4000)
  let next: string
  try {
    next = new URL(written, address).href
  } catch {
    return { next: null, problem: 'bad-next' }
  }
  if (!written) return { next: null, problem: 'bad-next' }
  if (hostOf(next) !== host) return { next: null, problem: 'elsewhere' }
  if (next === new URL(address).href) return { next: null, problem: 'circle' }
  return { next, problem: null }
}

/** The address of a list's first page, with what the specification calls filters. */
export function firstPage(address: string, since: Date | null, omitInternal: boolean): string {
  const url = new URL(address)
  if (since) url.searchParams.set('modified_since', since.toISOString().replace(/\.\d+Z$/, '+00:00'))
  if (omitInternal) url.searchParams.set('omit_internal', 'true')
  return url.href
}
