// The end of a file in the library: retired (stays where it stands) or erased for good.
import { sql } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { storage } from '#platform/media/images.ts'
import { mediaDirectory } from '#platform/media/places.ts'
import { sweepStaging } from '#platform/media/storage.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { recordErasure } from '#privacy/erasureLog.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { lockMedia } from './describe.ts'
import { keysOf } from './keys.ts'
import { fillUses } from './use.ts'
import { forgotten } from './withdraw.ts'

/** No longer offers a file for new posts, or offers it again. @throws NotAllowed, NotFound */
export async function retireMedia(tx: Tx, who: Who, id: string, isRetired: boolean): Promise<void> {
  await lockMedia(tx, who, id)
  await tx
    .updateTable('media')
    .set({ retired_at: isRetired ? now() : null, changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, isRetired ? 'media.retired' : 'media.unretired', id)
}

/**
 * Erases a file that is withdrawn, or stands nowhere, for good: the files, names, and what was said of people. The row stays as
 * the proof. The files themselves go right after the commit.
 * @throws NotAllowed, NotFound, Refusal when it is in use
 */
export async function eraseMedia(tx: Tx, who: Who, id: string): Promise<void> {
  const media = await tx.selectFrom('media').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!media) throw new NotFound()
  must(who, 'media.erase', media.unit_id)
  if (media.erased_at) return
  const isUsed = await tx
    .selectFrom('media_use')
    .select('media_id')
    .where('media_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (isUsed && !media.withdrawn_at) throw new Refusal('media.notWithdrawn')
  await tx
    .updateTable('media')
    .set({
      erased_at: now(),
      withdrawn_at: media.withdrawn_at ?? now(),
      withdrawn_why: media.withdrawn_why ?? 'other',
      ...forgotten
    })
    .where('id', '=', id)
    .execute()
  await recordErasure(tx, { what: 'media', subject: id, count: 1, reason: 'erased' })
  record(tx, who, 'media.erased', id)
  await eraseFilesJob.send(tx, { m: tx.municipalityId, id })
}

/** Removes the files of erased media; again after a restore that brought them back. */
export const eraseFilesJob = defineJob<{ m: string; id: string }>({
  name: 'media-erase',
  handle: ({ m, id }) => eraseFiles(m, id)
})

/** The files first: the row forgets their names only when they are gone. */
async function eraseFiles(municipalityId: string, id: string): Promise<void> {
  const gone = await inMunicipality(municipalityId, async (tx) => {
    const row = await tx.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row?.erased_at) return []
    const keys = keysOf(row)
    // The same content may belong to another picture of the town.
    const shared = await tx
      .selectFrom('media')
      .select(['original_key', 'variants', 'crops', 'file', 'captions'])
      .where('id', '<>', id)
      .where('erased_at', 'is', null)
      .where((where) =>
        where.or(
          keys.flatMap((key) => [
            where('original_key', '=', key),
            sql<boolean>`position(${key} in variants::text || crops::text || coalesce(file::text, '') || captions::text) > 0`
          ])
        )
      )
      .limit(100)
      .execute()
    const kept = new Set(shared.flatMap(keysOf))
    return keys.filter((key) => !kept.has(key))
  })
  for (const key of gone) await storage().delete(key)
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .updateTable('media')
      .set({ original_key: null, file: null, variants: '[]', crops: '{}', captions: '[]' })
      .where('id', '=', id)
      .where('erased_at', 'is not', null)
      .execute()
  })
}

/** Every six hours: files of erased media that are still there, uploads that a crash cut off, uses nobody noted. */
export const mediaSweepJob = defineJob({
  name: 'media-sweep',
  everySeconds: 6 * 3600,
  retryLimit: 0,
  expireInSeconds: 1800,
  handle: async () => {
    for (const municipality of await municipalityIds()) {
      const left = await inMunicipality(municipality, (tx) =>
        tx
          .selectFrom('media')
          .select('id')
          .where('erased_at', 'is not', null)
          .where((where) => where.or([where('original_key', 'is not', null), sql<boolean>`variants <> '[]'`]))
          .limit(1000)
          .execute()
      )
      for (const { id } of left) await eraseFiles(municipality, id)
      await sweepStaging(mediaDirectory(), municipality)
    }
    await fillUses()
  }
})
