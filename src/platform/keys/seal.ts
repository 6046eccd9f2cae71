/** Authenticated encryption of short texts with AES-256-GCM, in a versioned format. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

/** A sealed text cannot be opened: another key, another context, or it was changed. */
export class Unsealable extends Error {
  constructor(reason: string) {
    super(`cannot unseal: ${reason}`)
    this.name = 'Unsealable'
  }
}

/**
 * Encrypts a text. The context (such as `totp:<person id>`) is not stored; the same one is needed to open, so that a sealed
 * value copied to another row is worthless there.
 */
export function sealWith(key: Buffer, plaintext: string, context: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(bound(context))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Opens what `sealWith` made. @throws Unsealable */
export function unsealWith(key: Buffer, sealed: string, context: string): string {
  const [found, body, ...rest] = sealed.split('.')
  if (found !== version || body === undefined || rest.length > 0) throw new Unsealable('unknown format')
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < nonceBytes + tagBytes) throw new Unsealable('too short')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(bound(context))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    const text = decipher.update(bytes.subarray(nonceBytes + tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    throw new Unsealable('wrong key or context, or changed')
  }
}

function bound(context: string): Buffer {
  return Buffer.from(`ortsgespraech ${version}\0${context}`)
}
