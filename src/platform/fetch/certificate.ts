/** What certificate a public host shows, looked at under the same rules as any other outgoing connection. */
import { isIP } from 'node:net'
import { connect, getCACertificates } from 'node:tls'
import type { PeerCertificate } from 'node:tls'
import { now } from '#platform/clock/clock.ts'
import { checkUrl, publicAddresses, rulesWith } from './dispatcher.ts'
import { FetchFailed, failureOf } from './errors.ts'
import { isAllowed } from './rules.ts'

export interface ShownCertificate {
  /** What keeps a browser from trusting it, as OpenSSL names it (`CERT_HAS_EXPIRED`, …); null when nothing does. */
  problem: string | null
  issuer: string
  validTo: Date
  /** Whole days it is still valid, by our clock; negative when it has expired. */
  daysLeft: number
}

/**
 * Looks at the certificate of an https address, trusted or not.
 * @throws FetchRefused, FetchFailed when no TLS connection comes about
 */
export async function shownCertificate(address: string | URL, timeoutMs = 8_000): Promise<ShownCertificate> {
  const url = new URL(address)
  const rules = rulesWith()
  checkUrl(url, rules)
  const name = url.hostname.replace(/^\[|\]$/g, '')
  try {
    const found = isAllowed(rules.allow, url) ? await rules.resolve(name) : await publicAddresses(name, rules)
    const ca = rules.ca && [...getCACertificates('default'), ...rules.ca]
    return await shake({ host: found[0]!, port: Number(url.port || 443), name, ca, timeoutMs })
  } catch (error) {
    throw failureOf(error, url.host)
  }
}

interface Target {
  host: string
  port: number
  name: string
  ca: string[] | undefined
  timeoutMs: number
}

function shake({ host, port, name, ca, timeoutMs }: Target): Promise<ShownCertificate> {
  return new Promise((resolve, reject) => {
    const servername = isIP(name) ? undefined : name
    // Nothing is sent over this connection: the look itself must also work on a certificate that cannot be trusted.
    const socket = connect({ host, port, servername, rejectUnauthorized: false, ...(ca && { ca }) })
    socket.setTimeout(timeoutMs, () => socket.destroy(new FetchFailed('timeout', name)))
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const shown = socket.getPeerCertificate()
      const problem = socket.authorized ? null : String(socket.authorizationError ?? 'UNKNOWN')
      socket.destroy()
      if (!shown.valid_to) return reject(new FetchFailed('tls', name))
      resolve({ problem, issuer: issuerOf(shown), ...validity(shown) })
    })
  })
}

function issuerOf({ issuer }: PeerCertificate): string {
  return String(issuer?.O ?? issuer?.CN ?? '')
}

function validity({ valid_to }: PeerCertificate): { validTo: Date; daysLeft: number } {
  const validTo = new Date(valid_to)
  return { validTo, daysLeft: Math.floor((validTo.getTime() - now().getTime()) / 86_400_000) }
}
