/** The node server: settles who asks, refuses what is too big, answers health and cached pages, and hands the rest to SvelteKit. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, BlockList } from 'node:net'
import { answerProof, proofPath } from '#municipality/address-proof.ts'
import { closeStreams } from '#platform/live/streams.ts'
import { cache as processCache } from '#site/cache.ts'
import type { PageCache } from '#site/cache.ts'
import { addressHeader, protocolHeader, settleOrigin } from '#site/origin.ts'
import { serveCached } from '#site/serve.ts'

export type Handler = (req: IncomingMessage, res: ServerResponse, next: () => void) => unknown

/** What a readiness check found: `ok`, and a word for each part that is not. */
export interface Readiness {
  ok: boolean
  problems?: string[]
  /** What does not keep it from serving yet: `disk` when room runs out. */
  warnings?: string[]
}

export interface ServerOptions {
  /** 0 takes any free port. */
  port: number
  host: string
  /** Asked by `/health/ready`. */
  ready?: () => Promise<Readiness>
  /** Asked by `/health/host?domain=…`: whether this installation serves a host, for proxies that get certificates on demand. */
  knowsHost?: (host: string) => Promise<boolean>
  /** Who may set X-Forwarded-* (`readTrustedProxies`); nobody by default. */
  trustedProxies?: BlockList | null
  /** Largest request bodies by the start of the path, the longest start that fits decides. */
  bodyLimits?: Record<string, number>
  cache?: PageCache
  /** What renders; the built application by default. */
  handler?: Handler
  /** How long running requests may take when the server stops. */
  graceMs?: number
}

export interface RunningServer {
  address: AddressInfo
  /** Closes the live streams, lets running requests end, then closes the rest. Safe to call twice. */
  stop: () => Promise<void>
}

/** Whoever asks here shows a key, never a cookie. */
const apiPath = '/api/'

const defaultBodyLimits = {
  '/': 1_000_000,
  // A comment with a file, where the municipality allows one.
  '/beitrag/': 6_000_000,
  '/k/': 6_000_000,
  '/desk/goals/import': 12_000_000,
  // With a picture.
  '/maengel/melden': 13_000_000,
  // Larger than anything it takes, so that what is too large is refused in the words of its standard.
  [apiPath]: 3_000_000,
  // Files are streamed to the disk; what is settled about them decides further.
  '/desk/media/upload': 520_000_000,
  '/desk/media': 3_000_000,
  '/desk/posts': 30_000_000,
  '/desk/settings/municipality': 10_000_000
}

/**
 * Starts to listen. Resolves when connections are accepted.
 * @throws the system's error when the port is taken (`EADDRINUSE`) or not allowed (`EACCES`)
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, host, ready, trustedProxies = null, cache = processCache, graceMs = 10_000 } = options
  const bodyLimits = { ...defaultBodyLimits, ...options.bodyLimits }
  const handler = options.handler ?? (await loadApplication(Math.max(...Object.values(bodyLimits))))
  const settle = settleOrigin(trustedProxies)
  const serve = serveCached({ cache, render: (req, res) => render(handler, req, res) })
  let stopping: Promise<void> | null = null

  const server = createServer((req, res) => {
    if (stopping) res.setHeader('connection', 'close')
    const forwarded = Object.keys(req.headers).filter((name) => name.startsWith('x-forwarded-'))
    settle(req)
    if (req.url!.startsWith(apiPath)) freeOfCookies(req)
    if (req.url!.startsWith(proofPath)) return void answerProofOf(req, res, forwarded)
    if (req.url!.startsWith('/health/host?')) return void answerHost(req, res, options.knowsHost)
    if (req.url!.startsWith('/health/')) return void answerHealth(req, res, stopping ? stoppingReadiness : ready)
    if (!acceptBody(req, res, limitFor(bodyLimits, req.url!))) return
    serve(req, res)
  })
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 30_000
  await listen(server, port, host)

  return {
    address: server.address() as AddressInfo,
    stop: () => (stopping ??= stop(server, graceMs))
  }
}

/**
 * A program that reports by a form comes from no page, and the framework would take it for another site's form. Without
 * its cookies nobody can be made to say anything in another's name, so that check has nothing to protect.
 */
function freeOfCookies(req: IncomingMessage) {
  delete req.headers.cookie
  req.headers.origin = `${String(req.headers[protocolHeader])}://${req.headers.host}`
}

