import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { imageMaxBytes, imageTypeOf, readImage } from './image.ts'

const blank = (width: number, height: number, alpha = 1) =>
  sharp({ create: { width, height, channels: 4, background: { r: 20, g: 120, b: 200, alpha } } })

describe('an image', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('as %s is known by its content', async (format) => {
    const read = await readImage(await blank(60, 40).toFormat(format).toBuffer())
    expect(read).toMatchObject({ type: `image/${format}`, width: 60, height: 40 })
    expect(read.variants.map(({ type, width, height }) => [type, width, height])).toEqual([
      ['image/webp', 60, 40],
      ['image/jpeg', 60, 40]
    ])
  })

  test('gets variants in all widths up to its own, each of the kind it claims', async () => {
    const { variants } = await readImage(await blank(2000, 1000).jpeg().toBuffer())
    expect(variants.map(({ extension, width, height }) => [extension, width, height])).toEqual([
      ['webp', 480, 240],
      ['webp', 960, 480],
      ['webp', 1600, 800],
      ['jpg', 1600, 800]
    ])
    for (const { bytes, type } of variants) expect(imageTypeOf(bytes)).toBe(type)
    expect((await readImage(await blank(960, 10).png().toBuffer())).variants.map(({ width }) => width)).toEqual([
      480, 960, 960
    ])
  })

  test('is turned upright and loses place, camera and every other metadata', async () => {
    const given = await blank(100, 50)
      .jpeg()
      .withExif({
        IFD0: { Make: 'SecretCam', Artist: 'Erika' },
        IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' }
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
      .withMetadata({ orientation: 6 })
      .toBuffer()
    expect((await sharp(given).metadata()).exif).toBeDefined()
    const read = await readImage(given)
    expect(read).toMatchObject({ width: 50, height: 100 })
    for (const { bytes, width, height } of read.variants) {
      expect([width, height]).toEqual([50, 100])
      const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
      expect([exif, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined])
      expect(bytes.toString('latin1')).not.toMatch(/SecretCam|Erika|GPS|xmpmeta/)
    }
  })

  test('with transparency is white, not black, as JPEG', async () => {
    const { variants } = await readImage(await blank(20, 20, 0).png().toBuffer())
    const { data } = await sharp(variants.at(-1)!.bytes).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(250)
  })

  test('of extreme shape is shrunk, not refused', async () => {
    const { variants } = await readImage(await blank(300, 20_000).png().toBuffer())
    expect(variants[0]).toMatchObject({ width: 120, height: 8000 })
  })
})

describe('refused', () => {
  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<html><body>x</body></html>'],
    ['PDF', '%PDF-1.7\n'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['nothing', '']
  ])('%s', (_, text) => expect(readImage(Buffer.from(text))).rejects.toMatchObject({ key: 'image.unknownKind' }))

  test('more bytes than 20 MB', () =>
    expect(readImage(Buffer.alloc(imageMaxBytes + 1))).rejects.toMatchObject({ key: 'image.tooManyBytes' }))

  test('a small file that claims to be huge, without unpacking it', async () => {
    await expect(readImage(hugePng(30_000, 30_000))).rejects.toMatchObject({ key: 'image.tooManyPixels' })
  })

  test('what begins like an image and is none, or is cut off', async () => {
    await expect(readImage(Buffer.from('\xff\xd8\xff nonsense', 'latin1'))).rejects.toMatchObject({
      key: 'image.broken'
    })
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251))
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .png()
      .toBuffer()
    await expect(readImage(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ key: 'image.broken' })
  })
})

/** A PNG that says it is large, with next to no data. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1000))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(8 + body.length)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc(body), 4 + body.length)
  return frame
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
