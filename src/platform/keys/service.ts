/**
 * The keys that end, for several machines: one program holds the folder and answers the others. Small on purpose: one
 * address, one question at a time, nothing kept in memory on either side and nothing logged.
 *
 * Who asks shows a word derived from the installation's key, which every machine has. The way between is TLS (HTTP only on
 * one machine): what is recorded of it must not open anything later.
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer, request as httpsRequest } from 'node:https'
import { addDays, now } from '#platform/clock/clock.ts'
import { Refusal } from '#platform/refusal.ts'
import { endingKeysIn } from './folder.ts'
import { openKeys, type DayKey, type EndingKeys, type HoldKey, type KeyStore } from './keys.ts'

const purpose = 'key service'
const timeoutMs = 5000
const mostBytes = 4096
/** No municipality may keep a day's key longer than thirty days; one in another zone has a day more. */
const longestDays = 32

type Question =
  | { do: 'dayKey' | 'findDayKey' | 'destroyDayKey'; municipality: string; day: string }
  | { do: 'holdKey' | 'findHoldKey' | 'destroyHoldKey'; municipality: string; hold: string; untilDay: string }
  | { do: 'listDayKeys' | 'listHoldKeys' }

export interface KeyServiceOptions {
  directory: string
  host: string
  port: number
  /** Certificate and private key, PEM. Without them only this machine may ask. */
  tls?: { cert: Buffer; key: Buffer }
}

/** Answers other machines from the key folder. @throws RangeError when it would be reachable without TLS */
export async function serveKeys({ directory, host, port, tls }: KeyServiceOptions): Promise<Server> {
  if (!tls && !isThisMachine(host)) throw new RangeError('without a certificate only this machine may ask')
  const store = await openKeys(directory)
  const folder = await endingKeysIn(directory)
  const word = Buffer.from(wordOf(store))
  const answer = async (message: IncomingMessage): Promise<{ status: number; body: object }> => {
    const given = Buffer.from(message.headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (given.length !== word.length || !timingSafeEqual(given, word)) return { status: 401, body: {} }
    if (message.method !== 'POST') return { status: 405, body: {} }
    return { status: 200, body: await reply(folder, JSON.parse(await bodyOf(message)) as Question) }
  }
  const server = (tls ? createTlsServer(tls) : createServer()) as Server
  server.on('request', (message, response) => {
    answer(message)
      .catch(() => ({ status: 400, body: {} }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        response.end(JSON.stringify(body))
      })
  })
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done))
  return server
}

async function reply(keys: EndingKeys, asked: Question): Promise<object> {
  const said = (key: Buffer | null) => ({ key: key?.toString('base64') ?? null })
  switch (asked.do) {
    case 'listDayKeys':
      return { list: await keys.listDayKeys() }
    case 'listHoldKeys':
      return { list: await keys.listHoldKeys() }
    case 'dayKey':
    case 'findDayKey':
      return said(await keys[asked.do](asked.municipality, asked.day))
    case 'destroyDayKey':
      return { done: await keys.destroyDayKey(asked.municipality, asked.day) }
    case 'holdKey':
    case 'findHoldKey':
      return said(await keys[asked.do](holdOf(asked)))
    case 'destroyHoldKey':
      return { done: await keys.destroyHoldKey(holdOf(asked)) }
    default:
      throw new RangeError('no such question')
  }
}

/**
 * Destroys what nobody may keep any more, whatever became of those who should have asked for it. Answers how many went.
 */
export async function destroyForgotten(directory: string): Promise<number> {
  const keys = await endingKeysIn(directory)
  const today = now().toISOString().slice(0, 10)
  let count = 0
  for (const { municipalityId, day } of await keys.listDayKeys())
    if (addDays(day, longestDays) <= today && (await keys.destroyDayKey(municipalityId, day))) count++
  for (const hold of await keys.listHoldKeys())
    if (addDays(hold.untilDay, 2) <= today && (await keys.destroyHoldKey(hold))) count++
  return count
}

/**
 * The keys that end, asked of a service. What it does not answer is refused with `keysAway`: better no comment for a moment
 * than an address that nobody can let go of.
 * @throws RangeError when the address is neither https nor on this machine
 */
export function keysAt(url: string, store: Pick<KeyStore, 'derive'>): EndingKeys {
  const address = new URL(url)
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isThisMachine(address.hostname)))
    throw new RangeError('the key service is asked over https')
  const word = wordOf(store)
  const ask = async <T>(question: Question): Promise<T> => {
    try {
      return (await post(address, word, JSON.stringify(question))) as T
    } catch (cause) {
      throw Object.assign(new Refusal('keysAway', {}, 503), { cause })
    }
  }
  const key = async (question: Question) => {
    const { key } = await ask<{ key: string | null }>(question)
    return key === null ? null : Buffer.from(key, 'base64')
  }
  const made = async (question: Question) => {
    const found = await key(question)
    if (found?.length !== 32) throw new Refusal('keysAway', {}, 503)
    return found
  }
  const ofDay = (municipality: string, day: string) => ({ municipality, day })
  const ofHold = ({ municipalityId, hold, untilDay }: HoldKey) => ({ municipality: municipalityId, hold, untilDay })
  return {
    dayKey: (municipality, day) => made({ do: 'dayKey', ...ofDay(municipality, day) }),
    findDayKey: (municipality, day) => key({ do: 'findDayKey', ...ofDay(municipality, day) }),
    destroyDayKey: async (municipality, day) =>
      (await ask<{ done: boolean }>({ do: 'destroyDayKey', ...ofDay(municipality, day) })).done,
    listDayKeys: async () => (await ask<{ list: DayKey[] }>({ do: 'listDayKeys' })).list,
    holdKey: (hold) => made({ do: 'holdKey', ...ofHold(hold) }),
    findHoldKey: (hold) => key({ do: 'findHoldKey', ...ofHold(hold) }),
    destroyHoldKey: async (hold) => (await ask<{ done: boolean }>({ do: 'destroyHoldKey', ...ofHold(hold) })).done,
    listHoldKeys: async () => (await ask<{ list: HoldKey[] }>({ do: 'listHoldKeys' })).list
  }
}

/** The operator's own service in their own network: not a request into the world, so not through the guarded client. */
function post(address: URL, word: string, body: string): Promise<unknown> {
  return new Promise((done, failed) => {
    const send = address.protocol === 'https:' ? httpsRequest : httpRequest
    const asked = send(
      address,
      {
        method: 'POST',
        timeout: timeoutMs,
        headers: {
          authorization: `Bearer ${word}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body)
        }
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.on('end', () => {
          if (response.statusCode !== 200) return failed(new Error(`the key service answered ${response.statusCode}`))
          try {
            done(JSON.parse(text))
          } catch (problem) {
            failed(problem as Error)
          }
        })
        response.on('error', failed)
      }
    )
    asked.on('timeout', () => asked.destroy(new Error('the key service did not answer in time')))
    asked.on('error', failed)
    asked.end(body)
  })
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of message) {
    text += String(part)
    if (text.length > mostBytes) throw new RangeError('too long')
  }
  return text
}

function wordOf(store: Pick<KeyStore, 'derive'>): string {
  return store.derive(purpose).toString('base64url')
}

function holdOf(asked: { municipality: string; hold: string; untilDay: string }): HoldKey {
  return { municipalityId: asked.municipality, hold: asked.hold, untilDay: asked.untilDay }
}

function isThisMachine(host: string): boolean {
  return ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(host)
}
