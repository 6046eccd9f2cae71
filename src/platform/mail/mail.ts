/**
 * Mail out, over the SMTP server that SMTP_URL names. Sending never throws: what came of it is a value that the caller
 * keeps. Addresses and texts never reach a log.
 */
import type { Transporter } from 'nodemailer'
import { log } from '#platform/log/log.ts'

export interface Mail {
  to: string | { name: string; address: string }
  subject: string
  text: string
  html?: string
  /** Default: what was configured, else MAIL_FROM. */
  from?: string | { name: string; address: string }
  replyTo?: string
  /** Give the same one again when a failed mail is tried again, so that a mail that did arrive is known as a double. */
  messageId?: string
  /** `Auto-Submitted: auto-generated` is set unless given; a person's own answer gives `no`. */
  headers?: Record<string, string>
  attachments?: { filename: string; content: string | Buffer; contentType?: string }[]
}

export type Sent =
  | { state: 'sent'; messageId: string }
  /** The server will not take this mail, ever (unknown recipient, refused content …). */
  | { state: 'refused'; code: number }
  /** It may work later: server away, busy, our sign-in is wrong. `code` is SMTP's number or the kind of failure. */
  | { state: 'failed'; code: number | string }
  | { state: 'notConfigured' }

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`; default SMTP_URL. */
  url?: string
  /** Default MAIL_FROM. */
  from?: string
}

let settings: MailSettings = {}
let transport: { url: string; transporter: Transporter } | undefined

/** Sets server and sender; what is left out comes from the environment. */
export function configureMail(given: MailSettings): void {
  settings = given
}

/** Whether mail can be sent at all: a server and a sender are known. */
export function mailConfigured(): boolean {
  return Boolean(serverUrl() && sender())
}

/** Sends one mail and says what came of it. Never call it inside a transaction. */
export async function sendMail(mail: Mail): Promise<Sent> {
  const url = serverUrl()
  const from = mail.from ?? sender()
  if (!url || !from) return { state: 'notConfigured' }
  try {
    const info = await (
      await transporterFor(url)
    ).sendMail({
      ...mail,
      from,
      headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
      disableFileAccess: true,
      disableUrlAccess: true
    })
    return { state: 'sent', messageId: String(info.messageId) }
  } catch (error) {
    const outcome = outcomeOf(error as { code?: string; responseCode?: number })
    log('mail').warn('a mail was not sent: {state} {code}', { state: outcome.state, code: outcome.code })
    return outcome
  }
}

/**
 * Connects and signs in without sending, for `doctor`. True when that works, else the code of the failure.
 */
export async function checkMail(): Promise<true | { code: number | string }> {
  const url = serverUrl()
  if (!url) return { code: 'notConfigured' }
  try {
    await (await transporterFor(url)).verify()
    return true
  } catch (error) {
    return { code: outcomeOf(error as { code?: string; responseCode?: number }).code }
  }
}

/** Closes kept connections to the mail server. */
export function closeMail(): void {
  transport?.transporter.close()
  transport = undefined
}

/** Only a refusal of this mail is for good; a refused sign-in (535 …) is a fault of the settings and may be mended. */
function outcomeOf(error: { code?: string; responseCode?: number }): Extract<Sent, { code: unknown }> {
  const code = error.responseCode
  if (code && code >= 500 && error.code !== 'EAUTH' && code !== 530 && code !== 535) return { state: 'refused', code }
  return { state: 'failed', code: code ?? error.code ?? 'unknown' }
}

function serverUrl(): string | undefined {
  return settings.url || process.env.SMTP_URL || undefined
}

function sender(): string | undefined {
  return settings.from || process.env.MAIL_FROM || undefined
}

async function transporterFor(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  if (transport?.url !== url) {
    closeMail()
    const options = { url, pool: true, maxConnections: 3, connectionTimeout: 10_000, greetingTimeout: 10_000 }
    transport = { url, transporter: createTransport({ ...options, socketTimeout: 30_000 }) }
  }
  return transport.transporter
}
