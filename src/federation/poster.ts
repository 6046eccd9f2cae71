/**
 * Signs and posts one activity to many inboxes: the first attempt of each delivery.
 *
 * A server never waits for another: each host has its own line and at most `perHost` open requests, hosts take turns,
 * and what waits for a slow host occupies none of the places that all share.
 */
import type { Dispatcher } from 'undici'
import { FetchFailed } from '#platform/fetch/errors.ts'
import { digestOf, signedPost, type SigningKey } from './signing.ts'
import { readAnswer, readFailure, type Outcome } from './outcome.ts'

export interface PosterSettings {
  /** Open requests over all hosts. */
  atOnce: number
  /** Open requests per host. */
  perHost: number
  /** From the first byte sent to the last byte of the answer. */
  timeoutMs: number
  userAgent: string
  contentType: string
}

export const posterDefaults: PosterSettings = {
  atOnce: 256,
  perHost: 8,
  timeoutMs: 10_000,
  userAgent: 'Ortsgespraech',
  contentType: 'application/activity+json'
}

export interface Poster {
  /** Calls `settled` once per inbox, in no order. The body is signed when its turn comes, so that no date is stale. */
  post(key: SigningKey, body: Uint8Array, inboxes: string[], settled: (outcome: Outcome) => void): void
}

interface Waiting {
  key: SigningKey
  body: Uint8Array
  digest: string
  inbox: string
  url: URL
  settled: (outcome: Outcome) => void
}

interface Line {
  waiting: Waiting[]
  /** Index of the next one in `waiting`: shifting an array of thousands costs more than it looks. */
  next: number
  open: number
  isReady: boolean
}

function take(line: Line): Waiting {
  const item = line.waiting[line.next]!
  line.next += 1
  if (line.next > 1024) {
    line.waiting.splice(0, line.next)
    line.next = 0
  }
  return item
}

/** An answer is read to its end so that the connection can be used again, but not further than this. */
const longestAnswer = 64 * 1024

/** Makes a poster over a dispatcher (asked for anew each time, since rules may change) that guards against private addresses. */
export function openPoster(dispatcher: () => Dispatcher, settings: PosterSettings, clock: () => Date): Poster {
  const lines = new Map<string, Line>()
  /** Hosts that may send something now, in turn. */
  const ready: Line[] = []
  let open = 0

  function post(key: SigningKey, body: Uint8Array, inboxes: string[], settled: (outcome: Outcome) => void) {
    const digest = digestOf(body)
    for (const inbox of inboxes) {
      const url = URL.parse(inbox)
      if (!url || url.protocol !== 'https:' || url.username || url.password) {
        settled({ inbox, result: 'refused', status: null, reason: 'bad-address', afterMs: null })
        continue
      }
      let line = lines.get(url.host)
      if (!line) lines.set(url.host, (line = { waiting: [], next: 0, open: 0, isReady: false }))
      line.waiting.push({ key, body, digest, inbox, url, settled })
      standInTurn(line)
    }
    fill()
  }

  function standInTurn(line: Line) {
    if (line.isReady || line.open >= settings.perHost || line.next >= line.waiting.length) return
    line.isReady = true
    ready.push(line)
  }

  function fill() {
    while (open < settings.atOnce) {
      const line = ready.shift()
      if (!line) return
      line.isReady = false
      const item = take(line)
      line.open += 1
      open += 1
      standInTurn(line)
      send(item, (outcome) => {
        line.open -= 1
        open -= 1
        standInTurn(line)
        if (line.open === 0 && !line.isReady) lines.delete(item.url.host)
        item.settled(outcome)
        fill()
      })
    }
  }

  function send(item: Waiting, done: (outcome: Outcome) => void) {
    let settled = false
    let abort: ((reason: Error) => void) | null = null
    const settle = (outcome: Outcome) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      done(outcome)
    }
    const timer = setTimeout(() => {
      settle(readFailure(item.inbox, new FetchFailed('timeout', item.url.host)))
      abort?.(new Error('timeout'))
    }, settings.timeoutMs)
    let status = 0
    let retryAfter: string | null = null
    let read = 0
    try {
      const headers = signedPost(item.key, item.url, item.digest, settings.contentType, clock())
      dispatcher().dispatch(
        {
          origin: item.url.origin,
          path: item.url.pathname + item.url.search,
          method: 'POST',
          headers: { ...headers, 'user-agent': settings.userAgent, accept: 'application/activity+json' },
          body: item.body
        },
        {
          onRequestStart(controller) {
            abort = (reason) => controller.abort(reason)
            if (settled) controller.abort(new Error('timeout'))
          },
          onResponseStart(_controller, statusCode, answerHeaders) {
            status = statusCode
            const after = answerHeaders['retry-after']
            retryAfter = typeof after === 'string' ? after : null
          },
          onResponseData(controller, chunk) {
            read += chunk.length
            if (read <= longestAnswer) return
            settle(readAnswer(item.inbox, status, retryAfter, clock().getTime()))
            controller.abort(new Error('answer too long'))
          },
          onResponseEnd() {
            settle(readAnswer(item.inbox, status, retryAfter, clock().getTime()))
          },
          onResponseError(_controller, error) {
            settle(readFailure(item.inbox, error))
          }
        }
      )
    } catch (error) {
      settle(readFailure(item.inbox, error))
    }
  }

  return { post }
}
