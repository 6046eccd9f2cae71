import { createServer, type Server } from 'node:http'
import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { keepRemotePictures, remotePicture, tidyRemotePictures } from '#platform/media/remote.ts'
import { useWorld } from '../../tests/world/world.ts'
import { receive } from './receive.ts'
import { fetchFound, findRemotePicture, forgetWithMessages, shownAttachments, withEmojis } from './remote-media.ts'
import { openConversation } from './timeline.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

const world = useWorld()
let town: Town
let server: Server
let origin: string
let folder: string
let asked: string[] = []
let stop = () => {}
const bodies = new Map<string, { type: string; body: Buffer | string }>()
beforeAll(async () => {
  town = await makeTown(addNetwork)
  folder = join(world().directory, 'cache')
  keepRemotePictures(folder)
  stop = forgetWithMessages()
  server = createServer((request, response) => {
    asked.push(request.url!)
    const found = bodies.get(request.url!)
    if (!found) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': found.type }).end(found.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  configureFetch({ allow: [`127.0.0.1:${(server.address() as AddressInfo).port}`] })
  const picture = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#c00' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'geheimer Ort' } })
    .toBuffer()
  bodies.set('/pool.jpg', { type: 'image/jpeg', body: picture })
  bodies.set('/cat.png', { type: 'image/png', body: await sharp(picture).png().toBuffer() })
  bodies.set('/lie.png', {
    type: 'image/png',
    body: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  })
  bodies.set('/page.html', { type: 'text/html', body: '<h1>nichts</h1>' })
  bodies.set('/bomb.png', { type: 'image/png', body: Buffer.alloc(13 * 1024 * 1024) })
})
afterEach(() => {
  asked = []
  resetClock()
})
afterAll(async () => {
  stop()
  configureFetch({})
  await new Promise((resolve) => server.close(resolve))
})

const picture = (path: string, alt = 'Das Becken') => ({ url: origin + path, mime: 'image/jpeg', alt })
const take = async (more: Partial<Parameters<typeof said>[1]> = {}) =>
  town.in((tx) =>
    receive(
      tx,
      said(town, {
        text: 'Seht mal',
        postId: town.post,
        unitId: town.sport,
        attachments: [picture('/pool.jpg')],
        ...more
      })
    )
  )
const markIn = (address: string | null) => address!.split('/').at(-1)!
const markOf = (message: string, path: string) => markIn(shownAttachments(message, [picture(path)])[0]!.picture)
const find = (message: string, mark: string, who: Parameters<typeof findRemotePicture>[1] = null) =>
  town.in((tx) => findRemotePicture(tx, who, message, mark))

describe('a picture from another server', () => {
  test('is fetched once, drawn anew without what was hidden in it, and shown under our address with its words', async () => {
    const { messageId, conversationId } = await take()
    const opened = await town.in((tx) => openConversation(tx, town.editor, conversationId!))
    const [shown] = opened.messages[0]!.attachments
    expect(shown).toMatchObject({
      alt: 'Das Becken',
      picture: expect.stringMatching(/^\/media\/remote\/[0-9a-f-]{36}\/[0-9a-f]{20}$/)
    })
    const found = await find(messageId!, markIn(shown!.picture))
    expect(found!.isPublic).toBe(true)
    const copies = await Promise.all([fetchFound(found!), fetchFound(found!), fetchFound(found!)])
    expect(asked).toEqual(['/pool.jpg'])
    const info = await sharp(copies[0]!).metadata()
    expect(info).toMatchObject({ format: 'webp', width: 1280, height: 640 })
    expect(info.exif).toBeUndefined()
    expect(await fetchFound(found!)).toEqual(copies[0])
    expect(asked).toHaveLength(1)
  })

  test('is given to nobody who may not read the message, and not for an address that no message holds', async () => {
    const direct = await take({ visibility: 'direct', postId: null })
    const mark = markOf(direct.messageId!, '/pool.jpg')
    expect(await find(direct.messageId!, mark)).toBeNull()
    expect(await find(direct.messageId!, mark, town.roadsExpert)).toBeNull()
    expect(await find(direct.messageId!, mark, town.sportExpert)).not.toBeNull()
    const held = await take({ held: true })
    expect(await find(held.messageId!, mark)).toBeNull()
    expect(await find(held.messageId!, mark, town.editor)).not.toBeNull()
    expect(await find((await take()).messageId!, markOf('x', '/cat.png'))).toBeNull()
  })

  test('is none when it is no picture, is too large, or stands in a private network', async () => {
    for (const path of ['/lie.png', '/page.html', '/bomb.png', '/missing.png']) {
      const { messageId } = await take({ attachments: [picture(path)] })
      const found = await find(messageId!, markOf(messageId!, path))
      expect(await fetchFound(found!), path).toBeNull()
      asked = []
      // Nor is the other server asked again and again.
      expect(await fetchFound(found!), path).toBeNull()
      expect(asked).toEqual([])
    }
    const key = { municipalityId: town.id, ownerId: 'private', mark: 'a1' }
    expect(await remotePicture(key, 'http://10.0.0.1/x.png', { size: 100 })).toBeNull()
    expect(await remotePicture({ ...key, mark: '../x' }, `${origin}/nothing`, { size: 100 })).toBeNull()
  })

  test('goes with its message, when it is old, and when there is too much', async () => {
    const remoteId = 'https://away.example/goes'
    const { messageId } = await take({ remoteId })
    await fetchFound((await find(messageId!, markOf(messageId!, '/pool.jpg')))!)
    const copies = () => readdir(join(folder, town.id)).catch(() => [])
    expect(await copies()).toContain(messageId)
    await town.in((tx) =>
      receive(tx, { kind: 'deletion', channelId: town.away, remoteId, by: 'author', at: new Date('2031-01-01') })
    )
    await vi.waitFor(async () => expect(await copies()).not.toContain(messageId), 5000)
    expect(await find(messageId!, markOf(messageId!, '/pool.jpg'))).toBeNull()
    const other = await take()
    await fetchFound((await find(other.messageId!, markOf(other.messageId!, '/pool.jpg')))!)
    expect(await tidyRemotePictures(1)).toBeGreaterThan(0)
    await fetchFound((await find(other.messageId!, markOf(other.messageId!, '/pool.jpg')))!)
    expect(await tidyRemotePictures()).toBe(0)
    moveClock({ byMs: 25 * 3600_000 })
    expect(await tidyRemotePictures()).toBe(1)
  })

  test('stays a link when it is a video', () => {
    expect(
      shownAttachments('m', [{ url: 'https://a.example/v.mp4', mime: 'video/mp4', alt: '' }])[0]!.picture
    ).toBeNull()
  })
})

test('small pictures stand in the words, never in tags, and only those that were sent along', () => {
  const emojis = [{ shortcode: 'blobcat', url: 'https://a.example/"><script>.png' }]
  const html = withEmojis('<p>Hallo :blobcat: <a href="https://x/:blobcat:">:unknown:</a></p>', 'm', emojis)
  expect(html).toMatch(/^<p>Hallo <img class="emoji" src="\/media\/remote\/m\/[0-9a-f]{20}" alt=":blobcat:"/)
  expect(html).toContain('<a href="https://x/:blobcat:">:unknown:</a>')
  expect(html).not.toContain('script')
})
