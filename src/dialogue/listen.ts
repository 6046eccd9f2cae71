// Keeps the connections over which things come in by themselves (a mail box, say): in processes that do jobs, each channel
// in one of them, told apart by an advisory lock. A changed channel is begun anew.
import { Client } from 'pg'
import type { ChannelContext, ListeningPort } from '#channels/contract.ts'
import { noteFound } from '#channels/health.ts'
import { networkOf, networksThatListen } from '#channels/networks.ts'
import { municipalityIds } from '#municipality/hosts.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { onJournal } from '#platform/live/live.ts'
import { log } from '#platform/log/log.ts'
import { takeRaws } from './take.ts'

const logger = log('channels')
/** Where another process held a channel and ended, it is found within this time. */
const lookMs = 60_000
/** After these a channel is begun (anew), where it is still to be listened to. */
const begins = new Set(['opened', 'changed', 'paused', 'resumed', 'closed', 'asked'].map((what) => `channel.${what}`))
const restartMs = { first: 2_000, most: 5 * 60_000 }

interface Listener {
  municipalityId: string
  end: AbortController
  done: Promise<void>
}

const listeners = new Map<string, Listener>()
let locks: Client | null = null
let ended = true
let unlocking: Promise<void> = Promise.resolve()
let looking: Promise<void> = Promise.resolve()
let url = ''

/** Begins to listen in this process. Answers the function that ends it. */
export function listenToChannels(databaseUrl: string): () => Promise<void> {
  if (networksThatListen().length === 0) return async () => {}
  ended = false
  url = databaseUrl
  const stopFollowing = onJournal(({ municipalityId, subjects, kinds }) => {
    if (kinds.some((kind) => begins.has(kind))) look([municipalityId], subjects ?? [...listeners.keys()])
  })
  const timer = setInterval(() => look(), lookMs)
  timer.unref()
  look()
  return async () => {
    ended = true
    clearInterval(timer)
    stopFollowing()
    await Promise.all([...listeners.keys()].map(stopOne))
    await looking
    await locks?.end().catch(() => {})
    locks = null
  }
}

/** Looks which channels nobody listens to; one look after the other. Those in `anew` are let go first. */
function look(only?: string[], anew: string[] = []): void {
  looking = looking
    .then(async () => {
      for (const id of anew) await stopOne(id)
      if (ended) return
      for (const id of only ?? (await municipalityIds())) await lookAt(id)
    })
    .catch((error: unknown) => logger.warn('channels could not be listened to: {error}', { error: String(error) }))
}

async function lookAt(municipalityId: string): Promise<void> {
  const channels = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('channel')
      .select(['id', 'network', 'settings', 'secret'])
      .where('network', 'in', networksThatListen())
      .where('state', '=', 'live')
      .limit(200)
      .execute()
  )
  const live = new Set(channels.map(({ id }) => id))
  for (const [id, listener] of listeners)
    if (listener.municipalityId === municipalityId && !live.has(id)) await stopOne(id)
  for (const { id, network, settings, secret } of channels) {
    if (ended || listeners.has(id) || !(await lock(id))) continue
    const end = new AbortController()
    const context: ChannelContext = { municipalityId, channelId: id, settings, secret }
    const done = keepListening(network, context, end.signal).finally(() => unlock(id))
    listeners.set(id, { municipalityId, end, done })
  }
}

async function stopOne(id: string): Promise<void> {
  const listener = listeners.get(id)
  if (!listener) return
  listener.end.abort()
  await listener.done
  if (listeners.get(id) === listener) listeners.delete(id)
}

async function keepListening(networkId: string, context: ChannelContext, signal: AbortSignal): Promise<void> {
  const { municipalityId, channelId } = context
  const port: ListeningPort = {
    signal,
    keep: (tx, raws) =>
      takeRaws(
        tx,
        raws.map((raw) => ({ ...raw, channelId }))
      ),
    health: (found) => inMunicipality(municipalityId, (tx) => noteFound(tx, channelId, found))
  }
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await networkOf(networkId).listen!(context, port)
    } catch (error) {
      logger.error('listening by {network} ended in {error}', {
        network: networkId,
        channel: channelId,
        error: String(error)
      })
    }
    if (signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(restartMs.first * 2 ** failures, restartMs.most))
      timer.unref()
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    })
  }
}

/** Whether this process has the channel now. The lock of a dead process is free. */
async function lock(channelId: string): Promise<boolean> {
  const client = (locks ??= await openLocks())
  await unlocking
  const { rows } = await client.query<{ mine: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 11)) as mine',
    [`listen ${channelId}`]
  )
  return rows[0]!.mine
}

/** One after the other: the connection does one thing at a time. */
function unlock(channelId: string): Promise<void> {
  const release = async (): Promise<void> => {
    await locks?.query('select pg_advisory_unlock(hashtextextended($1, 11))', [`listen ${channelId}`]).catch(() => {})
  }
  return (unlocking = unlocking.then(release))
}

async function openLocks(): Promise<Client> {
  const client = new Client({ connectionString: url, keepAlive: true, application_name: 'ortsgespraech-listen' })
  const lost = (): void => {
    if (locks !== client) return
    locks = null
    // Another process may have our channels by now; what both read meanwhile is taken once.
    for (const id of listeners.keys()) void stopOne(id)
  }
  client.on('error', lost)
  client.on('end', lost)
  await client.connect()
  return client
}
