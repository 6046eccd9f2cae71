// The installation's signature under packages: Ed25519, with a key that follows from the installation's own.
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { keys } from '#platform/keys/held.ts'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKey(): KeyObject {
  const der = Buffer.concat([pkcs8, keys().derive('evidence signature')])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

/** The public half, as a PEM file. */
export function publicKeyPem(): string {
  return createPublicKey(privateKey()).export({ type: 'spki', format: 'pem' }) as string
}

/** The signature under these bytes: 64 bytes, the same ones each time. */
export function signature(bytes: Buffer): Buffer {
  return sign(null, bytes, privateKey())
}

/** Whether the holder of the key signed these bytes. A key of another kind never did. */
export function isSigned(bytes: Buffer, by: Buffer, pem: string): boolean {
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, by)
  } catch {
    return false
  }
}

/** What people compare over the phone: 16 groups of four signs. @throws Error when it is no key */
export function keyFingerprint(pem: string): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').match(/.{4}/g)!.join(' ')
}
