import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { makeAuthority, type Authority } from '../../tests/fediverse/authority.ts'
import { startPeer, type Peer } from '../../tests/fediverse/peer.ts'
import { readAnswer, type Outcome } from './outcome.ts'
import { openSender, type Sender, type SenderSettings } from './sender.ts'
import type { SigningKey } from './signing.ts'

let authority: Authority
let home: Peer
let away: Peer
let key: SigningKey
let sender: Sender | null = null

function allow(...peers: Peer[]) {
  configureFetch({ allow: peers.map(({ host }) => host), ca: authority.ca, resolve: async () => ['127.0.0.1'] })
}

beforeAll(async () => {
  authority = await makeAuthority()
  home = await startPeer(authority, 'home.test')
  away = await startPeer(authority, 'away.test')
  const actor = home.actor('town')
  key = { id: actor.keyId, key: actor.privateKey }
})

beforeEach(() => allow(away))

afterEach(async () => {
  await sender?.close()
  sender = null
  away.answerWith(null)
  away.hang(false)
  away.received.length = 0
})

afterAll(async () => {
  await home.close()
  await away.close()
})

function open(settings: Partial<SenderSettings> = {}): Sender {
  sender = openSender({ threads: 2, ...settings })
  return sender
}

const activity = { '@context': 'https://www.w3.org/ns/activitystreams', type: 'Create', id: 'https://home.test/1' }
const body = Buffer.from(JSON.stringify(activity))

async function deliver(inboxes: string[], settings: Partial<SenderSettings> = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  await open(settings).send(key, body, inboxes, (group) => void outcomes.push(...group))
  return outcomes
}

test('a delivery is signed so that a server that checks everything takes it', async () => {
  const [outcome] = await deliver([`${away.origin}/inbox`])
  expect(outcome).toMatchObject({ result: 'ok', status: 202 })
  expect(away.received[0]).toMatchObject({ form: 'draft-cavage-12', keyId: key.id, problem: null, activity })
})

test('many inboxes are served by threads, each inbox once, each with its own good signature', async () => {
  const inboxes = Array.from({ length: 200 }, (_, n) => `${away.origin}/users/${n}/inbox?shard=${n % 3}`)
  const outcomes = await deliver(inboxes)
  expect(outcomes.map(({ inbox }) => inbox).sort()).toEqual([...inboxes].sort())
  expect(outcomes.every(({ result }) => result === 'ok')).toBe(true)
  expect(away.received).toHaveLength(200)
  expect(new Set(away.received.map(({ path }) => path)).size).toBe(200)
  expect(away.received.filter(({ problem }) => problem)).toEqual([])
})

test('threads end when nothing is to send, and start again', async () => {
  const inboxes = Array.from({ length: 40 }, (_, n) => `${away.origin}/users/${n}/inbox`)
  const opened = open({ idleMs: 1 })
  for (const round of [1, 2]) {
    await opened.send(key, body, inboxes, () => {})
    expect(away.received).toHaveLength(40 * round)
  }
})

test('a server that does not answer keeps nobody else waiting, and is given up after a while', async () => {
  const silent = await startPeer(authority, 'silent.test')
  silent.hang(true)
  allow(away, silent)
  const outcomes: Outcome[] = []
  const stuck = Array.from({ length: 4 }, (_, n) => `${silent.origin}/${n}`)
  const fine = Array.from({ length: 60 }, (_, n) => `${away.origin}/${n}`)
  const patient = open({ fewInboxes: 1000, atOnce: 4, perHost: 2, timeoutMs: 60_000 })
  const sending = expect(
    patient.send(key, body, [...stuck, ...fine], (group) => void outcomes.push(...group))
  ).rejects.toThrow('closed')
  await vi.waitFor(() => expect(outcomes).toHaveLength(60), { timeout: 20_000 })
  expect(outcomes.filter(({ inbox }) => inbox.startsWith(silent.origin))).toEqual([])
  await patient.close()
  await sending
  const given = await deliver(stuck, { timeoutMs: 300 })
  expect(given.map(({ reason }) => reason)).toEqual(['timeout', 'timeout', 'timeout', 'timeout'])
  await silent.close()
})

test.each([1, 16])('a private address is refused unless the allow-list names exactly it (%i)', async (fewInboxes) => {
  const other = await startPeer(authority, 'other.test')
  const outcomes = await deliver(
    [
      `https://127.0.0.1:${away.port}/inbox`,
      `https://[::1]:${away.port}/inbox`,
      `https://[::ffff:127.0.0.1]:${away.port}/inbox`,
      `https://localhost:${away.port}/inbox`,
      `https://2130706433:${away.port}/inbox`,
      `http://away.test:${away.port}/inbox`,
      `https://user:word@away.test:${away.port}/inbox`,
      `${other.origin}/inbox`,
      'nonsense'
    ],
    { fewInboxes }
  )
  expect(outcomes).toHaveLength(9)
  expect(outcomes.filter(({ result }) => result !== 'refused')).toEqual([])
  expect([...away.received, ...other.received]).toEqual([])
  await other.close()
})

test('a certificate of an unknown authority is no server of ours', async () => {
  configureFetch({ allow: [away.host], resolve: async () => ['127.0.0.1'] })
  const [outcome] = await deliver([`${away.origin}/inbox`])
  expect(outcome).toMatchObject({ result: 'retry', status: null, reason: 'tls' })
  expect(away.received).toEqual([])
})

test('a server that asks for patience gets it', async () => {
  away.answerWith(429, { 'retry-after': '120' })
  const [outcome] = await deliver([`${away.origin}/inbox`])
  expect(outcome).toMatchObject({ result: 'retry', status: 429, afterMs: 120_000 })
})

test('closing under way says so instead of waiting', async () => {
  away.hang(true)
  const inboxes = Array.from({ length: 40 }, (_, n) => `${away.origin}/${n}`)
  const opened = open()
  const sending = expect(opened.send(key, body, inboxes, () => {})).rejects.toThrow('closed')
  await opened.close()
  await sending
})

test.each([
  [200, 'ok'],
  [202, 'ok'],
  [301, 'retry'],
  [400, 'refused'],
  [401, 'retry'],
  [403, 'refused'],
  [404, 'gone'],
  [410, 'gone'],
  [422, 'refused'],
  [429, 'retry'],
  [500, 'retry'],
  [501, 'refused'],
  [503, 'retry']
])('an answer of %i means %s', (status, result) => {
  expect(readAnswer('https://a.test/inbox', status, null, 0).result).toBe(result)
})

function wait(after: string): number | null {
  return readAnswer('https://a.test/inbox', 503, after, Date.UTC(2026, 0, 1)).afterMs
}

test('a wait is read as seconds or as a date, and never longer than a day', () => {
  expect(wait('30')).toBe(30_000)
  expect(wait('Thu, 01 Jan 2026 00:01:00 GMT')).toBe(60_000)
  expect(wait('99999999')).toBe(86_400_000)
  expect(wait('soon')).toBeNull()
})

test('keys of another kind than RSA fail loudly before anything is sent', async () => {
  const { privateKey } = generateKeyPairSync('x25519')
  const outcomes: Outcome[] = []
  await open().send(
    { id: key.id, key: privateKey },
    body,
    [`${away.origin}/inbox`],
    (group) => void outcomes.push(...group)
  )
  expect(outcomes).toMatchObject([{ result: 'retry', status: null }])
  expect(away.received).toEqual([])
})
