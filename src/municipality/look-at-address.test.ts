import { createServer, request as plainRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { holdKeys, releaseKeys } from '#platform/keys/held.ts'
import { readTrustedProxies } from '#site/origin.ts'
import { type RunningServer, startServer } from '../server.ts'
import { type Authority, makeAuthority } from '../../tests/fediverse/authority.ts'
import { listenTls, proxyTls, type TlsServer } from '../../tests/fediverse/tls.ts'
import { lookAtAddress } from './look-at-address.ts'

let authority: Authority
let folder: string
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  authority = await makeAuthority()
  folder = await mkdtemp(join(tmpdir(), 'ortsgespraech-address-'))
  await holdKeys(folder)
})
afterAll(async () => {
  releaseKeys()
  await rm(folder, { recursive: true })
})
afterEach(async () => {
  resetClock()
  configureFetch({})
  for (const one of open.splice(0)) await one.close()
})

async function program(trusted: string | null): Promise<RunningServer> {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    trustedProxies: trusted === null ? null : readTrustedProxies(trusted),
    handler: (_req, res) => void res.writeHead(404).end()
  })
  open.push({ close: server.stop })
  return server
}

/** TLS in front that sends on exactly these headers besides the client's own. */
async function carelessProxy(target: RunningServer, headers: Record<string, string>): Promise<TlsServer> {
  const proxy = await listenTls(authority, 'musterstadt.test', (request, response) => {
    const { port } = target.address
    const passed = plainRequest({ port, path: request.url, headers: { ...request.headers, ...headers } }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(passed)
  })
  open.push(proxy)
  return proxy
}

function know(...servers: TlsServer[]): void {
  const allow = servers.map(({ name, port }) => ({ host: name, port }))
  configureFetch({ allow, ca: authority.ca, resolve: async () => ['127.0.0.1'] })
}

async function keysFor(host: string, handleDomain = host): Promise<{ proven: boolean; keys: string[] }> {
  const { proven, findings } = await lookAtAddress({ siteHost: host, handleDomain }, null)
  return { proven, keys: findings.map(({ state, key }) => `${state}: ${key}`) }
}

it('proves that the address leads here, through a proxy that does its work', async () => {
  const server = await program('loopback')
  const proxy = await proxyTls(authority, 'musterstadt.test', () => server.address.port)
  open.push(proxy)
  know(proxy)
  expect(await keysFor(proxy.host)).toEqual({
    proven: true,
    keys: ['good: addressProven', 'good: certificateGood', 'good: proxyGood', 'good: clockGood', 'good: handlesAtSite']
  })
})

it('tells another server under the name from this one, also one that echoes', async () => {
  const echo = await listenTls(authority, 'musterstadt.test', (request, response) => {
    const seen = { protocol: 'https', host: request.headers.host, address: '192.0.2.1', forwarded: [] }
    response.end(JSON.stringify({ ok: true, proof: request.url!.split('=')[1], seen }))
  })
  open.push(echo)
  know(echo)
  const looked = await keysFor(echo.host)
  expect(looked.proven).toBe(false)
  expect(looked.keys).toContain('failed: addressElsewhere')
})

it('finds a proxy whose word is not trusted, and one that passes on what clients claim', async () => {
  const untrusting = await program(null)
  const proxy = await proxyTls(authority, 'musterstadt.test', () => untrusting.address.port)
  open.push(proxy)
  know(proxy)
  expect((await keysFor(proxy.host)).keys).toContain('failed: proxyProtocolUntrusted')

  const trusting = await program('loopback')
  const careless = await carelessProxy(trusting, { 'x-forwarded-proto': 'https' })
  know(careless)
  const { keys } = await keysFor(careless.host)
  expect(keys).toContain('failed: proxyHostSpoofed')
  expect(keys).toContain('failed: proxyAddressSpoofed')
})

it('finds a certificate that is about to end, and one that nobody trusts', async () => {
  const server = await program('loopback')
  const proxy = await proxyTls(authority, 'musterstadt.test', () => server.address.port)
  open.push(proxy)
  know(proxy)
  moveClock({ byMs: 20 * 86_400_000 })
  const late = await keysFor(proxy.host)
  expect(late.keys).toContain('warning: certificateEnding')
  expect(late.keys).toContain('failed: clockWrong')
  configureFetch({ allow: [proxy.host], resolve: async () => ['127.0.0.1'] })
  const { proven, keys } = await keysFor(proxy.host)
  expect({ proven, keys }).toEqual({ proven: false, keys: ['failed: addressNoTls', 'failed: certificateBad'] })
})

it('follows the handles’ domain to the site, and says when it does not lead there', async () => {
  const server = await program('loopback')
  const site = await proxyTls(authority, 'www.musterstadt.test', () => server.address.port)
  const redirecting = await listenTls(authority, 'musterstadt.test', (request, response) =>
    response.writeHead(301, { location: `${site.origin}${request.url}` }).end()
  )
  const direct = await proxyTls(authority, 'dorf.test', () => server.address.port)
  const silent = await listenTls(authority, 'stadt.test', (_request, response) => response.writeHead(404).end())
  open.push(site, redirecting, direct, silent)
  know(site, redirecting, direct, silent)
  expect((await keysFor(site.host, redirecting.host)).keys).toContain('good: handlesFound')
  expect((await keysFor(site.host, direct.host)).keys).toContain('good: handlesFound')
  expect((await keysFor(site.host, silent.host)).keys).toContain('failed: handlesNotRedirected')
  expect((await keysFor(site.host, 'nobody.invalid')).keys).toContain('failed: handlesUnreachable')
})

it('says what is wrong with a name that leads nowhere, or only to this machine', async () => {
  const taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  const { port } = taken.address() as AddressInfo
  await new Promise((done) => taken.close(done))
  configureFetch({
    allow: [`dead.test:${port}`],
    resolve: async (host) => {
      if (host === 'nobody.test') throw new Error('not found')
      return ['127.0.0.1']
    }
  })
  expect((await keysFor('localhost:3000')).keys).toEqual(['warning: addressLocal'])
  expect((await keysFor('inside.test')).keys).toEqual(['failed: addressPrivate'])
  expect((await keysFor('nobody.test')).keys).toEqual(['failed: addressUnknownName'])
  expect((await keysFor(`dead.test:${port}`)).keys).toEqual(['failed: addressUnreachable'])
})
