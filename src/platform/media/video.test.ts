import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { box, makeMp4, makeWebm } from './video.fixture.ts'
import { copyPatched, readVideo } from './video.ts'

let directory: string
let count = 0
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'video-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function onDisk(bytes: Buffer): Promise<string> {
  const path = join(directory, `${++count}.bin`)
  await writeFile(path, bytes)
  return path
}

const read = async (bytes: Buffer) => readVideo(await onDisk(bytes))

async function cleaned(bytes: Buffer): Promise<Buffer> {
  const path = await onDisk(bytes)
  const to = `${path}.clean`
  await copyPatched(path, to, (await readVideo(path)).patches)
  return readFile(to)
}

describe('an MP4', () => {
  test('is known by its structure', async () => {
    expect(await read(makeMp4())).toMatchObject({ type: 'video/mp4', width: 640, height: 360, durationMs: 5000 })
  })

  test('loses place, people and the path of the camera; pictures and sound stay where they were', async () => {
    const given = makeMp4()
    const clean = await cleaned(given)
    expect(clean.length).toBe(given.length)
    expect(clean.toString('latin1')).not.toMatch(/Erika|50\.7374|GPS|Bonn|ISO6709|mebx/)
    const data = given.indexOf('mdat') + 4
    expect(clean.subarray(data, data + 500).equals(given.subarray(data, data + 500))).toBe(true)
    const again = await read(clean)
    expect(again).toMatchObject({ width: 640, height: 360 })
  })

  test.each([
    ['HEVC', makeMp4({ codec: 'hvc1' }), 'video.codec', { codec: 'HEVC' }],
    ['a protected one', makeMp4({ codec: 'encv' }), 'video.codec', { codec: 'DRM' }],
    ['sound that few play', makeMp4({ audio: 'ac-3' }), 'video.codec', { codec: 'AC-3' }],
    ['sound alone', makeMp4({ withoutVideo: true }), 'video.noVideo', {}],
    ['a head without a film', box('ftyp', 'isom'), 'video.broken', {}],
    ['a film without its end', makeMp4().subarray(0, 200), 'video.cutOff', {}],
    ['data without a film', Buffer.concat([box('ftyp', 'isom'), box('mdat', 'x')]), 'video.cutOff', {}],
    ['nonsense', Buffer.concat([box('ftyp', 'isom'), Buffer.from('\0\0\0\x03moov', 'latin1')]), 'video.broken', {}],
    ['an empty track', Buffer.concat([box('ftyp', 'isom'), box('moov', box('trak', ''))]), 'video.broken', {}],
    ['measurements between its pieces', Buffer.concat([makeMp4(), box('moof', 'x')]), 'video.track', {}]
  ])('that is %s is refused', async (_, bytes, key, data) => {
    await expect(read(bytes)).rejects.toMatchObject({ key, data })
  })

  test('cut off anywhere, or with any byte changed, never crashes the reader', async () => {
    const whole = makeMp4()
    for (let at = 0; at < whole.length; at += 13) {
      const broken = Buffer.from(whole)
      broken[at] = (broken[at]! + 101) % 256
      for (const bytes of [whole.subarray(0, at), broken])
        await read(bytes).catch((error: { key?: string }) => expect(error.key, String(error)).toMatch(/^video\./))
    }
  })
})

describe('a WebM', () => {
  test('is known by its structure, also as browsers record it', async () => {
    expect(await read(makeWebm())).toMatchObject({ type: 'video/webm', width: 640, height: 360, durationMs: 4000 })
    expect(await read(makeWebm({ live: true }))).toMatchObject({ type: 'video/webm', width: 640 })
  })

  test('loses title, names, tags and attachments', async () => {
    for (const live of [false, true]) {
      const given = makeWebm({ live })
      const clean = await cleaned(given)
      expect(clean.length).toBe(given.length)
      expect(clean.toString('latin1')).not.toMatch(/Erika|Bonn/)
      expect(clean.includes(Buffer.alloc(300, 5))).toBe(true)
      expect(await read(clean)).toMatchObject({ width: 640 })
    }
  })

  test.each([
    ['of another compression', makeWebm({ codec: 'V_MPEGH/ISO/HEVC' }), 'video.codec'],
    ['with a track of something else', makeWebm({ kind: 17 }), 'video.track'],
    ['with sound alone', makeWebm({ kind: 2, codec: 'A_OPUS' }), 'video.noVideo'],
    ['cut off', makeWebm().subarray(0, 400), 'video.cutOff'],
    ['that is none', Buffer.from('GIF89a nothing of the kind'), 'video.broken']
  ])('%s is refused', async (_, bytes, key) => {
    await expect(read(bytes)).rejects.toMatchObject({ key })
  })

  test('cut off anywhere, or with any byte changed, never crashes the reader', async () => {
    const whole = makeWebm()
    for (let at = 0; at < whole.length; at += 7) {
      const broken = Buffer.from(whole)
      broken[at] = (broken[at]! + 101) % 256
      for (const bytes of [whole.subarray(0, at), broken])
        await read(bytes).catch((error: { key?: string }) => expect(error.key, String(error)).toMatch(/^video\./))
    }
  })
})
