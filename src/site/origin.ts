/**
 * Under which address a request was really made, and by whom. Behind a proxy that is trusted by setting, `X-Forwarded-Proto`,
 * `-Host` and `-For` are believed; from anyone else they are lies and are taken away.
 */
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Headers by which `src/server.ts` tells the framework; whatever a client sends under these names is overwritten. */
export const protocolHeader = 'x-og-protocol'
export const addressHeader = 'x-og-address'

const forwarded = [
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-for',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip'
]

/**
 * Reads a setting such as `127.0.0.1, 10.0.0.0/8, ::1`; the words `loopback` and `private` stand for the usual ranges.
 * @throws RangeError naming the part that is no address
 */
export function readTrustedProxies(setting: string): BlockList {
  const named: Record<string, string> = {
    loopback: '127.0.0.0/8 ::1/128',
    private: '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7'
  }
  const list = new BlockList()
  const parts = setting.split(/[\s,]+/).filter(Boolean)
  for (const part of parts.flatMap((name) => (named[name] ?? name).split(' '))) {
    const [address = '', bits] = part.split('/')
    const family = isIP(address)
    if (family === 0) throw new RangeError(`Not an address or network: ${part}`)
    const type = family === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(bits), type)
  }
  return list
}

/** Makes the function that settles protocol, host and address of each request by overwriting its headers. */
export function settleOrigin(trusted: BlockList | null): (req: IncomingMessage) => void {
  return (req) => {
    const { headers, socket } = req
    const peer = plain(socket.remoteAddress ?? '')
    const isTrusted = trusted !== null && isListed(trusted, peer)
    const protocol = isTrusted ? last(headers['x-forwarded-proto']) : undefined
    const host = isTrusted ? last(headers['x-forwarded-host']) : undefined
    const address = isTrusted ? client(trusted, headers['x-forwarded-for'], peer) : peer

    for (const name of forwarded) delete headers[name]
    headers[protocolHeader] = protocol === 'https' || protocol === 'http' ? protocol : 'http'
    headers[addressHeader] = address
    if (host) headers.host = host
  }
}

/** The last hop that is not a trusted proxy itself: what stands further left was written by the client. */
function client(trusted: BlockList, header: string | string[] | undefined, peer: string): string {
  const hops = String(header ?? '')
    .split(',')
    .map((hop) => plain(hop.trim()))
    .filter((hop) => isIP(hop) !== 0)
  for (const hop of hops.toReversed()) if (!isListed(trusted, hop)) return hop
  return hops.at(-1) ?? peer
}

function last(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header).split(',').at(-1)?.trim().toLowerCase()
}

function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** `::ffff:127.0.0.1` is how IPv4 looks on a socket that listens on both. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
