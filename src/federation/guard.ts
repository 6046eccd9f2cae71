/** The connections of deliveries: the same rules as every outgoing request of ours, in a form a thread can be given. */
import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

/** Plain data, so that it can be handed to a thread. */
export interface Guard {
  /** Names that may resolve to exactly these addresses although they are private: for tests. */
  allow?: { host: string; address: string }[]
  /** Certificates to trust besides the system's. */
  ca?: string
}

/** An agent whose connections go to public addresses only. */
export function deliveryAgent(guard: Guard, settings: { perHost: number; timeoutMs: number }): Agent {
  const connect = buildConnector({
    timeout: Math.min(settings.timeoutMs, 5_000),
    ...(guard.ca ? { ca: guard.ca } : {}),
    lookup(hostname, options, done) {
      const allowed = guard.allow?.find(({ host }) => host === hostname)
      if (allowed) {
        if (options.all) return done(null, [{ address: allowed.address, family: isIP(allowed.address) }])
        return done(null, allowed.address, isIP(allowed.address))
      }
      resolve(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error, '', 0)
        const open = addresses.filter(({ address }) => isPublic(address))
        if (open.length === 0 || open.length < addresses.length) return done(refused(hostname), '', 0)
        if (options.all) return done(null, open)
        done(null, open[0]!.address, open[0]!.family)
      })
    }
  })
  return new Agent({
    connections: settings.perHost,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: 10_000,
    // The poster watches the time of a whole exchange itself.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, done) {
      const literal = options.hostname.replace(/^\[|\]$/g, '')
      if (isIP(literal) && !isPublic(literal)) return setImmediate(done, refused(literal), null)
      connect(options, done)
    }
  })
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast'
}

function refused(host: string) {
  return Object.assign(new Error(`not a public address: ${host}`), { code: 'address-refused' })
}
