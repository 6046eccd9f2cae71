/**
 * Takes out of log records what must never be in a log: secrets and personal data. Two nets: values under keys that name
 * such things, and what looks like such a thing inside any text (mail addresses, IP addresses, credentials).
 */
import { isIP } from 'node:net'

export const redacted = '[redacted]'

const keyWords = new Set(
  (
    'password passwords passwort passphrase secret secrets token tokens authorization authorisation cookie cookies ' +
    'ip ips address addresses addr mail mails email emails credential credentials otp totp pin apikey privatekey signature'
  ).split(' ')
)
const secretPairs = /(?:api|private|session|day|installation)[_-]?key/i
const maxDepth = 6
const maxItems = 100

/** Whether values under this key are kept out of logs (`ipAddress`, `reply_to_mail`, `Set-Cookie` …). */
export function isSecretKey(key: string): boolean {
  if (secretPairs.test(key)) return true
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  return words.split(/[^A-Za-z0-9]+/).some((word) => keyWords.has(word.toLowerCase()))
}

/** A copy of a value as plain data without secrets; bounded in depth and breadth, and safe with cycles. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return '[deeper]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
  if (value instanceof URL) return redactText(value.href)
  if (value instanceof Error) return redactError(value, depth)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redact(item, depth + 1))
  if (value instanceof Set) return redact([...value], depth)
  const entries = value instanceof Map ? [...value].map(([key, item]) => [String(key), item]) : Object.entries(value)
  return Object.fromEntries(
    entries
      .slice(0, maxItems)
      .map(([key, item]) => [key, isSecretKey(key) && item != null ? redacted : redact(item, depth + 1)])
  )
}

/** A text without mail addresses, IP addresses (other than this machine's own), credentials and secrets in addresses. */
export function redactText(text: string): string {
  return text
    .replace(/(\/\/)[^/\s@]+@/g, `$1${redacted}@`)
    .replace(/([?&;])([\w.-]{1,50})=([^&;#\s"']*)/g, (all, mark: string, key: string) =>
      isSecretKey(key) ? `${mark}${key}=${redacted}` : all
    )
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${redacted}`)
    .replace(/[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\p{L}\d](?:[\p{L}\d-]{0,62}\.){1,10}[\p{L}\d-]{2,63}/gu, redacted)
    .replace(/(?<![\w:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?:\d{0,3}(?:\.\d{1,3}){3})?(?![\w:])/gi, withoutAddress)
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, withoutAddress)
}

function withoutAddress(text: string): string {
  const own = text === '0.0.0.0' || text.startsWith('127.') || text === '::' || text === '::1'
  return own || !isIP(text) ? text : redacted
}

/** PostgreSQL's details quote the row or the document they are about: they stay out. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>
  for (const quoting of ['detail', 'where', 'internalQuery']) delete rest[quoting]
  return {
    name: error.name ?? name,
    message: redactText(String(message)),
    ...(redact(rest, depth + 1) as Record<string, unknown>),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
    stack: typeof stack === 'string' ? redactText(stack) : undefined
  }
}
