/**
 * Reads an uploaded or fetched image by its content, never by its name, and makes what the site shows of it. What comes out
 * was drawn anew from the pixels: no place, no camera, no name of an author, no hidden text survives.
 */
import { open, stat } from 'node:fs/promises'
import type { OutputInfo } from 'sharp'
import { Refusal } from '#platform/refusal.ts'

export interface ImageVariant {
  type: 'image/webp' | 'image/jpeg'
  extension: 'webp' | 'jpg'
  width: number
  height: number
  bytes: Buffer
}

export interface ReadImage {
  /** What was given. */
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/gif'
  /** The size as people see it, turned upright. */
  width: number
  height: number
  /** WebP in every width up to the image's own, the smallest first; then one JPEG of the largest, for all who need that. */
  variants: ImageVariant[]
}

export const imageMaxBytes = 20 * 1024 * 1024
const maxPixels = 50_000_000
const widths = [480, 960, 1600]
const maxHeight = 8000

/** A part of a picture, in shares of its width and height: 0 is left or top, 1 is right or bottom. */
export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Of an animated image the first picture is taken. A path is read piece by piece, never as a whole.
 * @throws Refusal `image.tooManyBytes` {maxBytes}, `image.tooManyPixels` {maxMegapixels}, `image.unknownKind`,
 * `image.heic`, `image.broken`
 */
export async function readImage(source: Uint8Array | string, maxBytes = imageMaxBytes): Promise<ReadImage> {
  const { bytes, start } =
    typeof source === 'string' ? await beginningOf(source) : { bytes: source.length, start: source }
  if (bytes > maxBytes) throw new Refusal('image.tooManyBytes', { maxBytes })
  const type = imageTypeOf(start)
  if (!type) throw new Refusal(isHeic(start) ? 'image.heic' : 'image.unknownKind')
  return understood(async () => {
    const sharp = await library()
    const { width, height } = (await sharp(source, input).metadata()).autoOrient
    if (width * height > maxPixels) throw new Refusal('image.tooManyPixels', { maxMegapixels: maxPixels / 1e6 })
    return { type, width, height, variants: await variantsOf(await upright(source), widths) }
  })
}

/** Cuts a part out of an image, in these widths; the JPEG has the largest. @throws Refusal as `readImage` */
export async function cropImage(source: Uint8Array | string, rect: Rect, widths: number[]): Promise<ImageVariant[]> {
  return understood(async () => {
    const sharp = await library()
    const whole = (await sharp(source, input).metadata()).autoOrient
    const left = Math.min(Math.round(rect.x * whole.width), whole.width - 1)
    const top = Math.min(Math.round(rect.y * whole.height), whole.height - 1)
    const width = Math.max(1, Math.min(Math.round(rect.width * whole.width), whole.width - left))
    const height = Math.max(1, Math.min(Math.round(rect.height * whole.height), whole.height - top))
    return variantsOf(await upright(source, { left, top, width, height }, Math.max(...widths)), widths)
  })
}

/** The kind of an image by its first bytes, or null. SVG is none here: it can carry scripts and links. */
export function imageTypeOf(bytes: Uint8Array): ReadImage['type'] | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 32)).toString('latin1')
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'image/gif'
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'image/webp'
  if (start.slice(4, 8) === 'ftyp' && /avi[fs]/.test(start.slice(8))) return 'image/avif'
  return null
}

/** What telephones make; its pixels are compressed in a way that free software may not bring along. */
function isHeic(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString('latin1')
  return start.slice(4, 8) === 'ftyp' && /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(start.slice(8))
}

/** With its native code; loaded when the first picture comes, because on most days none does. */
async function library() {
  return (await import('sharp')).default
}

const input = { limitInputPixels: maxPixels, failOn: 'error', pages: 1, sequentialRead: true } as const

async function beginningOf(path: string): Promise<{ bytes: number; start: Buffer }> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0)
    return { bytes: (await stat(path)).size, start: buffer.subarray(0, bytesRead) }
  } finally {
    await file.close()
  }
}

/** Says in our words what the decoder says in its own. */
async function understood<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (/pixel limit/i.test(String(error))) throw new Refusal('image.tooManyPixels', { maxMegapixels: maxPixels / 1e6 })
    throw new Refusal('image.broken')
  }
}

interface Pixels {
  data: Buffer
  info: OutputInfo
}

/** The large image is decoded once; the variants are made from the largest size, one after the other to spare memory. */
async function upright(
  source: Uint8Array | string,
  part?: { left: number; top: number; width: number; height: number },
  largest = Math.max(...widths)
): Promise<Pixels> {
  const sharp = await library()
  const whole = sharp(source, input).timeout({ seconds: 30 }).autoOrient()
  return (part ? whole.extract(part) : whole)
    .resize({ width: largest, height: maxHeight, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
}

async function variantsOf({ data, info }: Pixels, widths: number[]): Promise<ImageVariant[]> {
  const sharp = await library()
  const pixels = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
  const variants: ImageVariant[] = []
  for (const width of [...widths.filter((width) => width < info.width), info.width]) {
    const made = await pixels().resize({ width }).webp({ quality: 80 }).toBuffer({ resolveWithObject: true })
    variants.push({ type: 'image/webp', extension: 'webp', ...sizeOf(made.info), bytes: made.data })
  }
  const jpeg = await pixels()
    .flatten({ background: 'white' })
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer({ resolveWithObject: true })
  variants.push({ type: 'image/jpeg', extension: 'jpg', ...sizeOf(jpeg.info), bytes: jpeg.data })
  return variants
}

function sizeOf({ width, height }: OutputInfo): { width: number; height: number } {
  return { width, height }
}
