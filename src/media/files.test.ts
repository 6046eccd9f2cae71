import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stopSender } from '#channels/sender.ts'
import { resetClock } from '#platform/clock/clock.ts'
import { holdStorage, storage } from '#platform/media/images.ts'
import { servedFile } from '#platform/media/served.ts'
import { stageUpload } from '#platform/media/stage.ts'
import { makeMp4, makeWebm } from '#platform/media/video.fixture.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { articleById } from '#posts/queries.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { mediaMarkdown } from './markdown.ts'
import { readMedia } from './queries.ts'
import { storeFile } from './take.ts'
import { inPieces, photo, take } from './town.fixture.ts'
import { exceptFromCaptions, removeCaptions, settleCaptions, settlePoster, storeCaptions } from './video.ts'

const world = useWorld()
let town: SmallTown

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
})
afterAll(stopSender)
beforeEach(resetClock)

const read = (id: string) => town.act((tx) => readMedia(tx, town.editor, id))
const publish = (body: string) =>
  town.act(async (tx) => {
    const post = await createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Film', body })
    return publishPost(tx, town.editor, { post: post.id, revision: post.revision })
  })
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Author (Erika Muster) >>\nendobj\n%%EOF\n')

describe('a video', () => {
  test('is served without what the camera told, and kept as it was', async () => {
    const given = makeMp4()
    const { id, token } = await take(town.id, town.editor, given, 'Freibad.mp4')
    const item = await read(id)
    expect(item).toMatchObject({ kind: 'video', mime: 'video/mp4', width: 640, durationMs: 5000 })
    const served = await town.act((tx) => servedFile(tx, token, 'video.mp4'))
    const bytes = await storage().get((served as { key: string }).key)
    expect(bytes!.toString('latin1')).not.toMatch(/Erika|50\.7374/)
    expect(await town.act((tx) => servedFile(tx, token, 'video.webm'))).toBeNull()
  })

  test('needs captions or a reason before it is published, and stands in the text as a player with a link', async () => {
    const { id } = await take(town.id, town.editor, makeWebm(), 'Der [neue] Platz.webm')
    const line = mediaMarkdown(await read(id))
    expect(line).toMatch(/^\[Der \\\[neue\\\] Platz\]\(\/media\/[\w-]+\/video\.webm\)$/)
    await expect(publish(`Vorher\n\n${line}\n\nNachher`)).rejects.toMatchObject({
      fields: { body: 'media.captionsMissing' }
    })
    await town.act((tx) => exceptFromCaptions(tx, town.editor, id, 'Es wird nicht gesprochen.'))
    await publish(line)
    await town.act((tx) => exceptFromCaptions(tx, town.editor, id, ''))
    const captions = await storeCaptions(town.id, Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nHallo'), 'de')
    await town.act((tx) => settleCaptions(tx, town.editor, id, captions))
    await using staged = await stageUpload(town.id, inPieces(await photo()), { image: 1e7, video: 1, document: 1 })
    const poster = await storeFile(town.id, staged)
    await town.act((tx) => settlePoster(tx, town.editor, id, poster))
    const post = await publish(`Vorher\n\n${line}\n\nIm Text: ${line}`)
    const html = (await town.act((tx) => articleById(tx, post.id)))!.html
    expect(html).toContain('<figure class="video"><video controls preload="metadata" playsinline')
    expect(html).toMatch(/<track kind="captions" srclang="de" label="Deutsch" src="\/media\/[\w-]+\/de\.vtt" default>/)
    expect(html).toMatch(/poster="\/media\/[\w-]+\/\d+\.jpg"/)
    expect(html).toMatch(/<figcaption><a href="[^"]+">Der \[neue\] Platz \(Video, 0:04 Min\., 1 KB\)<\/a>/)
    expect(html).not.toContain('autoplay')
    expect(html.match(/<video/g)).toHaveLength(1)
    await town.act((tx) => removeCaptions(tx, town.editor, id, 'de'))
    expect((await read(id)).captions).toEqual([])
  })
})

describe('a document', () => {
  test('is a download with its size, and without the author’s name', async () => {
    const { id, token } = await take(town.id, town.editor, pdf, 'Haushalt 2026.pdf')
    const post = await publish(`Hier ist er: ${mediaMarkdown(await read(id))}.`)
    const html = (await town.act((tx) => articleById(tx, post.id)))!.html
    expect(html).toMatch(/<a href="\/media\/[\w-]+\/dokument\.pdf" download="">Haushalt 2026 \(PDF, 1 KB\)<\/a>\./)
    const served = await town.act((tx) => servedFile(tx, token, 'dokument.pdf'))
    expect(served).toMatchObject({ type: 'application/pdf', name: 'Haushalt 2026' })
    expect((await storage().get((served as { key: string }).key))!.toString()).not.toContain('Erika')
  })
})

describe('what is refused leaves nothing behind:', () => {
  const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251))
  test.each([
    [
      'an SVG with a script',
      'bild.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'media.svg'
    ],
    ['an SVG called PNG', 'bild.png', '<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>', 'media.svg'],
    ['a program called JPEG', 'bild.jpg', 'MZ\x90\0\x03'.padEnd(200, '\0'), 'media.unknownKind'],
    ['a page called PDF', 'seite.pdf', '<html><script>alert(1)</script></html>', 'media.unknownKind'],
    ['a film that is none', 'film.mp4', '\0\0\0\x18ftypisom\0\0\x02\0isomavc1', 'video.broken'],
    ['a film of a telephone', 'film.mov', '\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'media.movie'],
    ['a photo of a telephone', 'foto.heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'image.heic'],
    ['a PDF that starts programs', 'x.pdf', '%PDF-1.7\n<< /S /Launch >>\n%%EOF', 'pdf.active'],
    ['nothing', 'leer.png', '', 'media.empty']
  ])('%s', async (_, name, content, key) => {
    await expect(take(town.id, town.editor, Buffer.from(content, 'latin1'), name)).rejects.toMatchObject({ key })
    expect(await readdir(join(world().directory, 'media', town.id, 'new'))).toEqual([])
  })

  test('a picture that is cut off', async () => {
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .png()
      .toBuffer()
    await expect(take(town.id, town.editor, whole.subarray(0, whole.length / 2), 'x.png')).rejects.toMatchObject({
      key: 'image.broken'
    })
  })

  test('100 MB that call themselves a picture, long before they are all here', async () => {
    let sent = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1')
      const piece = Buffer.alloc(1024 * 1024)
      for (; sent < 100; sent++) yield piece
    }
    await expect(
      stageUpload(town.id, endless(), { image: 20 * 1024 * 1024, video: 1e9, document: 1e8 })
    ).rejects.toMatchObject({
      key: 'media.tooManyBytes',
      data: { maxBytes: 20 * 1024 * 1024 }
    })
    expect(sent).toBeLessThan(22)
    expect(await readdir(join(world().directory, 'media', town.id, 'new'))).toEqual([])
  })

  test('a zip bomb in a PNG: as pixels, and as a text beside them', async () => {
    const before = process.memoryUsage().rss
    await expect(take(town.id, town.editor, pngWith(40_000, 40_000), 'bombe.png')).rejects.toMatchObject({
      key: 'image.tooManyPixels'
    })
    const bomb = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(300_000_000), { level: 9 })])
    await take(town.id, town.editor, pngWith(1, 1, ['zTXt', bomb]), 'text.png').catch((error: { key: string }) =>
      expect(error.key).toBe('image.broken')
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000)
  })
})

/** A PNG of this size with one black row, and further chunks. */
function pngWith(width: number, height: number, ...more: [string, Buffer][]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks: [string, Buffer][] = [
    ['IHDR', header],
    ...more,
    ['IDAT', deflateSync(Buffer.alloc(1 + width * 3))],
    ['IEND', Buffer.alloc(0)]
  ]
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...chunks.map(([name, data]) => {
      const body = Buffer.concat([Buffer.from(name), data])
      const frame = Buffer.alloc(8 + body.length)
      frame.writeUInt32BE(data.length, 0)
      body.copy(frame, 4)
      frame.writeUInt32BE(crc(body), 4 + body.length)
      return frame
    })
  ])
}

function crc(bytes: Buffer): number {
  return process.getBuiltinModule('node:zlib').crc32(bytes)
}
