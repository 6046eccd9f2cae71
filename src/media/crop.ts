// Crops: what of a picture is shown where its shape does not fit. They follow the focal point unless somebody chose a part.
import { isDeepStrictEqual } from 'node:util'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import type { Rect } from '#platform/media/image.ts'
import { type Crop, type CropPlace, storage, storeCrop } from '#platform/media/images.ts'
import { Invalid, Refusal } from '#platform/refusal.ts'
import type { Who } from '#people/types.ts'
import { draftsShowing, voidApprovals } from './approved.ts'
import { lockMedia } from './describe.ts'

/** The shape of each place (width to height) and the widths it needs; null: any shape, the whole picture unless chosen. */
export const cropPlaces: Record<CropPlace, { aspect: number | null; widths: number[] }> = {
  card: { aspect: 3 / 2, widths: [480, 960] },
  share: { aspect: 1.91, widths: [1200] },
  article: { aspect: null, widths: [480, 960, 1600] },
  fediverse: { aspect: null, widths: [1600] }
}

/** `focal`: as the focal point says, where the place has a shape; `whole`: as it is; or a part. */
export type CropWish = 'focal' | 'whole' | Rect

export interface CropsWish {
  focalX: number
  focalY: number
  crops: Record<CropPlace, CropWish>
}

/**
 * Makes a picture's crops anew. The slow part runs between two transactions.
 * @throws NotAllowed, NotFound, Invalid, Refusal `media.notThisKind`, `media.isErased`
 */
export async function cropMedia(municipalityId: string, who: Who, id: string, wish: CropsWish): Promise<void> {
  const media = await inMunicipality(municipalityId, (tx) => lockMedia(tx, who, id))
  if (media.kind !== 'image') throw new Refusal('media.notThisKind')
  if (media.erased_at) throw new Refusal('media.isErased')
  check(wish)
  const key = media.original_key ?? (media.variants as { key: string }[]).at(-1)?.key
  const source = key ? await storage().get(key) : null
  if (!source) throw new Refusal('media.isErased')
  const size = { width: media.width, height: media.height }
  const crops: Partial<Record<CropPlace, Crop>> = {}
  for (const place of Object.keys(cropPlaces) as CropPlace[]) {
    const rect = rectOf(place, wish, size)
    const byHand = typeof wish.crops[place] === 'object'
    if (rect) crops[place] = await storeCrop(municipalityId, source, rect, byHand, fitting(place, rect, size))
  }
  await inMunicipality(municipalityId, (tx) => keep(tx, who, id, wish, crops))
}

async function keep(
  tx: Tx,
  who: Who,
  id: string,
  wish: CropsWish,
  crops: Partial<Record<CropPlace, Crop>>
): Promise<void> {
  const before = await lockMedia(tx, who, id)
  await tx
    .updateTable('media')
    .set({ crops: JSON.stringify(crops), focal_x: wish.focalX, focal_y: wish.focalY, changed_at: now() })
    .where('id', '=', id)
    .execute()
  record(tx, who, 'media.cropped', id)
  if (!isDeepStrictEqual(before.crops, crops)) await voidApprovals(tx, who, await draftsShowing(tx, id))
  const posts = await tx
    .selectFrom('post')
    .select('id')
    .where('image_id', '=', id)
    .where('state', '=', 'published')
    .limit(500)
    .execute()
  // Their pages have other addresses of the picture now.
  for (const post of posts) record(tx, who, 'post.media-cropped', post.id, { media: id })
}

function check({ focalX, focalY, crops }: CropsWish): void {
  const problems: Record<string, string> = {}
  const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= 1
  if (!isShare(focalX)) problems.focalX = 'media.cropForm'
  if (!isShare(focalY)) problems.focalY = 'media.cropForm'
  for (const [place, wish] of Object.entries(crops)) {
    if (typeof wish === 'string') continue
    const { x, y, width, height } = wish
    const isInside = [x, y, width, height].every(isShare) && x + width <= 1.001 && y + height <= 1.001
    if (!isInside || width < 0.02 || height < 0.02) problems[place] = 'media.cropForm'
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems)
}

/** The part to cut out, or null where the whole is shown. */
export function rectOf(
  place: CropPlace,
  { focalX, focalY, crops }: CropsWish,
  size: { width: number; height: number }
): Rect | null {
  const wish = crops[place]
  if (wish === 'whole') return null
  if (typeof wish === 'object') return wish
  const { aspect } = cropPlaces[place]
  if (aspect === null) return null
  return largestAround(focalX, focalY, aspect, size)
}

/** The largest part of this shape, as near around a point as the edges allow. */
function largestAround(x: number, y: number, aspect: number, size: { width: number; height: number }): Rect {
  const own = size.width / size.height
  const width = own > aspect ? aspect / own : 1
  const height = own > aspect ? 1 : own / aspect
  const within = (middle: number, length: number): number => Math.min(Math.max(middle - length / 2, 0), 1 - length)
  return { x: within(x, width), y: within(y, height), width, height }
}

/** The height that a part of this width has at a place with a shape of its own, as a share of the picture's. */
export function heightFor(place: CropPlace, width: number, size: { width: number; height: number }): number | null {
  const { aspect } = cropPlaces[place]
  return aspect === null ? null : (width * size.width) / aspect / size.height
}

/** Never larger than what is there. */
function fitting(place: CropPlace, rect: Rect, size: { width: number; height: number }): number[] {
  const own = Math.round(rect.width * size.width)
  const widths = cropPlaces[place].widths.filter((width) => width < own)
  return [...widths, Math.min(own, Math.max(...cropPlaces[place].widths))]
}
