// The picture of a report: drawn anew from its pixels, so that no place and no name of an owner survives; what was given is
// not kept. Nobody outside sees it before somebody looked.
import { sql } from 'kysely'
import { municipalityIds } from '#municipality/hosts.ts'
import { may, must } from '#people/rights.ts'
import type { Person, Who } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { hashToken, newToken } from '#platform/id.ts'
import { defineJob } from '#platform/jobs/jobs.ts'
import { record } from '#platform/journal/journal.ts'
import { readImage } from '#platform/media/image.ts'
import { storage, type StoredVariant } from '#platform/media/images.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'

export const photoMaxBytes = 12 * 1024 * 1024
const uploadHours = 24

export interface StoredPhoto {
  width: number
  height: number
  variants: StoredVariant[]
}

/**
 * Reads a picture and keeps it for a report that is still being written. Outside of any transaction. Answers its token.
 * @throws Refusal `image.…`
 */
export async function takePhoto(municipalityId: string, bytes: Uint8Array): Promise<string> {
  const image = await readImage(bytes, photoMaxBytes)
  const photo: StoredPhoto = { width: image.width, height: image.height, variants: [] }
  for (const { bytes: drawn, ...variant } of image.variants)
    photo.variants.push({
      ...variant,
      bytes: drawn.length,
      key: await storage().put(municipalityId, drawn, variant.extension)
    })
  const token = newToken()
  await inMunicipality(municipalityId, async (tx) => {
    await tx
      .insertInto('case_upload')
      .values({ token_hash: hashToken(token), photo: JSON.stringify(photo), created_at: now() })
      .execute()
  })
  return token
}

/** Whether there is such a picture still. */
export async function isUploaded(tx: Tx, token: string): Promise<boolean> {
  const query = tx.selectFrom('case_upload').select('token_hash').where('token_hash', '=', hashToken(token))
  return (await query.executeTakeFirst()) !== undefined
}

/** The kept picture, which belongs to a report from now on; null: there is none (any more). */
export async function useUpload(tx: Tx, token: string): Promise<StoredPhoto | null> {
  const row = await tx
    .deleteFrom('case_upload')
    .where('token_hash', '=', hashToken(token))
    .returning('photo')
    .executeTakeFirst()
  return row ? (row.photo as unknown as StoredPhoto) : null
}

/** Lets the picture be seen by everybody, or not. @throws NotAllowed, NotFound, Refusal */
export async function decidePhoto(tx: Tx, who: Who, input: { case: string; shown: boolean }): Promise<void> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['r.photo_state', 'c.id as conversation', 'c.unit_id', 'm.state'])
    .where('r.id', '=', input.case)
    .forUpdate('r')
    .executeTakeFirst()
  if (!row) throw new NotFound('caseNotFound')
  must(who, 'message.moderate', row.unit_id)
  if (row.photo_state === 'none' || row.state === 'deleted') throw new Refusal('casePhotoGone', {}, 409)
  const state = input.shown ? 'shown' : 'refused'
  if (row.photo_state === state) return
  await tx
    .updateTable('case_report')
    .set({ photo_state: state, changed_at: now() })
    .where('id', '=', input.case)
    .execute()
  record(tx, who, input.shown ? 'case.photo-shown' : 'case.photo-refused', input.case, {
    conversation: row.conversation
  })
}

/** The file of a picture in about this width, if this visitor may see it. */
export async function findPhoto(
  tx: Tx,
  who: Person | null,
  code: string,
  width: number
): Promise<{ variant: StoredVariant; isPublic: boolean } | null> {
  const row = await tx
    .selectFrom('case_report as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['r.photo', 'r.photo_state', 'm.state', 'c.unit_id', 'c.assignee_id'])
    .where('r.code', '=', code)
    .where('m.state', '<>', 'deleted')
    .executeTakeFirst()
  if (!row?.photo) return null
  const isPublic = row.photo_state === 'shown' && row.state === 'visible'
  const mayRead = who !== null && (may(who, 'conversation.read', row.unit_id) || row.assignee_id === who.id)
  if (!isPublic && !mayRead) return null
  const { variants } = row.photo as unknown as StoredPhoto
  const variant = variants.find((one) => one.extension === 'webp' && one.width >= width) ?? variants.at(-1)
  return variant ? { variant, isPublic } : null
}

/** Every hour: pictures whose report was erased or whose form was never finished. */
export const tidyPhotosJob = defineJob({
  name: 'case-photos',
  everySeconds: 3600,
  retryLimit: 0,
  handle: async () => {
    for (const id of await municipalityIds()) await tidyPhotos(id)
  }
})

/** The files first: the row forgets their names only when they are gone. Answers how many pictures went. */
export async function tidyPhotos(municipalityId: string): Promise<number> {
  const { reports, uploads, files } = await inMunicipality(municipalityId, async (tx) => {
    const reports = await tx
      .selectFrom('case_report as r')
      .innerJoin('message as m', 'm.id', 'r.message_id')
      .select(['r.id', 'r.photo'])
      .where('r.photo', 'is not', null)
      .where('m.state', '=', 'deleted')
      .limit(500)
      .execute()
    const uploads = await tx
      .selectFrom('case_upload')
      .select(['token_hash', 'photo'])
      .where('created_at', '<', new Date(now().getTime() - uploadHours * 3_600_000))
      .limit(500)
      .execute()
    const photos = [...reports, ...uploads].map(({ photo }) => photo as unknown as StoredPhoto)
    const ids = reports.map(({ id }) => id)
    const hashes = uploads.map(({ token_hash }) => token_hash)
    const files: string[] = []
    for (const key of new Set(photos.flatMap(({ variants }) => variants.map((one) => one.key))))
      if (!(await isUsedElsewhere(tx, key, ids, hashes))) files.push(key)
    return { reports: ids, uploads: hashes, files }
  })
  for (const key of files) await storage().delete(key)
  if (reports.length + uploads.length > 0)
    await inMunicipality(municipalityId, async (tx) => {
      if (reports.length > 0)
        await tx
          .updateTable('case_report')
          .set({ photo: null, photo_state: 'none' })
          .where('id', 'in', reports)
          .execute()
      if (uploads.length > 0) await tx.deleteFrom('case_upload').where('token_hash', 'in', uploads).execute()
    })
  return reports.length + uploads.length
}

/** Files are named by their content: the same picture may belong to another report, or to the library. */
async function isUsedElsewhere(tx: Tx, key: string, reports: string[], uploads: string[]): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select 1 from case_report where photo is not null and id <> all(${reports}::uuid[])
        and position(${key} in photo::text) > 0)
      or exists (select 1 from case_upload where token_hash <> all(${uploads}::text[]) and position(${key} in photo::text) > 0)
      or exists (select 1 from media where erased_at is null
        and position(${key} in variants::text || crops::text || coalesce(file::text, '')) > 0) as used`.execute(tx)
  return rows[0]!.used
}
