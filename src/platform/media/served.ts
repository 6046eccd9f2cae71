// What stands behind the addresses under /media/: pictures and their crops, videos, captions, documents.
import type { Tx } from '#platform/database/database.ts'
import type { Crop, CropPlace, StoredVariant } from './images.ts'

/** The file of a video or document as it is served. */
export interface ServedFile {
  key: string
  type: string
  extension: string
  bytes: number
  /** Served unchanged, because it is signed. */
  isSigned?: boolean
}

export interface Captions {
  /** `de`, or another language the video can be read in. */
  language: string
  key: string
  bytes: number
}

export type Served = { state: 'there'; key: string; type: string; name: string | null } | { state: 'withdrawn' }

/** The file behind `/media/TOKEN/NAME`; null when there never was one. */
export async function servedFile(tx: Tx, token: string, name: string): Promise<Served | null> {
  if (!/^[\w-]{8,64}$/.test(token) || !/^[\w.-]{1,120}$/.test(name)) return null
  const row = await tx
    .selectFrom('media')
    .select(['kind', 'name', 'variants', 'crops', 'file', 'captions', 'withdrawn_at'])
    .where('token', '=', token)
    .executeTakeFirst()
  if (!row) return null
  if (row.withdrawn_at) return { state: 'withdrawn' }
  const there = (one: { key: string; type: string } | undefined, said: string | null = null): Served | null =>
    one ? { state: 'there', key: one.key, type: one.type, name: said } : null

  const picture = /^(?:(article|card|share|fediverse)-([0-9a-f]{8})-)?(\d{1,5})\.(webp|jpg)$/.exec(name)
  if (picture) {
    const [, place, mark, width, extension] = picture
    const crop = place ? (row.crops as Partial<Record<CropPlace, Crop>>)[place as CropPlace] : undefined
    if (place && crop?.mark !== mark) return null
    const variants = place ? crop!.variants : (row.variants as unknown as StoredVariant[])
    return there(variants.find((one) => one.width === Number(width) && one.extension === extension))
  }
  const captions = /^([a-z]{2,3})\.vtt$/.exec(name)
  if (captions) {
    const found = (row.captions as unknown as Captions[]).find((one) => one.language === captions[1])
    return there(found && { key: found.key, type: 'text/vtt; charset=utf-8' })
  }
  const file = row.file as ServedFile | null
  if (!file || !name.endsWith(`.${file.extension}`)) return null
  return there(file, row.kind === 'document' ? row.name : null)
}
