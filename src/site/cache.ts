/**
 * The page cache: finished answers of public pages in memory, ready to be sent without asking the framework.
 *
 * A route opts in by the header `x-page-cache` (see `pageCache`). An entry lives until one of its tags is invalidated, its
 * `valid-until` has come, or the memory is needed. This file only stores and forgets; `serve.ts` speaks HTTP.
 */
import type { Buffer } from 'node:buffer'
import { now } from '#platform/clock/clock.ts'

/** The header by which a route offers its answer to the cache; it never leaves the server. */
export const cacheHeader = 'x-page-cache'

export interface Offer {
  /** What is shown: `post:ID`, `site:MUNICIPALITY`. */
  tags: string[]
  /** When time alone makes the page old: a scheduled post, a notice that runs out. */
  validUntil?: Date | null
}

/**
 * The value of the `x-page-cache` header.
 * @example setHeaders({ [cacheHeader]: pageCache({ tags: [`post:${post.id}`, `site:${municipality.id}`] }) })
 */
export function pageCache({ tags, validUntil }: Offer): string {
  return `tags=${tags.join(',')}` + (validUntil ? `; valid-until=${validUntil.toISOString()}` : '')
}

/** Reads an `x-page-cache` header; null when it is not a valid offer, which means: do not store. */
export function readOffer(header: string): { tags: string[]; validUntil: number } | null {
  let tags: string[] = []
  let validUntil = Infinity
  for (const part of header.split(';')) {
    const [name, value = ''] = part.trim().split('=', 2)
    if (name === 'tags')
      tags = value
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean)
    else if (name === 'valid-until') validUntil = Date.parse(value)
    else return null
  }
  return tags.length > 0 && !Number.isNaN(validUntil) ? { tags, validUntil } : null
}

/** One encoding of an answer, headers prebuilt as the flat list that `writeHead` takes. */
export interface Variant {
  headers: string[]
  notModified: string[]
  etag: string
  body: Buffer
}

export interface Entry {
  status: number
  identity: Variant
  gzip: Variant | null
  br: Variant | null
  tags: string[]
  /** Milliseconds since 1970; Infinity when only a change makes it old. */
  validUntil: number
}

interface Stored {
  entry: Entry
  bytes: number
  /** Asked for since the sweep last came by: gets a second chance. */
  used: boolean
}

/** How a render ended: kept or at least shareable, not offered to the cache, or broken off by the one who asked. */
export type Landing = Entry | 'private' | 'aborted'

/** A render under way; what is invalidated meanwhile is noted, so that an old page is never stored after its change. */
interface Flight {
  invalidated: Set<string> | 'everything'
  result: Promise<Landing>
}

/** Finished pages by key, with their tags; a class because it has a life. */
export class PageCache {
  #entries = new Map<string, Stored>()
  #keysByTag = new Map<string, Set<string>>()
  #flights = new Map<string, Flight>()
  /** Flights that nobody may join any more but that have not landed. */
  #flying = new Set<Flight>()
  #bytes = 0
  #maxBytes: number

  constructor({ maxBytes = 64 * 1024 * 1024 }: { maxBytes?: number } = {}) {
    this.#maxBytes = maxBytes
  }

  get size() {
    return { entries: this.#entries.size, bytes: this.#bytes }
  }

  /** The finished answer, if there is one that is still valid. */
  get(key: string): Entry | null {
    const stored = this.#entries.get(key)
    if (stored === undefined) return null
    if (stored.entry.validUntil !== Infinity && stored.entry.validUntil <= now().getTime()) {
      this.#remove(key, stored)
      return null
    }
    stored.used = true
    return stored.entry
  }

  /** The render under way for this key, to wait for instead of starting another. */
  flight(key: string): Promise<Landing> | undefined {
    return this.#flights.get(key)?.result
  }

  /** Announces a render; the returned function must be called with how it ended (further calls are ignored). */
  depart(key: string): (landing: Landing) => void {
    const { promise, resolve } = Promise.withResolvers<Landing>()
    const flight: Flight = { invalidated: new Set(), result: promise }
    this.#flights.set(key, flight)
    this.#flying.add(flight)
    return (landing) => {
      if (!this.#flying.delete(flight)) return
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
      if (typeof landing === 'object' && isFresh(flight, landing)) this.#store(key, landing)
      resolve(landing)
    }
  }

  /** Forgets every page that shows one of these; renders under way that show one will not be stored. */
  invalidate(tags: string[]): void {
    for (const tag of tags) {
      for (const key of this.#keysByTag.get(tag) ?? []) this.#remove(key, this.#entries.get(key)!)
    }
    for (const flight of this.#flying) {
      if (flight.invalidated !== 'everything') for (const tag of tags) flight.invalidated.add(tag)
    }
    // Which tags a render will have is not known yet: whoever comes after the change starts a new one.
    this.#flights.clear()
  }

  /** Forgets everything, for instance when messages about changes may have been missed. */
  clear(): void {
    this.#entries.clear()
    this.#keysByTag.clear()
    this.#bytes = 0
    for (const flight of this.#flying) flight.invalidated = 'everything'
    this.#flights.clear()
  }

  #store(key: string, entry: Entry) {
    const bytes = weigh(key, entry)
    if (bytes > this.#maxBytes / 8) return
    const old = this.#entries.get(key)
    if (old) this.#remove(key, old)
    this.#entries.set(key, { entry, bytes, used: false })
    this.#bytes += bytes
    for (const tag of entry.tags) {
      const keys = this.#keysByTag.get(tag)
      if (keys) keys.add(key)
      else this.#keysByTag.set(tag, new Set([key]))
    }
    this.#makeRoom()
  }

  /** Second chance instead of strict LRU: a hit then costs one assignment and no re-ordering. */
  #makeRoom() {
    while (this.#bytes > this.#maxBytes) {
      const [key, stored] = this.#entries.entries().next().value!
      if (stored.used) {
        stored.used = false
        this.#entries.delete(key)
        this.#entries.set(key, stored)
      } else this.#remove(key, stored)
    }
  }

  #remove(key: string, stored: Stored) {
    this.#entries.delete(key)
    this.#bytes -= stored.bytes
    for (const tag of stored.entry.tags) {
      const keys = this.#keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysByTag.delete(tag)
    }
  }
}

function isFresh(flight: Flight, entry: Entry): boolean {
  const { invalidated } = flight
  return invalidated !== 'everything' && !entry.tags.some((tag) => invalidated.has(tag))
}

/** About what an entry holds in memory; headers and bookkeeping are counted as 2 KB a variant. */
function weigh(key: string, entry: Entry): number {
  const variants = [entry.identity, entry.gzip, entry.br].filter((variant) => variant !== null)
  return key.length * 2 + variants.reduce((sum, variant) => sum + variant.body.length + 2048, 0)
}

/** The process's page cache; a change made anywhere reaches it through `invalidate`. */
export const cache = new PageCache()

/** Forgets the pages that show any of these objects, in this process. */
export function invalidate(tags: string[]): void {
  cache.invalidate(tags)
}

/** Forgets all pages, in this process. */
export function clear(): void {
  cache.clear()
}
