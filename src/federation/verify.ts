/**
 * Says who signed a request. The common form (draft-cavage-12, RSA, a key we know) is checked here, at a tenth of the cost;
 * everything else is decided by Fedify, so that there is one judge of what is doubtful.
 */
import { verifyRequestDetailed } from '@fedify/fedify/sig'
import { createHash, timingSafeEqual, verify } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { now } from '#platform/clock/clock.ts'
import { contextLoader, Gone } from './loader.ts'
import { fetchKey, knownKey, type RemoteKey } from './remoteKeys.ts'
import type { SigningKey } from './signing.ts'

export interface SignedRequest {
  method: string
  /** As the other side addressed it: https, our public host. */
  url: URL
  headers: Headers
  body: Buffer | null
}

export type Verified =
  | { isGood: true; actorId: string; keyId: string }
  | { isGood: false; reason: 'unsigned' | 'signature' | 'digest' | 'date' | 'key-gone' | 'key-unreachable' }

/** How far a signature's date may be from ours, to both sides: Fedify's window. */
const windowMs = 3600_000
/** A key that is older than this is asked for again when a signature does not fit: it may have been changed. */
const freshMs = 30_000

/** Checks a request's signature; `as` signs the questions we may have to ask for the key. */
export async function verifySigned(request: SignedRequest, as: SigningKey | null): Promise<Verified> {
  const isNewForm = request.headers.has('signature-input')
  const header = request.headers.get('signature')
  if (!header) return { isGood: false, reason: 'unsigned' }
  const parts = isNewForm ? null : parse(header)
  const keyId = isNewForm ? keyIdIn(request.headers.get('signature-input')!) : parts?.keyId
  if (!keyId || !URL.canParse(keyId)) return { isGood: false, reason: 'signature' }
  if (request.body && !digestFits(request.headers, request.body)) return { isGood: false, reason: 'digest' }
  if (!isNewForm && !dateFits(request.headers.get('date'))) return { isGood: false, reason: 'date' }

  const check = (key: RemoteKey) =>
    parts && isPlain(parts, request, key) ? checkPlain(parts, request, key) : checkByFedify(request, key, isNewForm)
  const good = (key: RemoteKey): Verified => ({ isGood: true, actorId: key.actorId, keyId })
  const known = await knownKey(keyId)
  if (known && (await check(known))) return good(known)
  if (known && now().getTime() - known.fetchedAt.getTime() < freshMs) return { isGood: false, reason: 'signature' }
  try {
    const fetched = await fetchKey(keyId, as)
    return (await check(fetched)) ? good(fetched) : { isGood: false, reason: 'signature' }
  } catch (error) {
    return { isGood: false, reason: error instanceof Gone ? 'key-gone' : 'key-unreachable' }
  }
}

interface Parts {
  keyId: string
  algorithm: string
  headers: string[]
  signature: Buffer
}

function parse(header: string): Parts | null {
  const fields: Record<string, string> = {}
  for (const [, name, quoted, bare] of header.matchAll(/([a-zA-Z]+)=(?:"([^"]*)"|([^",\s]+))/g)) {
    fields[name!.toLowerCase()] = quoted ?? bare ?? ''
  }
  if (!fields.keyid || !fields.signature) return null
  return {
    keyId: fields.keyid,
    algorithm: fields.algorithm ?? 'hs2019',
    headers: (fields.headers ?? 'date').toLowerCase().split(/\s+/),
    signature: Buffer.from(fields.signature, 'base64')
  }
}

function keyIdIn(input: string): string | null {
  return /keyid="([^"]+)"/i.exec(input)?.[1] ?? null
}

/** The form whose every detail we know: RSA, and everything that matters is under the signature. */
function isPlain(parts: Parts, request: SignedRequest, key: RemoteKey): boolean {
  if (key.key.asymmetricKeyType !== 'rsa' || !['rsa-sha256', 'hs2019'].includes(parts.algorithm)) return false
  const needed = ['(request-target)', 'host', 'date', ...(request.body ? ['digest'] : [])]
  return needed.every((name) => parts.headers.includes(name)) && !parts.headers.some((name) => /^\((?!req)/.test(name))
}

function checkPlain(parts: Parts, request: SignedRequest, key: RemoteKey): boolean {
  const lines = parts.headers.map((name) => {
    if (name === '(request-target)') {
      return `${name}: ${request.method.toLowerCase()} ${request.url.pathname}${request.url.search}`
    }
    return `${name}: ${name === 'host' ? request.url.host : (request.headers.get(name) ?? '')}`
  })
  return verify('sha256', Buffer.from(lines.join('\n')), key.key, parts.signature)
}

async function checkByFedify(request: SignedRequest, key: RemoteKey, isNewForm: boolean): Promise<boolean> {
  const document = {
    '@context': 'https://w3id.org/security/v1',
    id: key.id,
    type: 'CryptographicKey',
    owner: key.actorId,
    publicKeyPem: key.pem
  }
  const result = await verifyRequestDetailed(
    new Request(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ? new Uint8Array(request.body) : null
    }),
    {
      documentLoader: async (url) => ({ contextUrl: null, documentUrl: url, document }),
      contextLoader,
      spec: isNewForm ? 'rfc9421' : 'draft-cavage-http-signatures-12',
      currentTime: Temporal.Instant.fromEpochMilliseconds(now().getTime()) as never
    }
  )
  if (!result.verified || result.key.id?.href !== key.id) return false
  return !isNewForm || coversAll(request, result.signatureLabel)
}

/** A signature over anything less than the whole request could be put on another one; Fedify leaves this to its user. */
function coversAll(request: SignedRequest, label: string | undefined): boolean {
  const input = request.headers.get('signature-input') ?? ''
  const [, inner = ''] = new RegExp(`(?:^|[\\s,])${label ?? ''}\\s*=\\s*\\(([^)]*)\\)`).exec(input) ?? []
  const covered = new Set([...inner.matchAll(/"([^"]+)"/g)].map(([, name]) => name!.toLowerCase()))
  const target =
    covered.has('@target-uri') ||
    (covered.has('@authority') && (covered.has('@path') || covered.has('@request-target')))
  return covered.has('@method') && target && (!request.body || covered.has('content-digest'))
}

function dateFits(date: string | null): boolean {
  // Without a date another part (created) must hold the time: Fedify looks at that.
  return date === null || Math.abs(Date.parse(date) - now().getTime()) <= windowMs
}

/** Whether each digest that is claimed is the body's. What is not claimed is the signature's matter. */
function digestFits(headers: Headers, body: Buffer): boolean {
  const claims: [RegExp, string][] = [
    [/sha-(256|512)=([A-Za-z0-9+/=]+)/gi, headers.get('digest') ?? ''],
    [/sha-(256|512)=:([A-Za-z0-9+/=]+):/gi, headers.get('content-digest') ?? '']
  ]
  for (const [form, header] of claims) {
    for (const [, size, value] of header.matchAll(form)) {
      const own = createHash(`sha${size}`).update(body).digest()
      const claimed = Buffer.from(value!, 'base64')
      if (claimed.length !== own.length || !timingSafeEqual(claimed, own)) return false
    }
  }
  return true
}
