/**
 * The process of the independent peer: the bot server by an editor of the ActivityPub standard, spoken to over IPC. Started by
 * `bot.ts`, never by hand.
 */
import { activityTypes } from '#federation/activityJson.ts'
import { preloadedContexts } from '@fedify/vocab-runtime'
import dns from 'node:dns'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

// Names of the tests are on this machine; everything else this process has no business with.
const lookup = dns.lookup
Object.assign(dns, {
  lookup(host: string, options: unknown, done?: unknown) {
    const answer = (typeof options === 'function' ? options : done) as (...result: unknown[]) => void
    if (!host.endsWith('.test')) return Reflect.apply(lookup, dns, [host, options, done])
    const isAll = typeof options === 'object' && options !== null && 'all' in options && options.all
    setImmediate(() => (isAll ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4)))
  }
})

// The peer wants version 4 of its library, which is not in the registry; 3.1.0 lacks two things of it.
const require = createRequire(import.meta.url)
const contexts = new Map<string, unknown>(Object.entries(preloadedContexts))
const Loader = require('activitystrea.ms/src/contextloader.js') as { prototype: { makeDocLoader(): Load } }
type Load = (url: string) => Promise<unknown>
const own = Loader.prototype.makeDocLoader
Loader.prototype.makeDocLoader = function (this: never): Load {
  const load = own.call(this)
  return async (url) =>
    contexts.has(url) ? { contextUrl: null, document: contexts.get(url), documentUrl: url } : load(url)
}
const as2 = require('activitystrea.ms') as {
  registerContext(url: string, document: unknown): void
  models: { Object: { prototype: object } }
}
as2.registerContext = (url, document) => void contexts.set(url, document)
Object.assign(as2.models.Object.prototype, {
  isActivity(this: { type?: string | string[] }) {
    return [this.type].flat().some((type) => activityTypes.has(String(type).replace(/^.*#/, '')))
  }
})

const { makeApp, Bot } = (await import('@evanp/activitypub-bot' as string)) as {
  makeApp(options: object): Promise<App>
  Bot: new (username: string, options: object) => BotBase
}

interface App {
  listen(port: number, host: string, done: () => void): { address(): AddressInfo }
  cleanup(): Promise<void>
}
interface Thing {
  id: string
  export(options?: object): Promise<Record<string, unknown>>
}
interface BotBase {
  _context: {
    getObject(id: string): Promise<Thing>
    followActor(actor: Thing): Promise<Thing>
    isFollowing(actor: Thing): Promise<boolean>
    sendNote(text: string, audience: object): Promise<Thing>
    sendReply(text: string, object: Thing): Promise<Thing>
    updateNote(note: Thing, text: string): Promise<Thing>
    deleteNote(note: Thing): Promise<Thing>
    likeObject(object: Thing): Promise<Thing>
    unlikeObject(object: Thing): Promise<Thing>
    announceObject(object: Thing): Promise<Thing>
  }
}

const seen: Record<string, unknown>[] = []

class Citizen extends Bot {
  async handleActivity(activity: Thing): Promise<boolean> {
    seen.push(await activity.export({ useOriginalContext: true }))
    return false
  }
}

const bot = new Citizen('ok', { fullname: 'Otto Kaminski', description: 'Ein Bürger.' })
const { DATABASE_URL: databaseUrl, ORIGIN: origin, LOG_LEVEL: logLevel = 'silent' } = process.env
const app = await makeApp({
  databaseUrl,
  origin,
  bots: { ok: bot },
  logLevel,
  allowPrivateNetworkRequests: true,
  trustProxy: 'loopback'
})
const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.send!({ ready: server.address().port })
})

const context = () => bot._context

/** The peer spares other servers: asked for the same thing again and again it waits for minutes. */
const fetched = new Map<string, Promise<Thing>>()
function get(address: string | undefined): Promise<Thing> {
  const found = fetched.get(address!) ?? context().getObject(address!)
  fetched.set(address!, found)
  return found
}

const publicly = { to: ['https://www.w3.org/ns/activitystreams#Public'] }

const commands: Record<string, (...given: string[]) => Promise<unknown>> = {
  follow: async (address) => (await context().followActor(await get(address))).id,
  isFollowing: async (address) => context().isFollowing(await get(address)),
  say: async (text) => (await context().sendNote(text!, publicly)).id,
  mention: async (text, address) => (await context().sendNote(text!, { ...publicly, cc: [address] })).id,
  direct: async (text, address) => (await context().sendNote(text!, { to: [address] })).id,
  reply: async (text, address) => (await context().sendReply(text!, await get(address))).id,
  edit: async (address, text) => (await context().updateNote(await get(address), text!)).id,
  remove: async (address) => (await context().deleteNote(await get(address))).id,
  like: async (address) => (await context().likeObject(await get(address))).id,
  unlike: async (address) => (await context().unlikeObject(await get(address))).id,
  announce: async (address) => (await context().announceObject(await get(address))).id,
  read: async (address) => (await context().getObject(address!)).export({ useOriginalContext: true }),
  seen: async () => seen
}

process.on('message', async ({ id, command, given }: { id: number; command: string; given: string[] }) => {
  try {
    process.send!({ id, result: await commands[command]!(...given) })
  } catch (error) {
    process.send!({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

process.on('disconnect', () => process.exit())
