import { connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openStream, openStreams } from '#platform/live/streams.ts'
import { addressHeader, protocolHeader, readTrustedProxies } from '#site/origin.ts'
import { startServer } from './server.ts'
import type { RunningServer, ServerOptions } from './server.ts'

let running: RunningServer[] = []
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()))
  running = []
})

/** Tells what arrived. */
const echo: ServerOptions['handler'] = (req, res) => {
  let size = 0
  req.on('data', (chunk: Buffer) => (size += chunk.length))
  req.on('end', () => {
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ headers: req.headers, size }))
  })
}

async function start(options: Partial<ServerOptions> = {}) {
  const server = await startServer({ port: 0, host: '127.0.0.1', handler: echo, graceMs: 2000, ...options })
  running.push(server)
  return { server, url: `http://127.0.0.1:${server.address.port}`, port: server.address.port }
}

describe('the server', () => {
  test('says that it lives, and whether it is ready', async () => {
    const { url } = await start({ ready: async () => ({ ok: false, problems: ['database'] }) })
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    const ready = await fetch(`${url}/health/ready`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ ok: false, problems: ['database'] })
  })

  test('is not ready when the check itself fails', async () => {
    const { url } = await start({ ready: () => Promise.reject(new Error('x')) })
    expect((await fetch(`${url}/health/ready`)).status).toBe(503)
  })

  test('tells a proxy for which hosts it may get certificates', async () => {
    const { url } = await start({ knowsHost: async (host) => host === 'www.musterstadt.example' })
    expect((await fetch(`${url}/health/host?domain=www.musterstadt.example`)).status).toBe(200)
    expect((await fetch(`${url}/health/host?domain=other.example`)).status).toBe(404)
    expect((await fetch(`${url}/health/host?`)).status).toBe(404)
  })

  test('tells the application the protocol and address that a trusted proxy told', async () => {
    const { url } = await start({ trustedProxies: readTrustedProxies('loopback') })
    const told = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7' }
    const { headers } = (await (await fetch(url, { headers: told })).json()) as { headers: Record<string, string> }
    expect(headers).toMatchObject({ [protocolHeader]: 'https', [addressHeader]: '198.51.100.7' })
  })

  test('refuses a body that announces to be too big, by the limit of its path', async () => {
    const { url } = await start({ bodyLimits: { '/': 100, '/media': 1000 } })
    expect((await fetch(`${url}/form`, { method: 'POST', body: 'x'.repeat(101) })).status).toBe(413)
    expect((await fetch(`${url}/media/new`, { method: 'POST', body: 'x'.repeat(101) })).status).toBe(200)
  })

  test('cuts off a body that does not say how big it is and turns out to be too big', async () => {
    const { port } = await start({ bodyLimits: { '/': 100 } })
    const answer = await new Promise<string>((resolve) => {
      let heard = ''
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
        socket.write(`40\r\n${'x'.repeat(64)}\r\n40\r\n${'x'.repeat(64)}\r\n`)
      })
      socket.on('data', (chunk) => (heard += chunk.toString()))
      socket.on('error', () => {})
      socket.on('close', () => resolve(heard))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413/)
  })

  test('answers a failure of the application with 500', async () => {
    const quiet = vi.spyOn(console, 'error').mockReturnValue()
    const { url } = await start({ handler: () => Promise.reject(new Error('a bug')) })
    expect((await fetch(url)).status).toBe(500)
    quiet.mockRestore()
  })

  test('stops at once although streams are open, and lets a running request end', async () => {
    let leave!: () => void
    let begin!: () => void
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const gone = new Promise<void>((resolve) => (leave = resolve))
    const { server, url } = await start({
      graceMs: 10_000,
      handler: (req, res) => {
        if (req.url === '/slow') {
          begin()
          return void setTimeout(() => res.end('done'), 200)
        }
        const stream = openStream({ onClose: leave })
        res.writeHead(200, { 'content-type': 'text/event-stream' })
        void (async () => {
          for await (const chunk of stream.response.body!) res.write(chunk)
          res.end()
        })()
      }
    })
    const live = await fetch(`${url}/live`)
    const slow = fetch(`${url}/slow`).then((response) => response.text())
    await begun
    expect(openStreams()).toBe(1)
    const before = performance.now()
    const stopped = server.stop()
    await gone
    await live.text()
    expect(await slow).toBe('done')
    await stopped
    expect(performance.now() - before).toBeLessThan(3000)
    expect(openStreams()).toBe(0)
  })
})
