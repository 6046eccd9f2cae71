/** The public keys of others: fetched once, kept for all municipalities, fetched anew when a signature does not fit. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { now } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { takeFrom } from '#platform/limits/limits.ts'
import { idOf, idsOf, objectWrittenAnew } from './activityJson.ts'
import { hostOf } from './addresses.ts'
import { fetchObject, type Document } from './loader.ts'
import type { SigningKey } from './signing.ts'

export interface RemoteKey {
  id: string
  actorId: string
  key: KeyObject
  pem: string
  fetchedAt: Date
}

const known = new Map<string, RemoteKey>()
const mostKnown = 5000

/** The key kept under this id, without asking anybody. */
export async function knownKey(keyId: string): Promise<RemoteKey | null> {
  const remembered = known.get(keyId)
  if (remembered) return remembered
  const row = await inInstallation((tx) =>
    tx.selectFrom('remote_key').selectAll().where('key_id', '=', keyId).executeTakeFirst()
  )
  if (!row) return null
  return remember({
    id: keyId,
    actorId: row.actor_id,
    pem: row.public_key_pem,
    key: createPublicKey(row.public_key_pem),
    fetchedAt: row.fetched_at
  })
}

/**
 * Fetches a key and keeps it. The key must say whose it is, and its owner must say the same.
 * @throws Gone, FetchRefused, FetchFailed, TooMany, Error when key and owner do not fit
 */
export async function fetchKey(keyId: string, as: SigningKey | null): Promise<RemoteKey> {
  // A key is asked for on a stranger's word: nobody shall have us ask others without end.
  await takeFrom(`key-fetch:${hostOf(keyId)}`, { limit: 300, windowSeconds: 60 })
  const document = await fetchObject(keyId, as)
  const found = await ownedKey(keyId, document, as)
  const key: RemoteKey = { ...found, id: keyId, key: createPublicKey(found.pem), fetchedAt: now() }
  const row = { actor_id: key.actorId, public_key_pem: key.pem, fetched_at: key.fetchedAt }
  await inInstallation((tx) =>
    tx
      .insertInto('remote_key')
      .values({ key_id: keyId, ...row })
      .onConflict((conflict) => conflict.column('key_id').doUpdateSet(row))
      .execute()
  )
  return remember(key)
}

async function ownedKey(keyId: string, fetched: Document, as: SigningKey | null) {
  const document = await withKeys(fetched)
  const own = keyIn(document, keyId)
  if (own && typeof document.id === 'string' && own.owner === document.id) return checked(keyId, document.id, own.pem)
  const bare = typeof document.publicKeyPem === 'string' ? document.publicKeyPem : null
  const owner = idOf(document.owner)
  if (!bare || !owner) throw new Error(`no key ${keyId} where it should be`)
  const holder = await withKeys(await fetchObject(owner, as))
  // The owner may hold the key itself or only name it.
  if (idOf(holder) !== owner || !idsOf(holder.publicKey, 20).includes(keyId)) {
    throw new Error(`${keyId} is not a key of its owner`)
  }
  return checked(keyId, owner, bare)
}

/** Some servers let keys stand under the full name of their word. */
async function withKeys(document: Document): Promise<Document> {
  return document.publicKey === undefined && document.publicKeyPem === undefined
    ? objectWrittenAnew(document)
    : document
}

function checked(keyId: string, actorId: string, pem: string) {
  if (hostOf(keyId) !== hostOf(actorId)) throw new Error(`${keyId} is on another server than its owner`)
  return { actorId, pem }
}

function keyIn(document: Document, keyId: string): { owner: string | null; pem: string } | null {
  for (const entry of [document.publicKey].flat()) {
    if (typeof entry !== 'object' || entry === null) continue
    const { id, owner, publicKeyPem } = entry as Record<string, unknown>
    if (id === keyId && typeof publicKeyPem === 'string') return { owner: idOf(owner), pem: publicKeyPem }
  }
  return null
}

function remember(key: RemoteKey): RemoteKey {
  known.delete(key.id)
  if (known.size >= mostKnown) known.delete(known.keys().next().value!)
  known.set(key.id, key)
  return key
}
