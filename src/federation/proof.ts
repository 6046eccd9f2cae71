/**
 * Object Integrity Proofs (FEP-8b32, eddsa-jcs-2022): a signature inside the activity, so that a server which passes it on
 * can be believed.
 */
import { encodeMultibase } from '@fedify/vocab-runtime'
import { createHash, sign } from 'node:crypto'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import type { Json } from './activityJson.ts'
import { openKey } from './actorKeys.ts'
import type { OwnActor } from './actors.ts'
import { proofKeyAddress } from './addresses.ts'
import type { Home } from './home.ts'

/** The document with a proof by the actor's Ed25519 key. */
export async function withProof(tx: Tx, home: Home, actor: OwnActor, document: Json): Promise<Json> {
  const { ed25519_private_key: sealed } = await tx
    .selectFrom('fediverse_actor')
    .select('ed25519_private_key')
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow()
  const options = {
    '@context': document['@context'],
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: proofKeyAddress(home.origin, actor.id),
    proofPurpose: 'assertionMethod',
    // Whole seconds: readers write the time anew before they check, each with its own number of zeros.
    created: now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
  }
  const signature = sign(null, Buffer.concat([digest(options), digest(document)]), openKey(actor.id, sealed))
  const value = Buffer.from(encodeMultibase('base58btc', new Uint8Array(signature))).toString()
  return { ...document, proof: { ...options, proofValue: value } }
}

function digest(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest()
}

/** JSON in the one way RFC 8785 allows. Our documents hold no numbers beyond small whole ones. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
