import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { getGlobalDispatcher, request, setGlobalDispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { certificate, privateKey } from './certificate.fixture.ts'
import {
  checkPublicAddress,
  closeFetch,
  configureFetch,
  guardedDispatcher,
  guardedFetch,
  guardGlobalFetch
} from './fetch.ts'

const servers: Server[] = []
const seen: IncomingMessage[] = []

beforeEach(() => configureFetch({}))

afterEach(async () => {
  delete process.env.ORTSGESPRAECH_ALLOW_HOSTS
  await closeFetch()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  seen.length = 0
})

async function serve(handle: RequestListener, tls = false): Promise<number> {
  const listener: RequestListener = (request, response) => {
    seen.push(request)
    handle(request, response)
  }
  const server = tls ? createTlsServer({ cert: certificate, key: privateKey }, listener) : createServer(listener)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

/** Starts a server that is the configured exception, and gives its address. */
async function allowed(handle: RequestListener): Promise<string> {
  const port = await serve(handle)
  configureFetch({ allow: [`127.0.0.1:${port}`] })
  return `http://127.0.0.1:${port}`
}

const hello: RequestListener = (_, response) => response.setHeader('content-type', 'text/plain').end('hello')

describe('refused', () => {
  test.each(['http://127.0.0.1:PORT/', 'http://localhost:PORT/', 'http://[::1]:PORT/', 'http://2130706433:PORT/'])(
    '%s, because it is private, and nothing arrives there',
    async (address) => {
      const port = await serve(hello)
      const url = address.replace('PORT', String(port))
      await expect(guardedFetch(url, { plainHttp: true })).rejects.toMatchObject({ reason: 'private-address' })
      await expect(guardedFetch(url.replace('http:', 'https:'))).rejects.toMatchObject({ reason: 'private-address' })
      expect(seen).toHaveLength(0)
    }
  )

  test.each(['ftp://example.org/', 'file:///etc/passwd', 'data:text/plain,x', 'gopher://example.org/'])(
    '%s, because of its scheme',
    (url) => expect(guardedFetch(url)).rejects.toMatchObject({ reason: 'scheme' })
  )

  test('http to a public host unless the request allows it', async () => {
    await expect(guardedFetch('http://example.org/')).rejects.toMatchObject({ reason: 'scheme' })
  })

  test('credentials in the address, and what is no address', async () => {
    await expect(guardedFetch('https://me:secret@example.org/')).rejects.toMatchObject({ reason: 'credentials' })
    await expect(guardedFetch('nonsense')).rejects.toMatchObject({ reason: 'bad-address' })
  })

  test('a name with one private address among public ones', async () => {
    const port = await serve(hello)
    configureFetch({ resolve: async () => ['193.99.144.80', '127.0.0.1'] })
    await expect(guardedFetch(`https://mixed.test:${port}/`)).rejects.toMatchObject({ reason: 'private-address' })
    await expect(checkPublicAddress(`https://mixed.test:${port}/`)).rejects.toMatchObject({ reason: 'private-address' })
    expect(seen).toHaveLength(0)
  })

  test('a name that is public when checked and private when connected to', async () => {
    const port = await serve(hello)
    const answers = [['193.99.144.80'], ['127.0.0.1']]
    configureFetch({ resolve: async () => answers.shift() ?? ['127.0.0.1'] })
    await checkPublicAddress(`https://rebinding.test:${port}/`)
    await expect(guardedFetch(`https://rebinding.test:${port}/`)).rejects.toMatchObject({ reason: 'private-address' })
    expect(seen).toHaveLength(0)
  })

  test('a redirect to a private address, to another port, to another scheme', async () => {
    const secret = await serve(hello)
    const targets = [`http://127.0.0.1:${secret}/`, `http://localhost:${secret}/`, 'file:///etc/passwd', 'http://[']
    const base = await allowed((request, response) =>
      response.writeHead(302, { location: targets[Number(request.url?.slice(1))] }).end()
    )
    await expect(guardedFetch(`${base}/0`, { plainHttp: true })).rejects.toMatchObject({ reason: 'private-address' })
    await expect(guardedFetch(`${base}/1`, { plainHttp: true })).rejects.toMatchObject({ reason: 'private-address' })
    await expect(guardedFetch(`${base}/2`)).rejects.toMatchObject({ reason: 'scheme' })
    await expect(guardedFetch(`${base}/3`)).rejects.toMatchObject({ reason: 'bad-address' })
    expect(seen).toHaveLength(4)
  })
})

describe('exceptions', () => {
  test('are exactly the host and port named', async () => {
    const base = await allowed(hello)
    const other = await serve(hello)
    expect((await guardedFetch(base)).text()).toBe('hello')
    await checkPublicAddress(base)
    await expect(guardedFetch(`http://127.0.0.1:${other}/`)).rejects.toMatchObject({ reason: 'scheme' })
    await expect(guardedFetch(`https://127.0.0.1:${other}/`)).rejects.toMatchObject({ reason: 'private-address' })
    await expect(guardedFetch(base.replace('127.0.0.1', 'localhost'), { plainHttp: true })).rejects.toMatchObject({
      reason: 'private-address'
    })
  })

  test('may come from the environment or with one request, and do not stay', async () => {
    const port = await serve(hello)
    process.env.ORTSGESPRAECH_ALLOW_HOSTS = `peer.test:443, 127.0.0.1:${port}`
    configureFetch({})
    expect((await guardedFetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
    delete process.env.ORTSGESPRAECH_ALLOW_HOSTS
    configureFetch({})
    expect((await guardedFetch(`http://127.0.0.1:${port}/`, { allow: [{ host: '127.0.0.1', port }] })).status).toBe(200)
    await expect(guardedFetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'scheme' })
  })

  test('must be hosts and ports', () => {
    expect(() => configureFetch({ allow: ['http://peer.test/'] })).toThrow(/allowed hosts/)
  })
})

describe('an answer', () => {
  test('comes over TLS from an authority that was named, and from no other', async () => {
    const port = await serve(hello, true)
    const options = { allow: [`peer.test:${port}`, `wrong.test:${port}`], resolve: async () => ['127.0.0.1'] }
    configureFetch({ ...options, ca: certificate })
    const answer = await guardedFetch(`https://peer.test:${port}/path`)
    expect(answer).toMatchObject({ status: 200, url: `https://peer.test:${port}/path` })
    await expect(guardedFetch(`https://wrong.test:${port}/`)).rejects.toMatchObject({
      kind: 'tls',
      mayHaveArrived: false
    })
    configureFetch(options)
    await expect(guardedFetch(`https://peer.test:${port}/`)).rejects.toMatchObject({ kind: 'tls' })
  })

  test('is returned whatever its status', async () => {
    const base = await allowed((_, response) => response.writeHead(410).end('gone'))
    expect(await guardedFetch(base, { accept: ['application/json'] })).toMatchObject({ status: 410 })
  })

  test('is decompressed', async () => {
    const base = await allowed((request, response) => {
      const gzip = request.url === '/gzip'
      const pack = gzip ? gzipSync : brotliCompressSync
      response.setHeader('content-encoding', gzip ? 'gzip' : 'br').end(pack('{"a":"ä"}'))
    })
    expect((await guardedFetch(`${base}/gzip`)).json()).toEqual({ a: 'ä' })
    expect((await guardedFetch(`${base}/br`)).json()).toEqual({ a: 'ä' })
  })

  test('of another type than asked for fails', async () => {
    const base = await allowed(hello)
    expect((await guardedFetch(base, { accept: ['text/*'] })).text()).toBe('hello')
    await expect(guardedFetch(base, { accept: ['application/json'] })).rejects.toMatchObject({ kind: 'wrong-type' })
  })

  test('keeps its connection for the next requests', async () => {
    const base = await allowed(hello)
    for (let time = 0; time < 20; time++) await guardedFetch(base)
    expect(new Set(seen.map((request) => request.socket.remotePort)).size).toBeLessThanOrEqual(2)
  })

  test('is not asked for on more than eight connections to a host at once', async () => {
    let open = 0
    let most = 0
    const base = await allowed((_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => response.end(String(open--)), 20)
    })
    await Promise.all(Array.from({ length: 30 }, () => guardedFetch(base)))
    expect(most).toBe(8)
  })
})

describe('redirects', () => {
  test('are followed, and become a GET where browsers do so', async () => {
    const base = await allowed((request, response) => {
      if (request.url === '/end') response.end(request.method)
      else response.writeHead(request.url === '/303' ? 303 : 307, { location: '/end' }).end()
    })
    expect((await guardedFetch(`${base}/303`, { method: 'POST', body: 'x' })).text()).toBe('GET')
    const kept = await guardedFetch(`${base}/307`, { method: 'POST', body: 'x' })
    expect(kept.text()).toBe('POST')
    expect(kept.url).toBe(`${base}/end`)
  })

  test('to another host lose the credentials', async () => {
    const other = await serve((request, response) => response.end(JSON.stringify(request.headers)))
    const port = await serve((_, response) => response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end())
    configureFetch({ allow: [`127.0.0.1:${port}`, `127.0.0.1:${other}`] })
    const answer = await guardedFetch(`http://127.0.0.1:${port}/`, {
      headers: { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Kept': 'yes' }
    })
    expect(answer.json()).toMatchObject({ 'x-kept': 'yes' })
    expect(answer.text()).not.toMatch(/authorization|cookie/)
  })

  test('that do not end fail', async () => {
    const base = await allowed((_, response) => response.writeHead(302, { location: '/again' }).end())
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'too-many-redirects' })
    expect(seen).toHaveLength(4)
  })
})

describe('failures are named', () => {
  const megabytes = Buffer.alloc(10 * 1024 * 1024)

  test('a body of 10 MB is too big, announced or not', async () => {
    const base = await allowed((request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', megabytes.length)
      response.end(megabytes)
    })
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'too-big' })
    await expect(guardedFetch(`${base}/announced`)).rejects.toMatchObject({ kind: 'too-big' })
    expect((await guardedFetch(base, { maxBytes: 20 * 1024 * 1024 })).bytes).toHaveLength(megabytes.length)
  })

  test('a gzip bomb is too big long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    const base = await allowed((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb))
    const before = process.memoryUsage().rss
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'too-big' })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('an endless compressed body that unpacks to nothing is too big', async () => {
    const nothing = gzipSync('')
    const base = await allowed((_, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.on('drain', () => response.write(Buffer.concat(Array(5000).fill(nothing))))
      response.write(Buffer.concat(Array(5000).fill(nothing)))
    })
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'too-big' })
  })

  test('no answer, or a body that trickles, ends after the time limit', async () => {
    const base = await allowed((request, response) => {
      if (request.url === '/silent') return
      const timer = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(timer))
    })
    await expect(guardedFetch(`${base}/silent`, { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' })
    await expect(guardedFetch(base, { timeoutMs: 100 })).rejects.toMatchObject({
      kind: 'timeout',
      mayHaveArrived: true
    })
  })

  test('a name that does not exist', async () => {
    configureFetch({ resolve: async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) })
    await expect(guardedFetch('https://nowhere.test/')).rejects.toMatchObject({ kind: 'dns', mayHaveArrived: false })
    configureFetch({ resolve: async () => [] })
    await expect(guardedFetch('https://nowhere.test/')).rejects.toMatchObject({ kind: 'dns' })
  })

  test('nobody listens: it surely has not arrived; a connection that breaks: it may have', async () => {
    const base = await allowed((_, response) => response.socket?.destroy())
    await expect(guardedFetch(base, { method: 'POST', body: 'x' })).rejects.toMatchObject({
      kind: 'broken',
      mayHaveArrived: true
    })
    servers[0].close()
    servers[0].closeAllConnections()
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'refused', mayHaveArrived: false })
  })

  test('an answer that is no HTTP, or no gzip, is broken', async () => {
    const plain = createTcpServer((socket) => socket.end('SSH-2.0-nonsense\r\n\r\n'))
    await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done))
    const port = (plain.address() as AddressInfo).port
    configureFetch({ allow: [`127.0.0.1:${port}`] })
    await expect(guardedFetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ kind: 'broken' })
    plain.close()
    const base = await allowed((_, response) => response.setHeader('content-encoding', 'gzip').end('not gzip'))
    await expect(guardedFetch(base)).rejects.toMatchObject({ kind: 'broken' })
  })

  test('the caller’s own abort stays what it is', async () => {
    const base = await allowed(() => {})
    const stop = new AbortController()
    const waiting = guardedFetch(base, { signal: stop.signal })
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
  })
})

