// The picture of a post on its way to other servers: what matters in it, the cut made for them, and its end.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cropMedia, type CropWish } from '#media/crop.ts'
import { photo, take } from '#media/town.fixture.ts'
import { withdrawMedia } from '#media/withdraw.ts'
import { holdStorage } from '#platform/media/images.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import type { Json } from '../../tests/fediverse/peer.ts'
import { arrived, followTown, useStage, type Stage } from '../../tests/fediverse/stage.ts'

const stage = useStage()
let { town, peer, ben } = {} as Stage
let folder: string

beforeAll(async () => {
  ;({ town, peer, ben } = stage())
  folder = await mkdtemp(join(tmpdir(), 'ortsgespraech-pictures-'))
  await holdStorage(folder)
  await followTown(town, peer, ben)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => void (peer.received.length = 0))

/** Publishes a post with a picture of 900 by 600 whose focal point lies at the top left, and answers what arrived. */
async function published(forOthers: CropWish) {
  const { id: picture } = await take(town.id, town.editor, await photo(), 'Bad.jpg', { alt: 'Das leere Becken' })
  const crops = { card: 'focal', share: 'focal', article: 'whole', fediverse: forOthers } as const
  await cropMedia(town.id, town.editor, picture, { focalX: 0.25, focalY: 0.25, crops })
  await town.in(async (tx) => {
    const draft = { title: 'Das Bad ist zu', lead: 'Bis Montag.', body: 'Die Pumpe steht.', imageId: picture }
    const { id, revision } = await createPost(tx, town.editor, { unitId: town.root, ...draft })
    await publishPost(tx, town.editor, { post: id, revision })
  })
  const [create] = await arrived(peer, 'Create')
  return { picture, object: create!.activity.object as Json }
}

const imageOf = (object: Json) => [object.attachment].flat()[0] as Json | undefined

test('a whole picture goes with its description and the point that matters', async () => {
  const { object } = await published('whole')
  const image = imageOf(object)!
  expect(image).toMatchObject({ name: 'Das leere Becken', focalPoint: [-0.5, 0.5] })
  expect(Number(image.width) / Number(image.height)).toBeCloseTo(1.5, 1)
})

test('a cut made for other servers goes instead, and leaves everywhere when the picture is withdrawn', async () => {
  const { object, picture } = await published({ x: 0, y: 0, width: 0.5, height: 1 })
  const image = imageOf(object)!
  expect(image).toMatchObject({ name: 'Das leere Becken', focalPoint: [0, 0] })
  expect(Number(image.width) / Number(image.height)).toBeCloseTo(0.75, 1)

  await town.in((tx) => withdrawMedia(tx, town.editor, picture, 'rights'))
  const [update] = await arrived(peer, 'Update')
  expect(update!.activity.object).toMatchObject({ id: object.id, name: 'Das Bad ist zu' })
  expect(JSON.stringify(update!.activity.object)).not.toContain('Das leere Becken')
  expect(update!.activity.object).not.toHaveProperty('image')
  expect(imageOf(update!.activity.object as Json)).toBeUndefined()
})
