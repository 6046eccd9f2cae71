/** Signs a delivery as draft-cavage-12, the form every server in the Fediverse understands. */
import { createHash, sign, type KeyObject } from 'node:crypto'

/** The private key of an actor and the address under which others find the public one. */
export interface SigningKey {
  id: string
  key: KeyObject
}

const signedHeaders = '(request-target) host date digest content-type'

/** What both the digest header and the digests of many deliveries of one activity share: computed once per body. */
export function digestOf(body: Uint8Array): string {
  return `SHA-256=${createHash('sha256').update(body).digest('base64')}`
}

/** The headers of one signed POST. `date` is part of what is signed: receivers refuse it after minutes, so sign late. */
export function signedPost(key: SigningKey, inbox: URL, digest: string, contentType: string, date: Date) {
  const when = date.toUTCString()
  const signed =
    `(request-target): post ${inbox.pathname}${inbox.search}\n` +
    `host: ${inbox.host}\ndate: ${when}\ndigest: ${digest}\ncontent-type: ${contentType}`
  const signature = sign('sha256', Buffer.from(signed), key.key).toString('base64')
  return {
    host: inbox.host,
    date: when,
    digest,
    'content-type': contentType,
    signature: `keyId="${key.id}",algorithm="rsa-sha256",headers="${signedHeaders}",signature="${signature}"`
  }
}

/** The headers of one signed GET, for servers that answer only whom they know. */
export function signedGet(key: SigningKey, url: URL, date: Date) {
  const when = date.toUTCString()
  const signed = `(request-target): get ${url.pathname}${url.search}\nhost: ${url.host}\ndate: ${when}`
  const signature = sign('sha256', Buffer.from(signed), key.key).toString('base64')
  return {
    host: url.host,
    date: when,
    signature: `keyId="${key.id}",algorithm="rsa-sha256",headers="(request-target) host date",signature="${signature}"`
  }
}
