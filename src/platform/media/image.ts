/**
 * Reads an uploaded or fetched image by its content, never by its name, and makes what the site shows of it. What comes out
 * was drawn anew from the pixels: no place, no camera, no name of an author, no hidden text survives.
 */
import sharp from 'sharp'
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

/**
 * Of an animated image the first picture is taken.
 * @throws Refusal `image.tooManyBytes` {maxBytes}, `image.tooManyPixels` {maxMegapixels}, `image.unknownKind`, `image.broken`
 */
export async function readImage(bytes: Uint8Array): Promise<ReadImage> {
  if (bytes.length > imageMaxBytes) throw new Refusal('image.tooManyBytes', { maxBytes: imageMaxBytes })
  const type = imageTypeOf(bytes)
  if (!type) throw new Refusal('image.unknownKind')
  try {
    const { width, height } = (await sharp(bytes, input).metadata()).autoOrient
    if (width * height > maxPixels) throw new Refusal('image.tooManyPixels', { maxMegapixels: maxPixels / 1e6 })
    return { type, width, height, variants: await variantsOf(bytes) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (/pixel limit/i.test(String(error))) throw new Refusal('image.tooManyPixels', { maxMegapixels: maxPixels / 1e6 })
    throw new Refusal('image.broken')
  }
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

const input = { limitInputPixels: maxPixels, failOn: 'error', pages: 1, sequentialRead: true } as const

/** The large image is decoded once; the variants are made from the largest size, one after the other to spare memory. */
async function variantsOf(bytes: Uint8Array): Promise<ImageVariant[]> {
  const largest = Math.max(...widths)
  const { data, info } = await sharp(bytes, input)
    .timeout({ seconds: 30 })
    .autoOrient()
    .resize({ width: largest, height: maxHeight, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
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
