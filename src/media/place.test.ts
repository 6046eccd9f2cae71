import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopSender } from '#channels/sender.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import type { BucketSettings } from '#platform/media/bucket.ts'
import { holdStorage, storage } from '#platform/media/images.ts'
import { placesOf } from '#platform/media/places.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { bucketAccess, startBucket, type StandInBucket } from '../../tests/world/bucket.ts'
import { useWorld } from '../../tests/world/world.ts'
import { choosePlace, copyJob, keptSecret, readPlace, settleBucket, startCopy, tryBucket } from './place.ts'
import { readMedia } from './queries.ts'
import { photo, take } from './town.fixture.ts'

const world = useWorld()
let town: SmallTown
let bucket: StandInBucket
let settings: BucketSettings

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
  bucket = await startBucket()
  configureFetch({ allow: [bucket.host] })
  const { accessKey } = bucketAccess
  settings = {
    endpoint: bucket.endpoint,
    region: 'eu-1',
    bucket: 'medien',
    accessKey,
    prefix: 'stadt',
    pathStyle: true
  }
})
afterAll(async () => {
  configureFetch({})
  await bucket[Symbol.asyncDispose]()
  await stopSender()
})

describe('a bucket', () => {
  test('is tried by writing, reading and deleting, and nothing of it stays', async () => {
    bucket.asked.length = 0
    await tryBucket(town.id, settings, bucketAccess.secret)
    const methods = bucket.asked.map((line) => line.split(' ')[0])
    expect(methods).toEqual(expect.arrayContaining(['PUT', 'GET', 'DELETE']))
    expect(bucket.asked.every((line) => line.includes(` /medien/stadt/${town.id}/`))).toBe(true)
    expect(bucket.objects.size).toBe(0)
  })

  test.each([
    ['a wrong key', { accessKey: 'FALSCH' }, 'place.failed', /InvalidAccessKeyId/],
    ['a bucket that is not there', { bucket: 'fehlt' }, 'place.failed', /NoSuchBucket/],
    ['an address of this network', { endpoint: 'https://127.0.0.1:1' }, 'place.refused', /private/],
    ['no TLS', { endpoint: 'http://s3.example' }, 'place.refused', /scheme/]
  ])('with %s is refused in words, without the secret', async (_, wrong, key, reason) => {
    const error = await tryBucket(town.id, { ...settings, ...wrong }, bucketAccess.secret).catch(
      (found: unknown) => found
    )
    expect(error).toMatchObject({ key, data: { reason: expect.stringMatching(reason) } })
    expect(JSON.stringify(error)).not.toContain(bucketAccess.secret)
  })

  test('whose settings have no shape is not asked at all', async () => {
    const wrong = { ...settings, endpoint: 'ftp://x', bucket: 'A', accessKey: '', prefix: '../x' }
    await expect(tryBucket(town.id, wrong, '')).rejects.toMatchObject({
      fields: {
        endpoint: 'place.endpoint',
        bucket: 'place.bucket',
        accessKey: 'place.keyMissing',
        secret: 'place.keyMissing',
        prefix: 'settingShape'
      }
    })
  })

  test('keeps its secret sealed, and is for operators', async () => {
    await town.act((tx) => settleBucket(tx, town.operator, settings, bucketAccess.secret))
    const row = await town.act((tx) => tx.selectFrom('media_setting').selectAll().executeTakeFirstOrThrow())
    expect(JSON.stringify(row)).not.toContain(bucketAccess.secret)
    expect(await town.act((tx) => keptSecret(tx, town.operator))).toBe(bucketAccess.secret)
    await expect(town.act((tx) => readPlace(tx, town.editor))).rejects.toMatchObject({ status: 403 })
    await expect(town.act((tx) => choosePlace(tx, town.editor, 's3'))).rejects.toMatchObject({ status: 403 })
  })
})

describe('choosing a place', () => {
  test('moves nothing: old files are found where they are, new ones go to the new place, a copy is asked for', async () => {
    const keysOfPhoto = async (id: string) =>
      (await town.act((tx) => readMedia(tx, town.editor, id))).variants.map((variant) => variant.key)
    const { id: old } = await take(town.id, town.editor, await photo(), 'alt.jpg')
    const [before] = await keysOfPhoto(old)
    await town.act((tx) => choosePlace(tx, town.operator, 's3'))
    expect(bucket.objects.size).toBe(0)
    expect((await storage().get(before!))!.length).toBeGreaterThan(0)

    const { id: fresh } = await take(town.id, town.editor, await photo(), 'neu.jpg')
    const [key] = await keysOfPhoto(fresh)
    const { chosen, other } = await placesOf(town.id)
    expect([await chosen.has(key!), await other!.has(key!)]).toEqual([true, false])
    const whole = await storage().get(key!)
    const part = await storage().stream(key!, { start: 2, end: 5 })
    expect(part!.size).toBe(whole!.length)
    expect(await text(part!.body)).toBe(whole!.subarray(2, 6).toString())
    expect(await storage().size(key!)).toBe(whole!.length)
    expect(await storage().get(key!.replace(/[0-9a-f]{4}\./, 'ffff.'))).toBeNull()

    await town.act((tx) => startCopy(tx, town.operator))
    await expect(town.act((tx) => startCopy(tx, town.operator))).rejects.toMatchObject({ key: 'place.copying' })
    await expect(town.act((tx) => choosePlace(tx, town.operator, 'disk'))).rejects.toMatchObject({
      key: 'place.copying'
    })
    await copyJob.handle({ m: town.id })
    const { copying } = await town.act((tx) => readPlace(tx, town.operator))
    expect(copying).toMatchObject({ state: 'done', failed: 0 })
    expect(copying!.done).toBe(copying!.total)
    expect(await chosen.has(before!)).toBe(true)
  })

  test('keeps a bucket in use from being swapped for another', async () => {
    await expect(
      town.act((tx) => settleBucket(tx, town.operator, { ...settings, bucket: 'anderer' }, bucketAccess.secret))
    ).rejects.toMatchObject({ key: 'place.filesThere' })
    await town.act((tx) => settleBucket(tx, town.operator, { ...settings, region: 'eu-2' }, bucketAccess.secret))
  })

  test('a file that is nowhere is counted, and the next copy goes on', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'weg.jpg')
    const { variants } = await town.act((tx) => readMedia(tx, town.editor, id))
    await storage().delete(variants[0]!.key)
    await town.act((tx) => startCopy(tx, town.operator))
    await copyJob.handle({ m: town.id })
    expect((await town.act((tx) => readPlace(tx, town.operator))).copying).toMatchObject({ state: 'failed', failed: 1 })
  })
})
