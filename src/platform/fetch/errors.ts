/** The named ways in which an outgoing request ends without an answer. */

export type RefusedReason = 'bad-address' | 'scheme' | 'credentials' | 'private-address'

/** Our own rules forbid the request; it was not sent and another try is pointless. */
export class FetchRefused extends Error {
  readonly reason: RefusedReason

  constructor(reason: RefusedReason, where = '') {
    super(`request refused (${reason}) ${where}`.trim())
    this.name = 'FetchRefused'
    this.reason = reason
  }
}

export type FailedKind =
  'timeout' | 'dns' | 'tls' | 'refused' | 'broken' | 'too-big' | 'wrong-type' | 'too-many-redirects'

/** No usable answer came. */
export class FetchFailed extends Error {
  readonly kind: FailedKind
  /** Whether the other side may have seen (and acted on) the request. When false, it surely has not. */
  readonly mayHaveArrived: boolean

  constructor(kind: FailedKind, where = '', options: { cause?: unknown; mayHaveArrived?: boolean } = {}) {
    super(`request failed (${kind}) ${where}`.trim(), { cause: options.cause })
    this.name = 'FetchFailed'
    this.kind = kind
    this.mayHaveArrived = options.mayHaveArrived ?? !['dns', 'tls', 'refused'].includes(kind)
  }
}

/** Names what a socket, TLS, DNS or HTTP layer threw. */
export function failureOf(error: unknown, where: string): FetchRefused | FetchFailed {
  if (error instanceof FetchRefused || error instanceof FetchFailed) return error
  const { code = '', name = '' } = error as { code?: unknown; name?: unknown }
  const text = String(code || name)
  const cause = (error as { cause?: unknown })?.cause
  if (!code && cause !== undefined) return failureOf(cause, where)
  if (text === 'UND_ERR_CONNECT_TIMEOUT')
    return new FetchFailed('timeout', where, { cause: error, mayHaveArrived: false })
  if (/TIMEOUT|ETIMEDOUT|TimeoutError/.test(text)) return new FetchFailed('timeout', where, { cause: error })
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/.test(text)) return new FetchFailed('dns', where, { cause: error })
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(text))
    return new FetchFailed('tls', where, { cause: error })
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN)/.test(text))
    return new FetchFailed('refused', where, { cause: error })
  if (text === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || text === 'UND_ERR_HEADERS_OVERFLOW')
    return new FetchFailed('too-big', where, { cause: error })
  return new FetchFailed('broken', where, { cause: error })
}
