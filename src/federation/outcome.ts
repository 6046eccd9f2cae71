/** What came of one attempt to deliver an activity to an inbox, and what an answer of the other side means for us. */
import { FetchRefused, failureOf } from '#platform/fetch/errors.ts'

/**
 * - `ok`: taken.
 * - `gone`: the inbox does not exist (410, 404); the caller decides after how many times the follower goes too.
 * - `retry`: not now; `afterMs` when the other side said so.
 * - `refused`: the same bytes would be refused again.
 */
export type Result = 'ok' | 'gone' | 'retry' | 'refused'

export interface Outcome {
  inbox: string
  result: Result
  status: number | null
  reason: string | null
  afterMs: number | null
}

/** The longest wait that another server may ask of us. */
const longestWaitMs = 24 * 3600_000

/**
 * Reads an HTTP answer. 401 is worth another attempt (the other side could not fetch our key, or wants the newer form of
 * signature), as are 408, 421, 425, 429 and all of the server's own faults; other 4xx will say the same tomorrow.
 */
export function readAnswer(inbox: string, status: number, retryAfter: string | null, nowMs: number): Outcome {
  const outcome = (result: Result): Outcome => ({
    inbox,
    result,
    status,
    reason: result === 'ok' ? null : `http-${status}`,
    afterMs: result === 'retry' ? waitOf(retryAfter, nowMs) : null
  })
  if (status >= 200 && status < 300) return outcome('ok')
  if (status === 404 || status === 410) return outcome('gone')
  if ([401, 408, 421, 425, 429].includes(status)) return outcome('retry')
  if (status === 501 || (status >= 400 && status < 500)) return outcome('refused')
  return outcome('retry')
}

/** Reads a failure before any answer: names, connections, certificates and time-outs pass; what our own rules forbid does not. */
export function readFailure(inbox: string, error: unknown): Outcome {
  const failure = failureOf(error, inbox)
  if (failure instanceof FetchRefused) {
    return { inbox, result: 'refused', status: null, reason: failure.reason, afterMs: null }
  }
  return { inbox, result: 'retry', status: null, reason: failure.kind, afterMs: null }
}

function waitOf(retryAfter: string | null, nowMs: number): number | null {
  if (!retryAfter) return null
  const seconds = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000
  if (!Number.isFinite(seconds)) return null
  return Math.min(Math.max(seconds * 1000, 0), longestWaitMs)
}
