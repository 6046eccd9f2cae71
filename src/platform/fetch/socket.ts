/** The same guard for connections that are no requests, such as those to mail servers. */
import { isIP } from 'node:net'
import { getCACertificates } from 'node:tls'
import { publicAddresses, rulesWith } from './dispatcher.ts'
import { FetchFailed, FetchRefused } from './errors.ts'
import { isAllowed } from './rules.ts'

export interface GuardedAddress {
  /** To connect to, exactly: the name is not asked again. */
  address: string
  /** For TLS; undefined where the host is an address itself. */
  servername: string | undefined
  /** Certificates to trust besides the usual ones; undefined: only those. */
  ca: string[] | undefined
  /** An exception of the operator: it may be private, and may be spoken to without TLS. */
  isException: boolean
}

/**
 * Where a connection to this host and port may go. Names and ports are exceptions as for requests.
 * @throws FetchRefused for a private address, FetchFailed when the name is not known
 */
export async function guardedAddress(host: string, port: number): Promise<GuardedAddress> {
  const rules = rulesWith()
  const name = host.trim().replace(/^\[|\]$/g, '')
  if (!/^[A-Za-z0-9.:_-]{1,255}$/.test(name)) throw new FetchRefused('bad-address', name)
  const isException = isAllowed(rules.allow, { protocol: 'tcp:', hostname: name.toLowerCase(), port: String(port) })
  const found = isException ? (isIP(name) ? [name] : await resolved(name)) : await publicAddresses(name, rules)
  const address = found.find((one) => isIP(one) === 4) ?? found[0]
  if (!address) throw new FetchFailed('dns', name)
  return {
    address,
    servername: isIP(name) ? undefined : name,
    ca: rules.ca && [...getCACertificates('default'), ...rules.ca],
    isException
  }

  async function resolved(one: string): Promise<string[]> {
    try {
      return await rules.resolve(one)
    } catch (error) {
      throw new FetchFailed('dns', one, { cause: error })
    }
  }
}
