// Where the files lie: the disk of this machine, or a bucket. Choosing another place moves nothing; copying is asked for.
import { sql } from 'kysely'
import { rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { FetchFailed, FetchRefused } from '#platform/fetch/fetch.ts'
import { newId } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { keys } from '#platform/keys/held.ts'
import type { BucketSettings } from '#platform/media/bucket.ts'
import { bucketContext, forgetPlaces, mediaDirectory, type Places, placesOf } from '#platform/media/places.ts'
import { stagingPath, storageKey } from '#platform/media/storage.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { keysOf } from './keys.ts'

export interface Copying {
  state: 'running' | 'done' | 'failed'
  done: number
  total: number
  failed: number
  at: string
}

export interface PlaceView {
  place: 'disk' | 's3'
  bucket: BucketSettings | null
  hasSecret: boolean
  copying: Copying | null
}

/** What is settled about the place. @throws NotAllowed */
export async function readPlace(tx: Tx, who: Who): Promise<PlaceView> {
  must(who, 'media.place')
  const row = await tx.selectFrom('media_setting').selectAll().executeTakeFirst()
  return {
    place: row?.place === 's3' ? 's3' : 'disk',
    bucket: (row?.bucket as BucketSettings | null) ?? null,
    hasSecret: Boolean(row?.secret),
    copying: (row?.copying as Copying | null) ?? null
  }
}

/**
 * Tries a bucket: writes, reads and deletes a small file. Outside of any transaction.
 * @throws Invalid, Refusal `place.refused` {reason}, `place.failed` {reason}
 */
export async function tryBucket(municipalityId: string, settings: BucketSettings, secret: string): Promise<void> {
  check(settings, secret)
  const { openBucket } = await import('#platform/media/bucket.ts')
  const bucket = openBucket(settings, secret)
  const content = Buffer.from(`Ortsgespräch ${newId()}`)
  try {
    // Reading first: only a read is refused with a reason.
    await bucket.get(storageKey(municipalityId, '0'.repeat(64), 'txt'))
    const key = await bucket.put(municipalityId, content, 'txt')
    const back = await bucket.get(key)
    await bucket.delete(key)
    if (!back?.equals(content)) throw new Refusal('place.failed', { reason: 'content' })
    if (await bucket.has(key)) throw new Refusal('place.failed', { reason: 'delete' })
  } catch (error) {
    throw inWords(error)
  }
}

/** The secret that is kept, for who leaves the field empty. @throws NotAllowed */
export async function keptSecret(tx: Tx, who: Who): Promise<string> {
  must(who, 'media.place')
  const row = await tx.selectFrom('media_setting').select('secret').executeTakeFirst()
  return row?.secret ? keys().unseal(row.secret, bucketContext(tx.municipalityId)) : ''
}

/**
 * Keeps the settings of a bucket that was tried. Another bucket cannot take the place of one in use: its files would be lost
 * from sight. @throws NotAllowed, Invalid, Refusal `place.filesThere`
 */
export async function settleBucket(tx: Tx, who: Who, settings: BucketSettings, secret: string): Promise<void> {
  const before = await readPlace(tx, who)
  check(settings, secret)
  const isOther = (['endpoint', 'bucket', 'prefix'] as const).some((key) => before.bucket?.[key] !== settings[key])
  if (before.place === 's3' && isOther) throw new Refusal('place.filesThere')
  const sealed = keys().seal(secret, bucketContext(tx.municipalityId))
  await keep(tx, { bucket: JSON.stringify(settings), secret: sealed })
  record(tx, who, 'municipality.media-bucket-settled', tx.municipalityId)
}

/** Chooses where new files go. Those that are there stay where they are, and are found there. @throws NotAllowed, Refusal */
export async function choosePlace(tx: Tx, who: Who, place: 'disk' | 's3'): Promise<void> {
  const before = await readPlace(tx, who)
  if (place === 's3' && (!before.bucket || !before.hasSecret)) throw new Refusal('place.untested')
  if (before.copying?.state === 'running') throw new Refusal('place.copying')
  if (before.place === place) return
  await keep(tx, { place, copying: null })
  record(tx, who, 'municipality.media-place-chosen', tx.municipalityId, { place })
}

/** Begins to copy what lies elsewhere to the chosen place. @throws NotAllowed, Refusal `place.copying` */
export async function startCopy(tx: Tx, who: Who): Promise<void> {
  const { copying } = await readPlace(tx, who)
  const isStuck = copying && now().getTime() - new Date(copying.at).getTime() > 3_600_000
  if (copying?.state === 'running' && !isStuck) throw new Refusal('place.copying')
  await keep(tx, {
    copying: JSON.stringify({ state: 'running', done: 0, total: 0, failed: 0, at: now().toISOString() })
  })
  record(tx, who, 'municipality.media-copy-started', tx.municipalityId)
  await copyJob.send(tx, { m: tx.municipalityId })
}

/** Copies file by file; called again it goes on where files are missing. */
export const copyJob = defineJob<{ m: string }>({
  name: 'media-copy',
  concurrency: 1,
  retryLimit: 3,
  expireInSeconds: 6 * 3600,
  handle: ({ m }) => copyAll(m)
})

async function copyAll(municipalityId: string): Promise<void> {
  forgetPlaces(municipalityId)
  const rows = await inMunicipality(municipalityId, (tx) =>
    tx
      .selectFrom('media')
      .select(['original_key', 'variants', 'crops', 'file', 'captions'])
      .where('erased_at', 'is', null)
      .orderBy('id')
      .limit(200_000)
      .execute()
  )
  const all = [...new Set(rows.flatMap(keysOf))]
  const progress: Copying = { state: 'running', done: 0, total: all.length, failed: 0, at: now().toISOString() }
  const tell = () =>
    inMunicipality(municipalityId, (tx) =>
      keep(tx, { copying: JSON.stringify({ ...progress, at: now().toISOString() }) })
    )
  const places = await placesOf(municipalityId)
  for (const key of all) {
    const isThere = await copyOne(municipalityId, places, key).catch(() => false)
    if (isThere) progress.done++
    else progress.failed++
    if ((progress.done + progress.failed) % 20 === 0) await tell()
  }
  progress.state = progress.failed > 0 ? 'failed' : 'done'
  await tell()
}

async function copyOne(municipalityId: string, { chosen, other }: Places, key: string): Promise<boolean> {
  if (await chosen.has(key)) return true
  const found = await other?.stream(key)
  if (!found) return false
  const path = await stagingPath(mediaDirectory(), municipalityId)
  try {
    await pipeline(found.body, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    // The name of a file is its content: what arrived is what was sent, or it is another file.
    return (await chosen.putFile(municipalityId, path, key.split('.').at(-1)!)) === key
  } finally {
    await rm(path, { force: true })
  }
}

async function keep(
  tx: Tx,
  values: { place?: string; bucket?: string; secret?: string; copying?: string | null }
): Promise<void> {
  await tx
    .insertInto('media_setting')
    .values({ ...values, changed_at: now() })
    .onConflict((conflict) =>
      conflict.column('municipality_id').doUpdateSet({
        ...Object.fromEntries(Object.keys(values).map((key) => [key, sql.raw(`excluded.${key}`)])),
        changed_at: now()
      })
    )
    .execute()
  tx.afterCommit(() => forgetPlaces(tx.municipalityId))
}

function check(settings: BucketSettings, secret: string): void {
  const problems: Record<string, string> = {}
  const url = URL.canParse(settings.endpoint) ? new URL(settings.endpoint) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    problems.endpoint = 'place.endpoint'
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(settings.bucket)) problems.bucket = 'place.bucket'
  if (!/^[\w./-]{0,100}$/.test(settings.prefix) || /^\/|\/$|\.\./.test(settings.prefix))
    problems.prefix = 'settingShape'
  if (!/^[\w-]{0,40}$/.test(settings.region)) problems.region = 'settingShape'
  if (!settings.accessKey.trim() || settings.accessKey.length > 200) problems.accessKey = 'place.keyMissing'
  if (!secret || secret.length > 400) problems.secret = 'place.keyMissing'
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}

/** What a storage answered, as a person can use it; never the request, which holds the key. */
function inWords(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  for (const one of [error, cause, cause instanceof Error ? cause.cause : null]) {
    if (one instanceof FetchRefused) return new Refusal('place.refused', { reason: one.message })
    if (one instanceof FetchFailed) return new Refusal('place.failed', { reason: one.message })
  }
  const name = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return new Refusal('place.failed', { reason: name.slice(0, 200) })
}
