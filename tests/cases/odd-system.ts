// An Open311 system with ways of its own: XML only, tokens, connections that break, answers without sense.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OddSystem {
  url: string
  /** How it answers a report: with a token, with a broken connection, not now, or with nonsense. */
  mood: 'token' | 'drop' | 'busy' | 'nonsense'
  /** What it keeps, whatever it said. */
  taken: { description: string; id: string }[]
  close(): void
}

/** Starts one on this machine. */
export async function startOddSystem(): Promise<OddSystem> {
  const server = createServer((req, res) => {
    const path = new URL(req.url!, 'http://odd').pathname
    const xml = (body: string, status = 200) =>
      res.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0"?>${body}`)
    const requests = (...inner: string[]) =>
      xml(`<service_requests>${inner.map((one) => `<request>${one}</request>`).join('')}</service_requests>`)
    const id = (given: string) => `<service_request_id>${given}</service_request_id>`
    if (path.endsWith('.json')) return void res.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>')
    if (path === '/services.xml')
      return void xml(
        '<services><service><service_code>17</service_code><service_name>Pothole</service_name></service></services>'
      )
    if (path.startsWith('/tokens/')) return void requests(`<token>t</token>${id(system.taken.at(-1)!.id)}`)
    if (path.startsWith('/requests/'))
      return void requests(
        `${id(path.slice(10, -4))}<status>CLOSED</status><status_notes>Done &amp; dusted</status_notes>`
      )
    if (req.method === 'GET')
      return void requests(
        ...system.taken.map((one) => `${id(one.id)}<description>${one.description.replace(/[<&]/g, '')}</description>`)
      )
    let body = ''
    req.on('data', (piece: Buffer) => (body += piece.toString()))
    req.on('end', () => {
      if (system.mood === 'busy')
        return void xml('<errors><error><code>429</code><description>slow down</description></error></errors>', 429)
      const description = new URLSearchParams(body).get('description') ?? ''
      system.taken.push({ id: `R-${system.taken.length + 1}`, description })
      if (system.mood === 'drop') return void req.socket.destroy()
      if (system.mood === 'nonsense') return void xml('<oh/>')
      return void requests('<token>t</token>')
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const system: OddSystem = {
    url: `http://127.0.0.1:${port}/`,
    mood: 'token',
    taken: [],
    close: () => void server.close()
  }
  return system
}
