/** HTTP in front of the framework: answers from the page cache, or renders once for all who wait and keeps what may be kept. */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { cacheHeader, readOffer } from './cache.ts'
import type { Entry, Landing, PageCache, Variant } from './cache.ts'
import { protocolHeader } from './origin.ts'
import { negotiateLanguage, negotiateRepresentation } from './negotiate.ts'

export type Render = (req: IncomingMessage, res: ServerResponse) => void

export interface ServeOptions {
  cache: PageCache
  /** Renders anew; called at most once at a time for one key. */
  render: Render
  /** Query parameters that make a different page; any other parameter bypasses the cache. */
  params?: readonly string[]
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length', cacheHeader])
/** Set by us for a kept answer, whatever the route said. */
const replaced = new Set(['etag', 'cache-control', 'vary', 'last-modified'])
const keepable = new Set([200, 301, 308, 410])
const vary = 'Accept, Accept-Language, Accept-Encoding'
/** Those that make another page; each doubles as a key only with a value, and memory is bounded. */
const pageParams = ['lang', 'page', 'before', 'kategorie', 'stand', 'zeitraum']
/** Below this a compressed answer saves no packet. */
const minCompressed = 1000

/**
 * Makes the handler that stands in front of the framework. Only anonymous GET and HEAD are answered from the cache; a signed
 * request may be answered with what everyone may see, but its own answer is never kept.
 */
export function serveCached({ cache, render, params = pageParams }: ServeOptions): Render {
  const handle: Render = (req, res) => {
    const key = keyOf(req, params)
    if (key === null) return pass(req, res, render)

    const entry = cache.get(key)
    if (entry) return send(req, res, entry)

    if (req.headers.signature || req.headers['signature-input']) return pass(req, res, render)

    const flight = cache.flight(key)
    if (flight === undefined) return capture(req, res, render, cache.depart(key))
    void flight.then((landed) => {
      // The one who rendered went away before the end: the first of those who wait takes over.
      if (landed === 'aborted') handle(req, res)
      else if (landed === 'private') pass(req, res, render)
      else send(req, res, landed)
    })
  }
  return handle
}

/** Host, path, listed parameters, language and representation; null when the request is not for the cache. */
function keyOf(req: IncomingMessage, params: readonly string[]): string | null {
  if (req.method !== 'GET' && req.method !== 'HEAD') return null
  const { headers } = req
  // The cookie of a signed-in person has "session" in its name; readers have no cookie at all.
  if (headers.authorization || headers.cookie?.includes('session')) return null
  const url = req.url!
  if (url.startsWith('/_app/')) return null
  const mark = url.indexOf('?')
  let path = url
  let asked: string | null = null
  if (mark !== -1) {
    const query = new URLSearchParams(url.slice(mark + 1))
    for (const name of query.keys()) if (!params.includes(name)) return null
    path = url.slice(0, mark)
    for (const name of params) if (query.has(name)) path += `?${name}=${encodeURIComponent(query.get(name)!)}`
    asked = query.get('lang')
  }
  const language = negotiateLanguage(headers['accept-language'], asked)
  return `${headers[protocolHeader] ?? ''} ${headers.host} ${path} ${language} ${negotiateRepresentation(headers.accept)}`
}

function send(req: IncomingMessage, res: ServerResponse, entry: Entry) {
  const variant = choose(entry, req.headers['accept-encoding'])
  const match = req.headers['if-none-match']
  if (match !== undefined && entry.status === 200 && matches(match, variant.etag)) {
    res.writeHead(304, variant.notModified)
    res.end()
    return
  }
  res.writeHead(entry.status, variant.headers)
  res.end(req.method === 'HEAD' ? undefined : variant.body)
}

function choose(entry: Entry, accepted: string | undefined): Variant {
  if (accepted === undefined) return entry.identity
  if (entry.br && accepts(accepted, 'br')) return entry.br
  if (entry.gzip && accepts(accepted, 'gzip')) return entry.gzip
  return entry.identity
}

function accepts(header: string, coding: string): boolean {
  const at = header.indexOf(coding)
  return at !== -1 && !/^\s*;\s*q=0(\.0*)?\s*(,|$)/.test(header.slice(at + coding.length))
}

/** Weak comparison, as RFC 9110 asks for `If-None-Match`. */
function matches(header: string, etag: string): boolean {
  return (
    header === etag || header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  )
}

/** To the framework and out, unchanged but for the private header. */
function pass(req: IncomingMessage, res: ServerResponse, render: Render) {
  const setHeader = res.setHeader
  res.setHeader = function (name, value) {
    return name.toLowerCase() === cacheHeader ? this : setHeader.call(this, name, value)
  }
  render(req, res)
}

/**
 * Lets the framework write into `res`. An answer that is not offered to the cache streams straight through; an offered one is
 * collected, kept, and sent from the kept copy to the one who asked and to all who wait.
 */
function capture(req: IncomingMessage, res: ServerResponse, render: Render, land: (landing: Landing) => void) {
  const { method } = req
  const { writeHead, write, end } = res
  const chunks: Buffer[] = []
  let offer: ReturnType<typeof readOffer> = null
  let decided = false
  let aborted = false

  const restore = () => {
    Object.assign(res, { writeHead, write, end })
    req.method = method
  }
  /** At the first moment at which status and headers are known. */
  const decide = () => {
    if (decided) return
    decided = true
    const header = res.getHeader(cacheHeader)
    res.removeHeader(cacheHeader)
    if (typeof header === 'string' && keepable.has(res.statusCode) && !res.hasHeader('set-cookie'))
      offer = readOffer(header)
    if (offer) return
    restore()
    land('private')
  }
  const finish = async (accepted: NonNullable<typeof offer>) => {
    const body = Buffer.concat(chunks)
    const announced = res.getHeader('content-length')
    const whole = !aborted && (announced === undefined || Number(announced) === body.length)
    const entry = whole ? await makeEntry(res.statusCode, res.getHeaders(), body, accepted) : null
    restore()
    land(entry ?? 'aborted')
    if (!entry) return void res.destroy()
    for (const name of res.getHeaderNames()) res.removeHeader(name)
    send(req, res, entry)
  }

  res.once('close', () => {
    aborted = true
    if (!decided) land('aborted')
  })
  res.writeHead = ((code: number, ...rest: unknown[]) => {
    const headers = rest.find((item) => typeof item === 'object' && item !== null)
    for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value)
    res.statusCode = code
    decide()
    return offer ? res : writeHead.call(res, code)
  }) as typeof res.writeHead
  res.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    decide()
    if (!offer) return Reflect.apply(write, res, [chunk, ...rest])
    chunks.push(Buffer.from(chunk as string))
    return true
  }) as typeof res.write
  res.end = ((...args: unknown[]) => {
    decide()
    if (!offer) return Reflect.apply(end, res, args)
    if (typeof args[0] === 'string' || args[0] instanceof Uint8Array) chunks.push(Buffer.from(args[0] as string))
    finish(offer).catch((error: unknown) => {
      land('aborted')
      res.destroy(error as Error)
    })
    return res
  }) as typeof res.end

  // The framework leaves out the body of a HEAD; the whole page is wanted, and Node leaves the body out again.
  if (method === 'HEAD') req.method = 'GET'
  render(req, res)
}

