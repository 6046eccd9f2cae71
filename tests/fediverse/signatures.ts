/**
 * Both forms of HTTP signatures, written for tests from the two documents (draft-cavage-http-signatures-12, RFC 9421) and
 * sharing no code with the program, so that an error in one is not forgiven by the same error in the other.
 */
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

export type Form = 'draft-cavage-12' | 'rfc9421'

export interface ToSign {
  method: string
  url: URL
  body: Buffer | null
  contentType?: string
  keyId: string
  privateKey: KeyObject
  date: Date
}

/** What a test may want to be wrong. */
export interface Faults {
  /** The digest header belongs to another body. */
  wrongDigest?: boolean
  /** The signature belongs to other headers. */
  wrongSignature?: boolean
  /** The digest header is there but not part of what is signed. */
  unsignedDigest?: boolean
  /** No digest at all. */
  noDigest?: boolean
}

/** Headers with a signature in the given form. */
export function signedHeaders(form: Form, what: ToSign, faults: Faults = {}): Record<string, string> {
  return form === 'rfc9421' ? rfc9421(what, faults) : cavage(what, faults)
}

function cavage({ method, url, body, contentType, keyId, privateKey, date }: ToSign, faults: Faults) {
  const headers: Record<string, string> = { host: url.host, date: date.toUTCString() }
  const signed = ['(request-target)', 'host', 'date']
  if (body && !faults.noDigest) {
    headers.digest = `SHA-256=${sha256(faults.wrongDigest ? Buffer.from('other') : body)}`
    if (!faults.unsignedDigest) signed.push('digest')
  }
  if (body && contentType) {
    headers['content-type'] = contentType
    signed.push('content-type')
  }
  const base = signed
    .map((name) =>
      name === '(request-target)'
        ? `(request-target): ${method.toLowerCase()} ${url.pathname}${url.search}`
        : `${name}: ${headers[name]}`
    )
    .join('\n')
  const signature = sign('sha256', Buffer.from(faults.wrongSignature ? `${base} ` : base), privateKey)
  headers.signature =
    `keyId="${keyId}",algorithm="rsa-sha256",headers="${signed.join(' ')}",` +
    `signature="${signature.toString('base64')}"`
  return headers
}

function rfc9421({ method, url, body, contentType, keyId, privateKey, date }: ToSign, faults: Faults) {
  const headers: Record<string, string> = { host: url.host, date: date.toUTCString() }
  const covered = ['"@method"', '"@target-uri"']
  if (body && !faults.noDigest) {
    headers['content-digest'] = `sha-256=:${sha256(faults.wrongDigest ? Buffer.from('other') : body)}:`
    if (!faults.unsignedDigest) covered.push('"content-digest"')
  }
  if (body && contentType) {
    headers['content-type'] = contentType
    covered.push('"content-type"')
  }
  const created = Math.floor(date.getTime() / 1000)
  const parameters = `(${covered.join(' ')});created=${created};keyid="${keyId}";alg="rsa-v1_5-sha256"`
  const base = signatureBase(covered, parameters, method, url, headers)
  const signature = sign('sha256', Buffer.from(faults.wrongSignature ? `${base} ` : base), privateKey)
  headers['signature-input'] = `sig1=${parameters}`
  headers.signature = `sig1=:${signature.toString('base64')}:`
  return headers
}

export interface Checked {
  form: Form | null
  keyId: string | null
  /** Null when all is well, else what is wrong, in words. */
  problem: string | null
}

/** Checks what a request carries; `keyOf` fetches the public key (PEM) of a key id. */
export async function checkSignature(
  request: { method: string; url: URL; headers: Record<string, string>; body: Buffer },
  keyOf: (keyId: string) => Promise<string | null>
): Promise<Checked> {
  const { headers } = request
  if (headers['signature-input']) return checkRfc9421(request, keyOf)
  if (!headers.signature) return { form: null, keyId: null, problem: 'not signed' }
  const fields = Object.fromEntries(
    [...headers.signature.matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name, value]) => [name, value])
  )
  const checked = { form: 'draft-cavage-12' as const, keyId: fields.keyId ?? null }
  const names: string[] = (fields.headers ?? '').split(' ')
  const needed: string[] =
    request.method === 'POST' ? ['(request-target)', 'host', 'date', 'digest'] : ['(request-target)', 'host']
  for (const name of needed) if (!names.includes(name)) return { ...checked, problem: `${name} is not signed` }
  if (headers.digest && headers.digest !== `SHA-256=${sha256(request.body)}`) return { ...checked, problem: 'digest' }
  const skewMs = Math.abs(Date.parse(headers.date ?? '') - Date.now())
  if (!(skewMs < 3600_000)) return { ...checked, problem: 'date' }
  const base = names
    .map((name: string) =>
      name === '(request-target)'
        ? `(request-target): ${request.method.toLowerCase()} ${request.url.pathname}${request.url.search}`
        : `${name}: ${headers[name]}`
    )
    .join('\n')
  const pem = checked.keyId && (await keyOf(checked.keyId))
  if (!pem) return { ...checked, problem: 'no key' }
  const isRight = verify(
    'sha256',
    Buffer.from(base),
    createPublicKey(pem),
    Buffer.from(fields.signature ?? '', 'base64')
  )
  return { ...checked, problem: isRight ? null : 'signature' }
}

async function checkRfc9421(
  request: { method: string; url: URL; headers: Record<string, string>; body: Buffer },
  keyOf: (keyId: string) => Promise<string | null>
): Promise<Checked> {
  const { headers } = request
  const [, label, parameters] = /^\s*([\w-]+)=(\(.*)$/.exec(headers['signature-input'] ?? '') ?? []
  const keyId = /keyid="([^"]+)"/.exec(parameters ?? '')?.[1] ?? null
  const checked = { form: 'rfc9421' as const, keyId }
  if (!label || !parameters) return { ...checked, problem: 'signature-input' }
  const covered: string[] = [...(/^\(([^)]*)\)/.exec(parameters)?.[1] ?? '').matchAll(/"[^"]+"/g)].map(([name]) => name)
  for (const name of ['"@method"', '"@target-uri"']) {
    if (!covered.includes(name)) return { ...checked, problem: `${name} is not signed` }
  }
  if (request.method === 'POST') {
    if (!covered.includes('"content-digest"')) return { ...checked, problem: 'content-digest is not signed' }
    if (!headers['content-digest']?.includes(`sha-256=:${sha256(request.body)}:`)) {
      return { ...checked, problem: 'digest' }
    }
  }
  const pem = keyId && (await keyOf(keyId))
  if (!pem) return { ...checked, problem: 'no key' }
  const base = signatureBase(covered, parameters, request.method, request.url, headers)
  const value = new RegExp(`${label}=:([^:]+):`).exec(headers.signature ?? '')?.[1] ?? ''
  const isRight = verify('sha256', Buffer.from(base), createPublicKey(pem), Buffer.from(value, 'base64'))
  return { ...checked, problem: isRight ? null : 'signature' }
}

function signatureBase(
  covered: string[],
  parameters: string,
  method: string,
  url: URL,
  headers: Record<string, string>
): string {
  const values: Record<string, string> = {
    '@method': method.toUpperCase(),
    '@target-uri': url.href,
    '@authority': url.host,
    '@scheme': url.protocol.replace(':', ''),
    '@path': url.pathname,
    '@query': url.search || '?'
  }
  const lines = covered.map((quoted) => {
    const name = quoted.replaceAll('"', '')
    return `${quoted}: ${values[name] ?? headers[name] ?? ''}`
  })
  return [...lines, `"@signature-params": ${parameters}`].join('\n')
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64')
}
