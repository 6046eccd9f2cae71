/**
 * Where a municipality's files lie: on the disk of this machine, or in a bucket. New files go to the place that is chosen
 * now; what was stored before is found wherever it was left, so that changing the place never loses a picture.
 */
import { now } from '#platform/clock/clock.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { keys } from '#platform/keys/held.ts'
import type { BucketSettings } from './bucket.ts'
import { openStorage, type Storage } from './storage.ts'

/** The two places of a municipality. */
export interface Places {
  /** Where new files go. */
  chosen: Storage
  /** Where files may lie besides; null: nowhere. */
  other: Storage | null
}

interface Held {
  disk: Storage
  directory: string
  /** What was read of each municipality's settings, for a few seconds. */
  known: Map<string, { at: number; places: Promise<Places> }>
}

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechStorage?: Held }
const knownMs = 5000

/** Opens the storage of this process; once, at the start. */
export async function holdStorage(directory: string): Promise<void> {
  holder.ortsgespraechStorage = { disk: await openStorage({ directory }), directory, known: new Map() }
}

function held(): Held {
  if (!holder.ortsgespraechStorage) throw new Error('the storage is not open')
  return holder.ortsgespraechStorage
}

/** The folder on this machine's disk; what is being taken up lies there first, wherever it goes. */
export function mediaDirectory(): string {
  return held().directory
}

/** What the secret of a municipality's bucket is sealed under. */
export function bucketContext(municipalityId: string): string {
  return `media-bucket:${municipalityId}`
}

/** Forgets what was read of the settings; other processes do so by themselves within seconds. */
export function forgetPlaces(municipalityId: string): void {
  held().known.delete(municipalityId)
}

/** The places of a municipality. Outside of any transaction. */
export function placesOf(municipalityId: string): Promise<Places> {
  const { known, disk } = held()
  // Folders of tests, and of what belongs to nobody.
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(municipalityId))
    return Promise.resolve({ chosen: disk, other: null })
  const at = now().getTime()
  const found = known.get(municipalityId)
  if (found && Math.abs(at - found.at) < knownMs) return found.places
  const places = readPlaces(municipalityId, disk)
  known.set(municipalityId, { at, places })
  places.catch(() => known.delete(municipalityId))
  if (known.size > 5000) known.clear()
  return places
}

async function readPlaces(municipalityId: string, disk: Storage): Promise<Places> {
  const row = await inMunicipality(municipalityId, (tx) =>
    tx.selectFrom('media_setting').select(['place', 'bucket', 'secret']).executeTakeFirst()
  )
  if (!row?.bucket || !row.secret) return { chosen: disk, other: null }
  // Most installations never need the library that speaks to buckets.
  const { openBucket } = await import('./bucket.ts')
  const secret = keys().unseal(row.secret, bucketContext(municipalityId))
  const bucket = openBucket(row.bucket as unknown as BucketSettings, secret)
  return row.place === 's3' ? { chosen: bucket, other: disk } : { chosen: disk, other: bucket }
}

/** The storage of this process. Ask it outside of any transaction. @throws when it was not opened */
export function storage(): Storage {
  const { directory: _opened } = held()
  const of = (key: string): Promise<Places> => placesOf(key.split('/')[0]!)
  /** First where new files go, then where they may have been left. */
  async function first<T>(key: string, look: (storage: Storage) => Promise<T | null>): Promise<T | null> {
    const { chosen, other } = await of(key)
    const found = await look(chosen)
    return found === null && other ? look(other) : found
  }
  return {
    put: async (folder, bytes, extension) => (await placesOf(folder)).chosen.put(folder, bytes, extension),
    putFile: async (folder, path, extension) => (await placesOf(folder)).chosen.putFile(folder, path, extension),
    get: (key) => first(key, (one) => one.get(key)),
    stream: (key, range) => first(key, (one) => one.stream(key, range)),
    size: (key) => first(key, (one) => one.size(key)),
    has: async (key) => (await first(key, async (one) => (await one.has(key)) || null)) ?? false,
    async delete(key) {
      const { chosen, other } = await of(key)
      await chosen.delete(key)
      await other?.delete(key)
    }
  }
}
