/** What outgoing requests are allowed, and the few exceptions an operator (or a test) names. */
import { lookup } from 'node:dns/promises'

/** `peer.test:8443`, `127.0.0.1:1234`, `[::1]:80`, or the same in parts; without a port every port of that host. */
export type AllowList = readonly (string | { host: string; port?: number })[]

export interface FetchOptions {
  /** Hosts that may be private and may be spoken to without TLS: exactly these names and addresses. */
  allow?: AllowList
  /** Certificates (PEM) of further authorities to trust. */
  ca?: string | string[]
  /** All addresses of a name; default: as the operating system resolves it. */
  resolve?: (host: string) => Promise<string[]>
  userAgent?: string
}

export interface Rules {
  allow: ReadonlySet<string>
  ca: string[] | undefined
  resolve: (host: string) => Promise<string[]>
  userAgent: string
}

/** The rules from what was configured and from the environment (ORTSGESPRAECH_ALLOW_HOSTS, a comma list). */
export function rulesOf(options: FetchOptions): Rules {
  const named = (process.env.ORTSGESPRAECH_ALLOW_HOSTS ?? '').split(',').map((entry) => entry.trim())
  return {
    allow: allowSet([...(options.allow ?? []), ...named.filter(Boolean)]),
    ca: options.ca === undefined ? undefined : [options.ca].flat(),
    resolve: options.resolve ?? resolveBySystem,
    userAgent: options.userAgent ?? 'Ortsgespraech'
  }
}

/** The entries of an allow list as `host:port` or `host:*`. Throws on an entry that is none. */
export function allowSet(list: AllowList): Set<string> {
  return new Set(
    list.map((entry) => {
      const text = typeof entry === 'string' ? entry : entry.port ? `${entry.host}:${entry.port}` : entry.host
      const parts = /^(\[[^\]]+\]|[^:\s/[\]]+)(?::(\d{1,5}))?$/.exec(text)
      if (!parts) throw new Error(`not a host or host:port in the list of allowed hosts: ${text}`)
      return `${new URL(`http://${parts[1]}`).hostname}:${parts[2] ?? '*'}`
    })
  )
}

/** Whether exactly this host and port is an exception. Names are compared as written, not by what they resolve to. */
export function isAllowed(
  allow: ReadonlySet<string>,
  url: { protocol: string; hostname: string; port: string }
): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const host = url.hostname.includes(':') && !url.hostname.startsWith('[') ? `[${url.hostname}]` : url.hostname
  return allow.has(`${host}:${port}`) || allow.has(`${host}:*`)
}

async function resolveBySystem(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map((entry) => entry.address)
}
