/**
 * Makes the first attempt of deliveries fast: a few in this thread, many on worker threads that sign and post.
 *
 * RSA signatures are what a fan-out costs; they would stop the event loop that serves pages. Threads start when a large
 * fan-out needs them and end when nothing was to send for a while, so that a quiet town does not pay for them.
 */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SigningKey } from './signing.ts'
import type { Outcome } from './outcome.ts'
import { now } from '#platform/clock/clock.ts'
import { agentFor, rulesWith } from '#platform/fetch/dispatcher.ts'
import { openPoster, posterDefaults, type Poster, type PosterSettings } from './poster.ts'

/** The rules for outgoing requests as plain data, and how to post. */
export interface ThreadSettings {
  poster: PosterSettings
  allow: string[]
  ca: string[] | undefined
}
export interface Work {
  batch: number
  key: SigningKey
  body: Uint8Array
  inboxes: string[]
}
export type ToThread = Work | { resolved: number; addresses: string[] | null }
export type FromThread = { outcomes: [batch: number, outcome: Outcome][] } | { resolve: number; host: string }

export interface SenderSettings extends Partial<PosterSettings> {
  /** Worker threads for large fan-outs; default: one less than the processors, at most four, at least one. */
  threads?: number
  /** Up to so many inboxes are served in this thread. */
  fewInboxes?: number
  /** Threads end after so long without work. */
  idleMs?: number
}

export interface Sender {
  /**
   * Signs `body` anew for each inbox and posts it once. `settled` hears the outcomes in groups as they come and may
   * write them down; the promise ends when every inbox has its outcome and every `settled` has returned.
   */
  send(key: SigningKey, body: Uint8Array, inboxes: string[], settled: Settled): Promise<void>
  /** Ends the threads. `send` rejects; what has no outcome then is tried again when the caller's lease runs out. */
  close(): Promise<void>
}

interface Batch {
  worker: Worker
  one(outcome: Outcome): void
  fail(error: Error): void
}

export type Settled = (outcomes: Outcome[]) => void | Promise<void>

/** Starts nothing yet: threads come with the first large fan-out. */
export function openSender(settings: SenderSettings = {}): Sender {
  const poster: PosterSettings = { ...posterDefaults, ...defined(settings) }
  const threads = settings.threads ?? Math.min(4, Math.max(1, availableParallelism() - 1))
  const few = settings.fewInboxes ?? 16
  const idleMs = settings.idleMs ?? 60_000

  let local: Poster | null = null
  let pool: Worker[] = []
  let idle: NodeJS.Timeout | null = null
  let lastBatch = 0
  let lastThread = 0
  let isClosed = false
  const batches = new Map<number, Batch>()
  const underWay = new Set<(error: Error) => void>()

  async function send(key: SigningKey, body: Uint8Array, inboxes: string[], settled: Settled) {
    if (isClosed) throw new Error('sender is closed')
    if (inboxes.length === 0) return
    if (idle) clearTimeout(idle)
    const gathered = gather(inboxes.length, settled)
    underWay.add(gathered.fail)
    if (inboxes.length <= few) {
      local ??= openPoster(() => agentFor(rulesWith(), false, -1), poster, now)
      local.post(key, body, inboxes, gathered.one)
    } else {
      if (pool.length === 0) pool = Array.from({ length: threads }, startThread)
      const size = Math.ceil(inboxes.length / pool.length)
      for (let from = 0; from < inboxes.length; from += size) {
        lastThread = (lastThread + 1) % pool.length
        hand(
          pool[lastThread]!,
          { batch: (lastBatch += 1), key, body, inboxes: inboxes.slice(from, from + size) },
          gathered
        )
      }
    }
    await gathered.all.finally(() => underWay.delete(gathered.fail))
  }

  function hand(worker: Worker, message: Work, gathered: ReturnType<typeof gather>) {
    let left = message.inboxes.length
    const one = (outcome: Outcome) => {
      left -= 1
      if (left === 0) end(message.batch)
      gathered.one(outcome)
    }
    batches.set(message.batch, { worker, one, fail: gathered.fail })
    worker.ref()
    worker.postMessage(message)
  }

  function end(batch: number) {
    batches.delete(batch)
    if (batches.size > 0) return
    for (const worker of pool) worker.unref()
    idle = setTimeout(() => void endThreads(), idleMs).unref()
  }

  function startThread(): Worker {
    const rules = rulesWith()
    const workerData: ThreadSettings = {
      allow: [...rules.allow],
      ca: rules.ca,
      poster: { ...poster, atOnce: Math.ceil(poster.atOnce / threads), perHost: Math.ceil(poster.perHost / threads) }
    }
    const worker = new Worker(threadFile(), { workerData, name: 'delivery' })
    worker.unref()
    worker.on('message', (message: FromThread) => {
      if ('outcomes' in message) {
        for (const [batch, outcome] of message.outcomes) batches.get(batch)?.one(outcome)
        return
      }
      const answer = (addresses: string[] | null) =>
        worker.postMessage({ resolved: message.resolve, addresses } satisfies ToThread)
      rules.resolve(message.host).then(answer, () => answer(null))
    })
    worker.on('error', (error) => {
      pool = pool.filter((other) => other !== worker)
      failBatches(error, worker)
    })
    return worker
  }

  function failBatches(error: Error, worker: Worker) {
    for (const [batch, { worker: of, fail }] of batches) {
      if (of !== worker) continue
      batches.delete(batch)
      fail(error)
    }
  }

  async function endThreads() {
    const ending = pool
    pool = []
    await Promise.all(ending.map((worker) => worker.terminate()))
  }

  async function close() {
    isClosed = true
    if (idle) clearTimeout(idle)
    batches.clear()
    for (const fail of underWay) fail(new Error('sender is closed'))
    await endThreads()
  }

  return { send, close }
}

/** Hands outcomes on in groups; while one group is written down the next one gathers. */
function gather(expected: number, settled: Settled) {
  let waiting: Outcome[] = []
  let isWriting = false
  let left = expected
  const { promise: all, resolve, reject } = Promise.withResolvers<void>()

  async function write() {
    isWriting = true
    try {
      while (waiting.length > 0) {
        const group = waiting
        waiting = []
        await settled(group)
        left -= group.length
      }
      if (left === 0) resolve()
    } catch (error) {
      reject(error)
    } finally {
      isWriting = false
    }
  }

  function one(outcome: Outcome) {
    waiting.push(outcome)
    if (!isWriting) void write()
  }
  return { one, all, fail: reject }
}

/** Beside this file when it runs as it is written; in the build an entry beside, or one above, the chunk we are in. */
function threadFile(): URL {
  const places = ['./poster.worker.ts', './poster.worker.js', '../poster.worker.js']
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url))
  if (!file) throw new Error('the delivery thread is missing from the build')
  return file
}

function defined(settings: SenderSettings): Partial<PosterSettings> {
  const { atOnce, perHost, timeoutMs, userAgent, contentType } = settings
  const known = { atOnce, perHost, timeoutMs, userAgent, contentType }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
}
