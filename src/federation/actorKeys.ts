/** The keys of our actors: made once, sealed in the database, opened only in memory. */
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { keys } from '#platform/keys/held.ts'
import { keyAddress } from './addresses.ts'
import type { SigningKey } from './signing.ts'

const generate = promisify(generateKeyPair)

export interface ActorKeys {
  rsa_public_key: string
  rsa_private_key: string
  ed25519_public_key: string
  ed25519_private_key: string
}

/** RSA with 2048 bits is what the Fediverse signs with (Fedify's own 4096 costs four times as much); Ed25519 for proofs. */
export async function makeActorKeys(actorId: string): Promise<ActorKeys> {
  const rsa = await generate('rsa', { modulusLength: 2048 })
  const ed25519 = await generate('ed25519')
  return {
    rsa_public_key: pem(rsa.publicKey),
    rsa_private_key: keys().seal(pem(rsa.privateKey), contextOf(actorId)),
    ed25519_public_key: pem(ed25519.publicKey),
    ed25519_private_key: keys().seal(pem(ed25519.privateKey), contextOf(actorId))
  }
}

function pem(key: KeyObject): string {
  return key.export({ type: key.type === 'public' ? 'spki' : 'pkcs8', format: 'pem' }).toString()
}

const opened = new Map<string, KeyObject>()
const mostOpened = 2000

/** Opens a sealed private key; remembered, because importing one costs more than signing with it. */
export function openKey(actorId: string, sealed: string): KeyObject {
  const found = opened.get(sealed)
  if (found) return found
  const key = createPrivateKey(keys().unseal(sealed, contextOf(actorId)))
  if (opened.size >= mostOpened) opened.delete(opened.keys().next().value!)
  opened.set(sealed, key)
  return key
}

/** What an actor signs its requests with. */
export function signingKey(origin: string, actor: { id: string; rsa_private_key: string }): SigningKey {
  return { id: keyAddress(origin, actor.id), key: openKey(actor.id, actor.rsa_private_key) }
}

const contextOf = (actorId: string) => `fediverse actor ${actorId}`
