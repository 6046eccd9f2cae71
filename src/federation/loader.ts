/** Fetches documents of other servers: guarded, bounded, and signed by one of our actors, since many answer nobody else. */
import { preloadedContexts, type DocumentLoader } from '@fedify/vocab-runtime'
import { now } from '#platform/clock/clock.ts'
import { storable } from '#platform/database/storable.ts'
import { FetchFailed, guardedFetch } from '#platform/fetch/fetch.ts'
import { hostOf } from './addresses.ts'
import { signedGet, type SigningKey } from './signing.ts'

export type Document = Record<string, unknown>

/** Not plain JSON: that is also what people upload to servers which give it back under their own name. */
const types = [
  'application/activity+json',
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  'application/ld+json'
]

/** The other side has no such document any more. */
export class Gone extends Error {}

/**
 * Fetches an object or actor. The document's own id must be of the server that gave it; if it is another address there,
 * that one is asked, so that nobody can speak for an id that is not his.
 * @throws Gone (404, 410), FetchRefused, FetchFailed
 */
export async function fetchObject(address: string, key: SigningKey | null, hops = 1): Promise<Document> {
  const asked = new URL(address)
  asked.hash = ''
  const answer = await guardedFetch(asked, { accept: types, headers: key ? signedGet(key, asked, now()) : {} })
  if (answer.status === 404 || answer.status === 410) throw new Gone(address)
  const { host, href } = new URL(answer.url)
  if (answer.status !== 200) throw new FetchFailed('broken', host)
  const document = answer.json()
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new FetchFailed('wrong-type', host)
  }
  const found = storable(document as Document)
  const id = typeof found.id === 'string' ? found.id : null
  if (id && id !== address && id.replace(/#.*$/, '') !== href) {
    if (hops <= 0) throw new FetchFailed('wrong-type', host)
    return fetchObject(id, key, hops - 1)
  }
  // What bears no id is where it was asked for: a redirect elsewhere must not put it under another's address.
  if (hostOf(id ?? address) !== host) throw new FetchFailed('wrong-type', host)
  return found
}

/** The same as a loader for Fedify. */
export function documentLoader(key: SigningKey | null): DocumentLoader {
  return async (url) => ({
    contextUrl: null,
    documentUrl: url,
    document: preloadedContexts[url] ?? (await fetchObject(url, key))
  })
}

const contexts = new Map<string, unknown>()
const mostContexts = 200

/** JSON-LD contexts: the usual ones are built in, others are fetched once in the life of a process. */
export const contextLoader: DocumentLoader = async (url) => {
  let document = preloadedContexts[url] ?? contexts.get(url)
  if (!document) {
    const answer = await guardedFetch(url, { accept: ['application/ld+json', 'application/json'], maxBytes: 200_000 })
    if (answer.status !== 200) throw new FetchFailed('broken', url)
    document = answer.json()
    if (contexts.size >= mostContexts) contexts.clear()
    contexts.set(url, document)
  }
  return { contextUrl: null, documentUrl: url, document }
}
