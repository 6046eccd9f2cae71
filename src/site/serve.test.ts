import { createServer, request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PageCache, cacheHeader, pageCache } from './cache.ts'
import { serveCached } from './serve.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

const text = '<p>Das Freibad öffnet am 1. Mai.</p>'.repeat(60)

/** A server whose pages count how often they are rendered. */
async function world(page: (req: IncomingMessage, res: ServerResponse) => void = plainPage) {
  const cache = new PageCache()
  let renders = 0
  const server = createServer(
    serveCached({
      cache,
      render: (req, res) => {
        renders++
        page(req, res)
      }
    })
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () => server.close(),
    () => server.closeAllConnections()
  )
  const { port } = server.address() as AddressInfo
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') => ask(port, path, headers, method)
  return { cache, port, get, renders: () => renders }
}

function plainPage(_req: IncomingMessage, res: ServerResponse) {
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.setHeader('etag', 'W/"framework"')
  res.setHeader(cacheHeader, pageCache({ tags: ['post:1', 'site:1'] }))
  res.writeHead(200)
  res.end(text)
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

function ask(port: number, path: string, headers: Record<string, string>, method: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ port, path, headers, method, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks) }))
    })
    req.on('error', reject)
    req.end()
  })
}

describe('a page that is offered to the cache', () => {
  test('is rendered once and sent in the encoding each reader takes', async () => {
    const { get, renders } = await world()
    const first = await get('/a')
    const br = await get('/a', { 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await get('/a', { 'accept-encoding': 'gzip, br;q=0' })
    expect(renders()).toBe(1)
    expect(first.body.toString()).toBe(text)
    expect(br.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(br.body).toString()).toBe(text)
    expect(gunzipSync(gzip.body).toString()).toBe(text)
    expect(first.headers).toMatchObject({
      'cache-control': 'no-cache',
      vary: 'Accept, Accept-Language, Accept-Encoding',
      'content-length': String(Buffer.byteLength(text))
    })
    expect(first.headers[cacheHeader]).toBeUndefined()
    expect(first.headers.etag).toMatch(/^"/)
    expect(br.headers.etag).not.toBe(first.headers.etag)
  })

  test('is not sent again to a reader who has it', async () => {
    const { get } = await world()
    const { headers } = await get('/a', { 'accept-encoding': 'br' })
    const again = await get('/a', { 'accept-encoding': 'br', 'if-none-match': `"other", W/${headers.etag}` })
    expect(again.status).toBe(304)
    expect(again.body.length).toBe(0)
    expect(again.headers.etag).toBe(headers.etag)
  })

  test('answers HEAD with the same head and no body, first or later', async () => {
    const { get, renders } = await world()
    const first = await get('/a', {}, 'HEAD')
    const later = await get('/a', {}, 'HEAD')
    const whole = await get('/a')
    expect(first.body.length + later.body.length).toBe(0)
    expect(first.headers['content-length']).toBe(whole.headers['content-length'])
    expect(later.headers.etag).toBe(whole.headers.etag)
    expect(renders()).toBe(1)
  })

  test('is rendered once for many who ask at the same time', async () => {
    const { get, renders } = await world((req, res) => void setTimeout(() => plainPage(req, res), 30))
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/a')))
    expect(renders()).toBe(1)
    expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1)
  })

  test('is new after its object changed', async () => {
    let title = 'old'
    const { cache, get } = await world((_req, res) => {
      res.setHeader(cacheHeader, pageCache({ tags: ['post:1'] }))
      res.end(title)
    })
    expect((await get('/a')).body.toString()).toBe('old')
    title = 'new'
    expect((await get('/a')).body.toString()).toBe('old')
    cache.invalidate(['post:1'])
    expect((await get('/a')).body.toString()).toBe('new')
  })

  test('is kept apart by host, language, listed parameters and representation', async () => {
    const { get, renders } = await world()
    await get('/a')
    await get('/a', { host: 'other.example' })
    await get('/a', { 'accept-language': 'en' })
    await get('/a?page=2')
    await get('/a', { accept: 'application/activity+json' })
    expect(renders()).toBe(5)
    await get('/a?lang=de')
    await get('/a?lang=de')
    expect(renders()).toBe(6)
  })

  test('is not taken for another by what a parameter holds', async () => {
    const { get } = await world((req, res) => {
      res.setHeader(cacheHeader, pageCache({ tags: ['site:1'] }))
      res.setHeader('content-type', 'text/html')
      res.end(String(new URL(req.url!, 'http://x').searchParams.get('page')))
    })
    expect((await get('/?lang=de%3Fpage%3D2')).body.toString()).toBe('null')
    expect((await get('/?lang=de&page=2')).body.toString()).toBe('2')
  })

  test('is broken off by one reader and still comes for the next', async () => {
    const { port, get, renders } = await world((req, res) => void setTimeout(() => plainPage(req, res), 60))
    const broken = request({ port, path: '/a', agent: false })
    broken.on('error', () => {})
    broken.end()
    await vi.waitFor(() => expect(renders()).toBe(1))
    const waiting = get('/a')
    broken.destroy()
    expect((await waiting).body.toString()).toBe(text)
  })

  test('is not kept when less arrived than was announced', async () => {
    const { cache, get } = await world((_req, res) => {
      res.setHeader(cacheHeader, pageCache({ tags: ['post:1'] }))
      res.setHeader('content-length', 100)
      res.end('short')
    })
    await expect(get('/a')).rejects.toThrow()
    expect(cache.size.entries).toBe(0)
  })
})

describe('the cache is left out', () => {
  test.each([
    ['of a session', '/a', { cookie: 'theme=x; __Host-session=abc' }],
    ['with credentials', '/a', { authorization: 'Bearer x' }],
    ['with an unlisted parameter', '/a?utm_source=x', {}],
    ['signed by another server', '/a', { signature: 'keyId="x"' }]
  ])('for a request %s', async (_name, path, headers) => {
    const { cache, get, renders } = await world()
    const answer = await get(path, headers)
    await get(path, headers)
    expect(answer.headers[cacheHeader]).toBeUndefined()
    expect(renders()).toBe(2)
    expect(cache.size.entries).toBe(0)
  })

  test.each([
    ['that nobody offered', (res: ServerResponse) => res.end('x')],
    [
      'that sets a cookie',
      (res: ServerResponse) => res.setHeader('set-cookie', 'a=b').setHeader(cacheHeader, 'tags=post:1').end('x')
    ],
    ['that failed', (res: ServerResponse) => res.setHeader(cacheHeader, 'tags=post:1').writeHead(500).end('x')]
  ])('by an answer %s', async (_name, answer) => {
    const { cache, get, renders } = await world((_req, res) => void answer(res))
    const first = await get('/a')
    expect(first.body.toString()).toBe('x')
    expect(first.headers[cacheHeader]).toBeUndefined()
    await get('/a')
    expect(renders()).toBe(2)
    expect(cache.size.entries).toBe(0)
  })

  test('by a stream, which flows as it comes', async () => {
    const { port } = await world((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write('event: hello\n\n')
    })
    const heard = await new Promise<string>((resolve, reject) => {
      const req = request({ port, path: '/live', agent: false }, (res) =>
        res.once('data', (chunk: Buffer) => {
          resolve(chunk.toString())
          req.destroy()
        })
      )
      req.on('error', reject)
      req.end()
    })
    expect(heard).toBe('event: hello\n\n')
  })
})
