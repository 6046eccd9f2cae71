/** Which network addresses the program may talk to on the request of strangers. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is one of the public internet. Everything else is not: private, loopback, link-local,
 * unique-local, carrier-grade NAT, multicast, documentation, benchmarking, reserved, and every IPv6 form that wraps an
 * IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), because it could lead to a private one.
 */
export function isPublicAddress(address: string): boolean {
  if (!isIP(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast)
}
