/**
 * The guard at the socket. The name is resolved once per connection, every address of the answer is checked, and the
 * connection goes to exactly those addresses: an answer that changes between check and connection cannot slip through.
 */
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'
import { Agent, Dispatcher, Dispatcher1Wrapper, buildConnector, setGlobalDispatcher } from 'undici'
import { isPublicAddress } from './address.ts'
import { FetchFailed, FetchRefused } from './errors.ts'
import { allowSet, isAllowed, rulesOf } from './rules.ts'
import type { AllowList, FetchOptions, Rules } from './rules.ts'

const connectionsPerHost = 8
const connectTimeoutMs = 8_000
const idleTimeoutMs = 15_000
const bareMaxBytes = 10 * 1024 * 1024

let rules: Rules | undefined
const agents = new Map<string, Agent>()

/** Sets the exceptions for outgoing requests. Open connections made under other rules are closed in the background. */
export function configureFetch(options: FetchOptions): void {
  rules = rulesOf(options)
  void closeFetch()
}

/** Closes all kept connections, once their requests have ended. */
export async function closeFetch(): Promise<void> {
  const closing = [...agents.values()]
  agents.clear()
  await Promise.all(closing.map((agent) => agent.close()))
}

/** The rules in force, with a single request's own exceptions. */
export function rulesWith(allow?: AllowList): Rules {
  rules ??= rulesOf({})
  return allow?.length ? { ...rules, allow: new Set([...rules.allow, ...allowSet(allow)]) } : rules
}

/**
 * An undici dispatcher under the same rules, for libraries that bring their own fetch; works with Node's global fetch and
 * with undici's functions, and follows later changes of the rules. It checks addresses and schemes and limits connections,
 * times and raw bytes; redirects are the caller's to follow (each is checked again on connecting).
 */
export function guardedDispatcher(allow?: AllowList, plainHttp = false): Dispatcher {
  return new Dispatcher1Wrapper(new CurrentAgent(allow, plainHttp))
}

/**
 * Puts everything under guard that uses the global fetch, such as Fedify. From then on nothing in this process can fetch
 * from a private address that is not an exception.
 */
export function guardGlobalFetch(): void {
  setGlobalDispatcher(guardedDispatcher())
}

/** Hands each request to the pool of the rules that hold now. */
class CurrentAgent extends Dispatcher {
  readonly #allow: AllowList | undefined
  readonly #plainHttp: boolean

  constructor(allow: AllowList | undefined, plainHttp: boolean) {
    super()
    this.#allow = allow
    this.#plainHttp = plainHttp
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return agentFor(rulesWith(this.#allow), this.#plainHttp, bareMaxBytes).dispatch(
      options as Agent.DispatchOptions,
      handler
    )
  }
}

/** The pool for these rules; `maxBytes` -1 leaves the limit to the reader of the body. */
export function agentFor(current: Rules, plainHttp: boolean, maxBytes: number): Agent {
  const key = [plainHttp, maxBytes, ...[...current.allow].toSorted()].join(' ')
  let agent = agents.get(key)
  if (!agent) {
    agent = new Agent({
      connect: guardedConnector(current, plainHttp),
      connections: connectionsPerHost,
      pipelining: 1,
      allowH2: false,
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      maxResponseSize: maxBytes
    })
    agents.set(key, agent)
  }
  return agent
}

/** Refuses what the address itself shows: scheme, credentials, private address literals. */
export function checkUrl(url: URL, current: Rules, plainHttp = false): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new FetchRefused('scheme', url.protocol)
  if (url.username || url.password) throw new FetchRefused('credentials', url.host)
  if (isAllowed(current.allow, url)) return
  if (url.protocol === 'http:' && !plainHttp) throw new FetchRefused('scheme', url.host)
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) && !isPublicAddress(literal)) throw new FetchRefused('private-address', url.host)
}

/** All addresses of a name, every one of them public; one that is not spoils the whole answer. */
export async function publicAddresses(host: string, current: Rules): Promise<string[]> {
  const addresses = await resolved(host, current)
  if (!addresses.every(isPublicAddress)) throw new FetchRefused('private-address', host)
  return addresses
}

function guardedConnector(current: Rules, plainHttp: boolean): buildConnector.connector {
  const ca = current.ca && [...getCACertificates('default'), ...current.ca]
  const common = { timeout: connectTimeoutMs, allowH2: false, ...(ca ? { ca } : {}) }
  const guarded = buildConnector({ ...common, lookup: lookupBy((host) => publicAddresses(host, current)) })
  const allowed = buildConnector({ ...common, lookup: lookupBy((host) => resolved(host, current)) })
  return (options, callback) => {
    try {
      const host = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname
      const url = new URL(`${options.protocol}//${host}${options.port ? `:${options.port}` : ''}/`)
      checkUrl(url, current, plainHttp)
      const connect = isAllowed(current.allow, url) ? allowed : guarded
      connect(options, callback)
    } catch (error) {
      // Never in the same turn: undici takes a second refusal of the same host for a fault of its own.
      setImmediate(callback, error as Error, null)
    }
  }
}

async function resolved(host: string, current: Rules): Promise<string[]> {
  let addresses: string[]
  try {
    addresses = isIP(host) ? [host] : await current.resolve(host)
  } catch (error) {
    throw new FetchFailed('dns', host, { cause: error })
  }
  if (addresses.length === 0) throw new FetchFailed('dns', host)
  return addresses
}

function lookupBy(find: (host: string) => Promise<string[]>): LookupFunction {
  return (host, options, callback) => {
    find(host).then(
      (addresses) => {
        const entries = addresses.map((address) => ({ address, family: isIP(address) }))
        if (options.all) callback(null, entries)
        else callback(null, entries[0].address, entries[0].family)
      },
      (error) => callback(error, '', 0)
    )
  }
}
