/** Fetches what understanding a delivery lacks. Runs outside of any transaction; what it answers is kept with the delivery. */
import { Activity } from '@fedify/vocab'
import type { DocumentLoader } from '@fedify/vocab-runtime'
import { hasProofLike, hasSignatureLike, verifyJsonLd, verifyObject } from '@fedify/fedify/sig'
import { Unprepared, type RawIncoming } from '#channels/contract.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { FetchRefused } from '#platform/fetch/fetch.ts'
import { embedded, idOf, idsOf, inUsualForm, textIn, typeOf, writtenAnew, type Json } from './activityJson.ts'
import { actorOfChannel } from './actors.ts'
import { hostOf } from './addresses.ts'
import { fetchActor } from './author.ts'
import { homeOf } from './home.ts'
import type { Kept } from './kept.ts'
import { contextLoader, fetchObject, Gone } from './loader.ts'
import type { SigningKey } from './signing.ts'

/**
 * Fetches what `understand` asked for and answers the delivery with it.
 * @throws FetchFailed when another server does not answer now, so that it is tried again later
 */
export async function prepare(municipalityId: string, raw: RawIncoming, lack: Unprepared): Promise<Kept> {
  const kept = raw.body as Kept
  // The one who was spoken to asks: others may not read what was not for them.
  const { key } = await inMunicipality(municipalityId, async (tx) =>
    actorOfChannel(tx, await homeOf(tx), raw.channelId)
  )
  if (lack.message === 'form') return brought(kept)
  if (lack.message === 'proof') return prove(kept, key)
  if (lack.message === 'object') return { ...kept, ...(await fetched(objectIdIn(kept), key)) }
  const address = lack.message.replace(/^actor /, '')
  const actor = await fetchActor(address, key).catch((error) => noneIfFinal(error))
  return { ...kept, actors: { ...kept.actors, [address]: actor } }
}

async function brought(kept: Kept): Promise<Kept> {
  try {
    return { ...kept, usual: await inUsualForm(kept.activity) }
  } catch {
    return { ...kept, unproven: 'it is no activity' }
  }
}

/** By a proof or signature in the document itself, or else by asking the server whose word it is said to be. */
async function prove(kept: Kept, key: SigningKey | null): Promise<Kept> {
  const activity = kept.usual ?? kept.activity
  const signed = await provenByItself(kept.activity, key)
  if (signed) return { ...kept, usual: signed, proven: 'proof' }
  const actor = idOf(activity.actor)
  const id = textIn(activity.id)
  const type = typeOf(activity)
  if (type === 'Create' || type === 'Update') {
    const found = await fetched(idOf(activity.object), key)
    const isTheirs = found.object && idsOf(found.object.attributedTo).includes(actor ?? '')
    if (isTheirs) return { ...kept, ...found, proven: 'origin' }
    return { ...kept, unproven: 'its own server does not say the same' }
  }
  if (type === 'Delete') {
    const found = await fetched(idOf(activity.object), key)
    return found.isGone ? { ...kept, ...found, proven: 'origin' } : { ...kept, unproven: 'it is still there' }
  }
  const original = id ? (await fetched(id, key)).object : null
  const isSame = original && idOf(original) === id && idOf(original.actor) === actor && typeOf(original) === type
  if (!isSame) return { ...kept, unproven: 'its own server does not say the same' }
  // What counts from here on is what its own server says, not the copy.
  return { ...kept, usual: original, proven: 'origin' }
}

/**
 * The activity as its own signature or proof says it. Signed is the graph, not the words: a context of somebody else's
 * making could let the same words mean other things, so only what is written anew from the graph may be read.
 */
async function provenByItself(document: Json, key: SigningKey | null): Promise<Json | null> {
  if (!hasProofLike(document) && !hasSignatureLike(document)) return null
  try {
    const written = await writtenAnew(document)
    const loaders = { documentLoader: keysOf(idOf(written.actor) ?? '', key), contextLoader }
    const isProven =
      (hasProofLike(document) && (await verifyObject(Activity, document, loaders)) !== null) ||
      (hasSignatureLike(document) && (await verifyJsonLd(document, loaders)))
    return isProven ? written : null
  } catch {
    return null
  }
}

/**
 * Loads keys of this actor and of nobody else. A key says itself whose it is, and Fedify takes its word: so it has to stand
 * in the actor's own document, or be named there.
 */
function keysOf(actor: string, as: SigningKey | null): DocumentLoader {
  return async (url) => {
    if (hostOf(url) !== hostOf(actor)) throw new Error(`${url} is on another server than its owner`)
    const document = await fetchObject(url, as)
    if (idOf(document) !== actor) {
      const owner = await fetchObject(actor, as)
      const named = [owner.publicKey, owner.assertionMethod].flatMap((field) => idsOf(field, 20))
      if (idOf(owner) !== actor || !named.includes(url)) throw new Error(`${url} is not a key of its owner`)
    }
    return { contextUrl: null, documentUrl: url, document }
  }
}

async function fetched(id: string | null, key: SigningKey | null): Promise<{ object: Json | null; isGone?: boolean }> {
  if (!id) return { object: null }
  try {
    const object = await fetchObject(id, key)
    if (typeOf(object) === 'Tombstone') return { object: null, isGone: true }
    return { object: idOf(object) === id ? object : null }
  } catch (error) {
    if (error instanceof Gone) return { object: null, isGone: true }
    return { object: noneIfFinal(error) }
  }
}

/** What our own rules forbid, or what is no such thing, will be no other tomorrow. */
function noneIfFinal(error: unknown): null {
  if (error instanceof Gone || error instanceof FetchRefused) return null
  if (error instanceof Error && !('kind' in error)) return null
  if ((error as { kind?: string }).kind === 'wrong-type') return null
  throw error
}

/** Of what an announcement passes on it is the inner activity's object. */
function objectIdIn(kept: Kept): string | null {
  const activity = kept.usual ?? kept.activity
  const inner = embedded(activity.object)
  return typeOf(activity) === 'Announce' && inner ? idOf(inner.object) : idOf(activity.object)
}
