// The TLS proxy in front of the program, as operators have one: it tries again for a while when nobody answers behind it.
// Only for what may be sent twice: other servers' requests, which carry their own ids.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Authority } from '../fediverse/authority.ts'
import { listenTls, type TlsServer } from '../fediverse/tls.ts'
import { ask } from '../world/ask.ts'

const patienceMs = 25_000

/** Listens under `name` and passes on to `port` of this machine. */
export function startPatientProxy(authority: Authority, name: string, port: number): Promise<TlsServer> {
  return listenTls(authority, name, (request, response) => void pass(request, response, port))
}

async function pass(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  const startedAt = performance.now()
  const { host = '', ...headers } = request.headers as Record<string, string>
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': host, 'x-forwarded-for': '127.0.0.1' }
  delete headers.connection
  delete headers['transfer-encoding']
  delete headers['content-length']
  const body = request.method === 'POST' ? await buffer(request) : undefined
  for (;;) {
    try {
      const answer = await ask(`http://127.0.0.1:${port}${request.url}`, {
        method: request.method,
        headers: { ...headers, ...forwarded, host },
        body
      })
      const { 'transfer-encoding': _chunked, connection: _connection, ...kept } = answer.headers
      response.writeHead(answer.status, kept)
      return void response.end(request.method === 'HEAD' ? undefined : answer.body)
    } catch {
      if (performance.now() - startedAt > patienceMs || response.destroyed) return void response.writeHead(502).end()
      await pause(50)
    }
  }
}
