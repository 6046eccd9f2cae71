import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { cropMedia } from '#media/crop.ts'
import { describeMedia } from '#media/describe.ts'
import { mediaMarkdown } from '#media/markdown.ts'
import { readMedia } from '#media/queries.ts'
import { storeFile } from '#media/take.ts'
import { inPieces, photo, take } from '#media/town.fixture.ts'
import { usesOf } from '#media/use.ts'
import { formatLocal, now, resetClock } from '#platform/clock/clock.ts'
import { holdStorage } from '#platform/media/images.ts'
import { stageUpload } from '#platform/media/stage.ts'
import { publishPost } from '#posts/publish.ts'
import { replaceMedia } from '#posts/replace-media.ts'
import { schedulePost } from '#posts/schedule.ts'
import { useWorld } from '../../tests/world/world.ts'
import { approve } from './approve.ts'
import { makeReviewTown, type ReviewTown } from './town.fixture.ts'

const world = useWorld()
let town: ReviewTown
beforeAll(async () => {
  town = await makeReviewTown()
  await holdStorage(join(world().directory, 'media'))
})
afterEach(resetClock)

/** A picture in a post that waits for an approval, or has one and is scheduled. */
async function begin(isApproved: boolean) {
  const { id: picture } = await take(town.id, town.editor, await photo(), 'Becken.jpg', { alt: 'Ein Becken' })
  const body = mediaMarkdown(await town.act((tx) => readMedia(tx, town.editor, picture)))
  const draft = await town.draft(town.expert, { body })
  const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
  const { review } = await town.act((tx) => schedulePost(tx, town.expert, { ...draft, at }))
  if (isApproved) await town.act((tx) => approve(tx, { who: town.head, review: review! }, { revision: 1 }))
  return { picture, post: draft.post, review: review! }
}

const describePicture = (id: string, more: { alt?: string; caption?: string }) =>
  town.act((tx) =>
    describeMedia(tx, town.editor, id, {
      name: 'Becken',
      unitId: null,
      alt: 'Ein Becken',
      showsText: false,
      altException: null,
      altReason: '',
      caption: '',
      ...more
    })
  )

async function replace(id: string): Promise<string> {
  await using staged = await stageUpload(town.id, inPieces(await photo()), { image: 1e7, video: 1, document: 1 })
  const file = await storeFile(town.id, staged)
  return (await town.act((tx) => replaceMedia(tx, town.editor, { old: id, file, name: 'neu.jpg' }))).id
}

const changes: [string, (picture: string) => Promise<unknown>][] = [
  ['its words for who cannot see it', (id) => describePicture(id, { alt: 'Ein leeres Becken' })],
  ['its caption', (id) => describePicture(id, { caption: 'Leer' })],
  [
    'its crop',
    (id) => {
      const part = { x: 0, y: 0, width: 0.5, height: 0.5 }
      const crops = { card: part, share: 'focal', article: part, fediverse: 'whole' } as const
      return cropMedia(town.id, town.editor, id, { focalX: 0.5, focalY: 0.5, crops })
    }
  ],
  ['its file', replace]
]

test.each(changes)('who changes %s after the approval voids it at once, visibly', async (_what, change) => {
  const { picture, post, review } = await begin(true)
  expect(await town.post(post)).toMatchObject({ state: 'scheduled', approval_id: review })
  await change(picture)
  const row = await town.post(post)
  expect(row).toMatchObject({ state: 'draft', approval_id: null, scheduled_at: null })
  expect(row.schedule_problem).toBe('posts.pictureChanged')
  expect(await town.review(review)).toMatchObject({ state: 'void' })
  const told = await town.act((tx) =>
    tx.selectFrom('review_notice').select(['person_id', 'kind']).where('review_id', '=', review).execute()
  )
  expect(told).toContainEqual({ person_id: town.expert.id, kind: 'voided' })
  const again = await town.act((tx) => publishPost(tx, town.expert, { post, revision: row.draft_revision }))
  expect(again.kind).toBe('approval')
})

test.each(changes)('who changes %s while an approval is asked for leaves nothing to approve', async (_what, change) => {
  const { picture, post, review } = await begin(false)
  expect(await town.act((tx) => usesOf(tx, picture))).toMatchObject([{ postId: post, state: 'in_review' }])
  await change(picture)
  await expect(town.act((tx) => approve(tx, { who: town.head, review }, { revision: 1 }))).rejects.toMatchObject({
    key: 'reviews.decidedMeanwhile'
  })
  expect(await town.post(post)).toMatchObject({ state: 'draft', review_id: null, version_number: 0 })
})

test('a replaced file stands in no post that waits for an approval', async () => {
  const { picture, post } = await begin(false)
  const added = await replace(picture)
  expect(await town.act((tx) => usesOf(tx, picture))).toEqual([])
  expect(await town.act((tx) => usesOf(tx, added))).toMatchObject([{ postId: post, inDraft: true }])
})

test('saying the same of a picture again voids nothing', async () => {
  const { picture, post, review } = await begin(true)
  await describePicture(picture, {})
  expect(await town.post(post)).toMatchObject({ state: 'scheduled', approval_id: review })
})