/** The application lies beside this bundle (`build/handler.js`); in the sources there is none to load. */
async function loadApplication(bodyLimit: number): Promise<Handler> {
  Object.assign(process.env, {
    ADAPTER_NODE_PROTOCOL_HEADER: protocolHeader,
    ADAPTER_NODE_ADDRESS_HEADER: addressHeader,
    ADAPTER_NODE_BODY_SIZE_LIMIT: String(bodyLimit)
  })
  // This module becomes build/server/chunks/*.js, or build/server/*.js when only one entry needs it.
  const up = import.meta.url.includes('/chunks/') ? '../../handler.js' : '../handler.js'
  const built = (await import(/* @vite-ignore */ new URL(up, import.meta.url).href)) as { handler: Handler }
  return built.handler
}

function render(handler: Handler, req: IncomingMessage, res: ServerResponse) {
  // Also for files, which no hook sees.
  res.setHeader('x-content-type-options', 'nosniff')
  sayWhenToRetry(res)
  const fail = (error: unknown) => {
    console.error(error)
    if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' })
    res.end()
  }
  const missing = () => res.writeHead(404).end()
  try {
    void Promise.resolve(handler(req, res, missing)).catch(fail)
  } catch (error) {
    fail(error)
  }
}

/** Search engines and other servers keep what they know of a page that says this, and come back. */
function sayWhenToRetry(res: ServerResponse) {
  const writeHead = res.writeHead
  res.writeHead = function (this: ServerResponse, status: number, ...rest: never[]) {
    if (status === 503 && !res.hasHeader('retry-after')) res.setHeader('retry-after', '30')
    return writeHead.call(this, status, ...rest)
  } as typeof res.writeHead
}

function limitFor(limits: Record<string, number>, url: string): number {
  const fits = Object.keys(limits).filter((start) => url.startsWith(start))
  const longest = fits.reduce((a, b) => (b.length > a.length ? b : a), '/')
  return limits[longest]!
}

/** Refuses a body that says it is too big; cuts off one that does not say and turns out to be. */
function acceptBody(req: IncomingMessage, res: ServerResponse, limit: number): boolean {
  if (req.method === 'GET' || req.method === 'HEAD') return true
  const announced = req.headers['content-length']
  if (announced !== undefined) {
    if (Number(announced) <= limit) return true
    refuseBody(res, limit)
    return false
  }
  if (req.headers['transfer-encoding'] === undefined) return true
  let size = 0
  // Counts what passes without setting the stream in motion.
  const push = req.push
  req.push = function (chunk: Buffer | null, encoding?: BufferEncoding) {
    size += chunk?.length ?? 0
    if (size <= limit) return push.call(this, chunk, encoding)
    if (!res.headersSent) refuseBody(res, limit)
    req.destroy()
    return false
  }
  return true
}

function refuseBody(res: ServerResponse, limit: number) {
  res.writeHead(413, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  res.end(`Zu groß: höchstens ${limit} Bytes. Too large: at most ${limit} bytes.\n`)
}

/** How this request arrived, told to `doctor` of this installation and to nobody else. */
function answerProofOf(req: IncomingMessage, res: ServerResponse, forwarded: string[]) {
  const seen = {
    protocol: String(req.headers[protocolHeader]),
    host: req.headers.host ?? '',
    address: String(req.headers[addressHeader]),
    forwarded
  }
  const answer = answerProof(req.url!.slice(proofPath.length), seen)
  res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify({ ok: answer !== null, ...answer }))
}

async function answerHost(req: IncomingMessage, res: ServerResponse, knowsHost: ServerOptions['knowsHost']) {
  const host = new URLSearchParams(req.url!.split('?')[1]).get('domain') ?? ''
  const known = host.length < 300 && (await knowsHost?.(host).catch(() => false))
  res.writeHead(known ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify({ ok: known === true }))
}

const failed = (): Readiness => ({ ok: false, problems: ['check failed'] })
const stoppingReadiness = async (): Promise<Readiness> => ({ ok: false, problems: ['stopping'] })

async function answerHealth(req: IncomingMessage, res: ServerResponse, ready: ServerOptions['ready']) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  if (req.url === '/health/live') return res.writeHead(200, headers).end('{"ok":true}')
  if (req.url !== '/health/ready') return res.writeHead(404, headers).end('{"ok":false}')
  const late = new Promise<Readiness>((resolve) => {
    setTimeout(() => resolve({ ok: false, problems: ['no answer in time'] }), 3000).unref()
  })
  const found = await Promise.race([ready ? ready().catch(failed) : { ok: true }, late])
  return res.writeHead(found.ok ? 200 : 503, headers).end(JSON.stringify(found))
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Streams first: they never end by themselves and would hold the server for as long as the grace lasts. */
function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    // A connection that is kept alive becomes idle only when its request has ended.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(force)
      clearInterval(sweep)
      resolve()
    })
    closeStreams()
  })
}
