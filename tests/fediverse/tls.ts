/** Servers under names of the tests' own, over TLS on loopback, and a client that finds and trusts them. */
import { request as plainRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent } from 'undici'
import type { Authority } from './authority.ts'

export interface TlsServer {
  /** Name and port, as it stands in addresses. */
  host: string
  origin: string
  name: string
  port: number
  close(): Promise<void>
}

/** Listens under `name` on a free port of 127.0.0.1 with a certificate of the authority. */
export async function listenTls(
  authority: Authority,
  name: string,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0
): Promise<TlsServer> {
  const { key, cert } = await authority.issue(name)
  const server: Server = createServer({ key, cert }, handle)
  server.keepAliveTimeout = 1000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return {
    name,
    port: bound,
    host: `${name}:${bound}`,
    origin: `https://${name}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** TLS in front of a plain server, as Caddy or nginx stand in front of ours: it says so in X-Forwarded-*. */
export function proxyTls(authority: Authority, name: string, targetPort: () => number, port = 0): Promise<TlsServer> {
  return listenTls(
    authority,
    name,
    (request, response) => {
      const forwarded = plainRequest(
        {
          host: '127.0.0.1',
          port: targetPort(),
          method: request.method,
          path: request.url,
          headers: {
            ...request.headers,
            'x-forwarded-proto': 'https',
            'x-forwarded-host': request.headers.host,
            'x-forwarded-for': request.socket.remoteAddress
          }
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        }
      )
      forwarded.on('error', () => {
        if (!response.headersSent) response.writeHead(502)
        response.end()
      })
      request.pipe(forwarded)
    },
    port
  )
}

/** A client for tests: every name under `.test` is on loopback, and the authority is trusted. */
export function testAgent(authority: Authority): Agent {
  return new Agent({
    allowH2: false,
    connect: {
      ca: authority.ca,
      lookup(hostname, options, done) {
        if (!hostname.endsWith('.test')) return done(new Error(`not a name of the tests: ${hostname}`), '', 4)
        if (options.all) return done(null, [{ address: '127.0.0.1', family: 4 }])
        done(null, '127.0.0.1', 4)
      }
    }
  })
}
