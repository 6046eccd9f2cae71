/** What can go wrong with a mail server, as one of a few words that people can do something about. */
import { FetchFailed, FetchRefused } from '#platform/fetch/fetch.ts'
import { Unsealable } from '#platform/keys/keys.ts'

export type Fault =
  | 'password'
  | 'private'
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'certificate'
  | 'tls'
  | 'plain'
  | 'folder'
  | 'sender'
  | 'disk'
  | 'keys'
  | 'broken'

/** A fault that we found ourselves. */
export class MailFault extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(`mail: ${fault}`)
    this.name = 'MailFault'
    this.fault = fault
  }
}

interface Raised {
  code?: string
  name?: string
  message?: string
  authenticationFailed?: boolean
  tlsFailed?: boolean
  mailboxMissing?: boolean
  responseCode?: number
  cause?: unknown
  _err?: unknown
}

/** Names what a socket, TLS, IMAP, SMTP or the database said. */
export function faultOf(error: unknown): Fault {
  if (error instanceof MailFault) return error.fault
  if (error instanceof Unsealable) return 'keys'
  if (error instanceof FetchRefused) return error.reason === 'private-address' ? 'private' : 'dns'
  if (error instanceof FetchFailed) return error.kind === 'dns' ? 'dns' : 'refused'
  const raised = error as Raised
  if (raised.authenticationFailed || raised.code === 'EAUTH' || [530, 534, 535].includes(raised.responseCode ?? 0))
    return 'password'
  if (raised.mailboxMissing) return 'folder'
  const said = [raised.code, raised.name, raised.message].filter(Boolean).join(' ')
  if (/ENOSPC|EDQUOT|\b53100\b|disk full/i.test(said)) return 'disk'
  if (/CERT_|DEPTH_ZERO|SELF_SIGNED|self.signed|UNABLE_TO_|ALTNAME|HOSTNAME_MISMATCH|certificate/i.test(said))
    return 'certificate'
  if (
    raised.tlsFailed ||
    /ERR_TLS|ERR_SSL|EPROTO|ETLS|ESOCKET.*(ssl|tls)|wrong version number|STARTTLS|UPGRADE_TIMEOUT|packet length/i.test(
      said
    )
  )
    return 'tls'
  if (/ENOTFOUND|EAI_|EDNS/.test(said)) return 'dns'
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/.test(said)) return 'refused'
  if (/TIMEOUT|ETIMEDOUT|timed? ?out/i.test(said)) return 'timeout'
  const inner = raised.cause ?? raised._err
  return inner ? faultOf(inner) : 'broken'
}

/** As a channel's health notes it. */
export function noteOf(fault: Fault): string {
  return `check.mail.${fault}`
}
