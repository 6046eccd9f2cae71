/**
 * The pictures of a municipality: a row per picture, files in the storage. Reading and drawing anew is slow and happens
 * before the transaction (`storeImage`); the row is written inside it (`insertImage`).
 */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId, newToken } from '#platform/id.ts'
import { cropImage, type ImageVariant, readImage, type Rect } from './image.ts'
import { storage } from './places.ts'
import { hashOfFile } from './storage.ts'

export { holdStorage, storage } from './places.ts'

export interface StoredVariant {
  key: string
  type: 'image/webp' | 'image/jpeg'
  extension: 'webp' | 'jpg'
  width: number
  height: number
  bytes: number
}

export interface StoredImage {
  mime: string
  width: number
  height: number
  bytes: number
  sha256: string
  variants: StoredVariant[]
  /** As it was given, with everything in it; never served to the public. */
  originalKey: string
}

/** Where a picture is shown in another shape than its own. */
export type CropPlace = 'article' | 'card' | 'share' | 'fediverse'

export interface Crop {
  rect: Rect
  /** Chosen by a person; otherwise it follows the focal point. */
  byHand: boolean
  /** Part of the address: another crop has another one. */
  mark: string
  variants: StoredVariant[]
}

export interface Picture {
  id: string
  token: string
  alt: string
  width: number
  height: number
  variants: StoredVariant[]
  crops: Partial<Record<CropPlace, Crop>>
  focal_x: number
  focal_y: number
}

/** Reads an upload (its bytes, or a file) and stores it. Outside of any transaction. @throws Refusal `image.…` */
export async function storeImage(
  municipalityId: string,
  source: Uint8Array | string,
  maxBytes?: number
): Promise<StoredImage> {
  const image = await readImage(source, maxBytes)
  const ending = image.type.slice('image/'.length)
  const isFile = typeof source === 'string'
  const originalKey = isFile
    ? await storage().putFile(municipalityId, source, ending)
    : await storage().put(municipalityId, source, ending)
  return {
    mime: image.type,
    width: image.width,
    height: image.height,
    bytes: isFile ? (await stat(source)).size : source.length,
    sha256: isFile ? await hashOfFile(source) : createHash('sha256').update(source).digest('hex'),
    variants: await storeVariants(municipalityId, image.variants),
    originalKey
  }
}

/** Cuts a part out of a stored picture and stores it. Outside of any transaction. @throws Refusal `image.…` */
export async function storeCrop(
  municipalityId: string,
  source: Uint8Array,
  rect: Rect,
  byHand: boolean,
  widths: number[]
): Promise<Crop> {
  const variants = await storeVariants(municipalityId, await cropImage(source, rect, widths))
  const mark = createHash('sha256')
    .update(JSON.stringify(variants.map((one) => one.key)))
    .digest('hex')
    .slice(0, 8)
  return { rect, byHand, mark, variants }
}

async function storeVariants(municipalityId: string, made: ImageVariant[]): Promise<StoredVariant[]> {
  const variants: StoredVariant[] = []
  for (const variant of made) {
    variants.push({
      key: await storage().put(municipalityId, variant.bytes, variant.extension),
      type: variant.type,
      extension: variant.extension,
      width: variant.width,
      height: variant.height,
      bytes: variant.bytes.length
    })
  }
  return variants
}

/** Writes the row of a stored picture. */
export async function insertImage(
  tx: Tx,
  image: StoredImage,
  given: { alt: string; personId: string | null; name?: string; unitId?: string | null }
): Promise<Picture> {
  const picture = { id: newId(), token: newToken(12), alt: given.alt.trim() }
  await tx
    .insertInto('media')
    .values({
      ...picture,
      name: given.name ?? '',
      unit_id: given.unitId ?? null,
      mime: image.mime,
      bytes: image.bytes,
      width: image.width,
      height: image.height,
      sha256: image.sha256,
      variants: JSON.stringify(image.variants),
      original_key: image.originalKey,
      uploaded_by: given.personId,
      created_at: now(),
      changed_at: now()
    })
    .execute()
  const { width, height, variants } = image
  return { ...picture, width, height, variants, crops: {}, focal_x: 0.5, focal_y: 0.5 }
}

/** The pictures of these ids; those that were withdrawn are none any more. */
export async function picturesOf(tx: Tx, ids: string[]): Promise<Map<string, Picture>> {
  if (ids.length === 0) return new Map()
  const rows = await select(tx).where('id', 'in', ids.slice(0, 500)).execute()
  return new Map(rows.map((row) => [row.id, row as unknown as Picture]))
}

/** The pictures of these tokens, by token; those that were withdrawn are none any more. */
export async function picturesByToken(tx: Tx, tokens: string[]): Promise<Map<string, Picture>> {
  if (tokens.length === 0) return new Map()
  const rows = await select(tx).where('token', 'in', tokens.slice(0, 500)).execute()
  return new Map(rows.map((row) => [row.token, row as unknown as Picture]))
}

/** What a picture is made of. */
export const pictureColumns = [
  'media.id',
  'media.token',
  'media.alt',
  'media.width',
  'media.height',
  'media.variants',
  'media.crops',
  'media.focal_x',
  'media.focal_y'
] as const

function select(tx: Tx) {
  return tx.selectFrom('media').select(pictureColumns).where('withdrawn_at', 'is', null)
}

type Addressed = Pick<Picture, 'token' | 'variants'> & Partial<Pick<Picture, 'crops'>>

/** The address of a picture in about this width; the file behind it never changes. */
export function pictureUrl(
  picture: Addressed,
  width = 960,
  extension: 'webp' | 'jpg' = 'webp',
  place?: CropPlace
): string {
  const { variants, start } = shapeAt(picture, place)
  const fitting = variants.filter((one) => one.extension === extension)
  const best = fitting.find((one) => one.width >= width) ?? fitting.at(-1)
  return `${start}${best?.width ?? width}.${extension}`
}

/** What an `img` needs to load no more than the screen shows. */
export function pictureSet(picture: Addressed, place?: CropPlace): string {
  const { variants, start } = shapeAt(picture, place)
  return variants
    .filter((one) => one.extension === 'webp')
    .map((one) => `${start}${one.width}.webp ${one.width}w`)
    .join(', ')
}

/** The largest size in which a picture is shown at a place. */
export function pictureSize(picture: Addressed & { width: number; height: number }, place?: CropPlace) {
  const largest = shapeAt(picture, place).variants.at(-1)
  return { width: largest?.width ?? picture.width, height: largest?.height ?? picture.height }
}

/** The crop of the place where there is one, else the whole picture, with how its addresses begin. */
function shapeAt(picture: Addressed, place?: CropPlace): { variants: StoredVariant[]; start: string } {
  const crop = place && picture.crops?.[place]
  if (!crop) return { variants: picture.variants, start: `/media/${picture.token}/` }
  return { variants: crop.variants, start: `/media/${picture.token}/${place}-${crop.mark}-` }
}
