/**
 * The pictures of a municipality: a row per picture, files in the storage. Reading and drawing anew is slow and happens
 * before the transaction (`storeImage`); the row is written inside it (`insertImage`).
 */
import { createHash } from 'node:crypto'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId, newToken } from '#platform/id.ts'
import { readImage } from './image.ts'
import { openStorage, type Storage } from './storage.ts'

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
}

export interface Picture {
  id: string
  token: string
  alt: string
  width: number
  height: number
  variants: StoredVariant[]
}

// On globalThis, because the development server loads modules anew after every change.
const holder = globalThis as typeof globalThis & { ortsgespraechStorage?: Storage }

/** Opens the storage of this process; once, at the start. */
export async function holdStorage(directory: string): Promise<void> {
  holder.ortsgespraechStorage = await openStorage({ directory })
}

/** The storage of this process. @throws when it was not opened */
export function storage(): Storage {
  if (!holder.ortsgespraechStorage) throw new Error('the storage is not open')
  return holder.ortsgespraechStorage
}

/** Reads an upload and stores what the site shows of it. Outside of any transaction. @throws Refusal `image.…` */
export async function storeImage(municipalityId: string, bytes: Uint8Array): Promise<StoredImage> {
  const image = await readImage(bytes)
  const variants: StoredVariant[] = []
  for (const variant of image.variants) {
    variants.push({
      key: await storage().put(municipalityId, variant.bytes, variant.extension),
      type: variant.type,
      extension: variant.extension,
      width: variant.width,
      height: variant.height,
      bytes: variant.bytes.length
    })
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { mime: image.type, width: image.width, height: image.height, bytes: bytes.length, sha256, variants }
}

/** Writes the row of a stored picture. */
export async function insertImage(
  tx: Tx,
  image: StoredImage,
  given: { alt: string; personId: string | null }
): Promise<Picture> {
  const picture = { id: newId(), token: newToken(12), alt: given.alt.trim() }
  await tx
    .insertInto('media')
    .values({
      ...picture,
      mime: image.mime,
      bytes: image.bytes,
      width: image.width,
      height: image.height,
      sha256: image.sha256,
      variants: JSON.stringify(image.variants),
      uploaded_by: given.personId,
      created_at: now()
    })
    .execute()
  return { ...picture, width: image.width, height: image.height, variants: image.variants }
}

/** The pictures of these ids. */
export async function picturesOf(tx: Tx, ids: string[]): Promise<Map<string, Picture>> {
  if (ids.length === 0) return new Map()
  const rows = await select(tx).where('id', 'in', ids.slice(0, 500)).execute()
  return new Map(rows.map((row) => [row.id, row as Picture]))
}

/** The pictures of these tokens, by token. */
export async function picturesByToken(tx: Tx, tokens: string[]): Promise<Map<string, Picture>> {
  if (tokens.length === 0) return new Map()
  const rows = await select(tx).where('token', 'in', tokens.slice(0, 500)).execute()
  return new Map(rows.map((row) => [row.token, row as Picture]))
}

function select(tx: Tx) {
  return tx.selectFrom('media').select(['id', 'token', 'alt', 'width', 'height', 'variants'])
}

/** The address of a picture in about this width; the file behind it never changes. */
export function pictureUrl(
  picture: Pick<Picture, 'token' | 'variants'>,
  width = 960,
  extension: 'webp' | 'jpg' = 'webp'
): string {
  const fitting = picture.variants.filter((one) => one.extension === extension)
  const best = fitting.find((one) => one.width >= width) ?? fitting.at(-1)
  return `/media/${picture.token}/${best?.width ?? width}.${extension}`
}

/** What an `img` needs to load no more than the screen shows. */
export function pictureSet(picture: Pick<Picture, 'token' | 'variants'>): string {
  return picture.variants
    .filter((one) => one.extension === 'webp')
    .map((one) => `/media/${picture.token}/${one.width}.webp ${one.width}w`)
    .join(', ')
}

/** The stored file behind `/media/TOKEN/NAME`, or null. */
export async function pictureFile(tx: Tx, token: string, name: string): Promise<StoredVariant | null> {
  const match = /^(\d{1,5})\.(webp|jpg)$/.exec(name)
  if (!match || !/^[\w-]{8,64}$/.test(token)) return null
  const picture = (await picturesByToken(tx, [token])).get(token)
  return picture?.variants.find((one) => one.width === Number(match[1]) && one.extension === match[2]) ?? null
}