const compressors = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
    }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 })
}

async function makeEntry(
  status: number,
  headers: NodeJS.Dict<number | string | string[]>,
  body: Buffer,
  offer: { tags: string[]; validUntil: number }
): Promise<Entry> {
  const kept: string[] = []
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || replaced.has(name)) continue
    for (const single of Array.isArray(value) ? value : [String(value)]) kept.push(name, single)
  }
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  const variant = (content: Buffer, encoding: '' | 'br' | 'gzip'): Variant => {
    const etag = `"${hash}${encoding && `-${encoding}`}"`
    const notModified = ['etag', etag, 'cache-control', 'no-cache', 'vary', vary]
    const own = encoding ? ['content-encoding', encoding] : []
    return {
      etag,
      body: content,
      notModified,
      headers: [...kept, ...notModified, ...own, 'content-length', `${content.length}`]
    }
  }
  const type = String(headers['content-type'] ?? '')
  const compressible = body.length >= minCompressed && /^text\/|json|xml|javascript|svg/.test(type)
  const [br, gz] = compressible ? await Promise.all([compressors.br(body), compressors.gzip(body)]) : [null, null]
  return {
    status,
    tags: offer.tags,
    validUntil: offer.validUntil,
    identity: variant(body, ''),
    br: br && variant(br, 'br'),
    gzip: gz && variant(gz, 'gzip')
  }
}
