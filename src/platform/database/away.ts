// Whether an error says that the database cannot be reached just now, as opposed to a fault of ours.

import { FetchFailed } from '#platform/fetch/errors.ts'

/** Of Node's sockets, of PostgreSQL starting, stopping or letting nobody in, and of its class 08 (connections). */
const codes =
  /^(ECONN\w+|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|57P0[1-3]|55000|53300|08\w{3})$/

/** The driver has no code for these. */
const words =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/

/** Whether trying again in a moment is the right answer. */
export function isDatabaseAway(error: unknown): boolean {
  for (let one = error as DriverError; one; one = one.cause as DriverError) {
    // Another server that is away is another matter.
    if (one instanceof FetchFailed) return false
    if (one.errors?.some(isDatabaseAway)) return true
    const fromDriver = one.syscall === 'connect' || one.severity !== undefined || /^(ECONN|EPIPE)/.test(one.code ?? '')
    if (one.code && codes.test(one.code) && fromDriver) return true
    if (words.test(one.message ?? '')) return true
  }
  return false
}

type DriverError =
  | {
      code?: string
      syscall?: string
      severity?: string
      message?: string
      cause?: unknown
      /** Of several addresses of a name that were tried. */
      errors?: unknown[]
    }
  | null
  | undefined