describe('the dispatcher for libraries', () => {
  test('guards the global fetch in the same way', async () => {
    const base = await allowed(hello)
    const init = { dispatcher: guardedDispatcher() } as unknown as RequestInit
    const https = base.replace('http://127.0.0.1', 'https://localhost')
    expect(await (await fetch(base, init)).text()).toBe('hello')
    const port = new URL(base).port
    await expect(fetch(`http://localhost:${port}`, init)).rejects.toMatchObject({ cause: { reason: 'scheme' } })
    await expect(fetch(https, init)).rejects.toMatchObject({ cause: { reason: 'private-address' } })
    configureFetch({})
    await expect(fetch(base, init)).rejects.toMatchObject({ cause: { reason: 'scheme' } })
  })

  test('guards undici’s own functions, and, once switched on, every global fetch', async () => {
    const base = await allowed(hello)
    expect((await request(base, { dispatcher: guardedDispatcher() })).statusCode).toBe(200)
    const before = getGlobalDispatcher()
    guardGlobalFetch()
    try {
      expect((await fetch(base)).status).toBe(200)
      const other = await serve(hello)
      await expect(fetch(`https://localhost:${other}`)).rejects.toMatchObject({ cause: { reason: 'private-address' } })
    } finally {
      setGlobalDispatcher(before)
    }
  })
})
