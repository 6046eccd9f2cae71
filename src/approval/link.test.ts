import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { publishPost } from '#posts/publish.ts'
import { readLink } from '#review/links.ts'
import { readReview } from '#review/queries.ts'
import type { Person } from '#people/types.ts'
import { approveOutside, endOutside, outsideFor } from '#review/reviewers.ts'
import { comment, giveFeedback, inviteReviewer } from '#review/take-part.ts'
import { useWorld } from '../../tests/world/world.ts'
import { approve } from './approve.ts'
import { finishReview } from './finish.ts'
import { makeReviewTown, type ReviewTown } from './town.fixture.ts'

useWorld()
afterEach(resetClock)

describe('in a town with one editor', () => {
  test('posts go out, and who looks is somebody outside whom a leader approved', async () => {
    const town = await makeReviewTown()
    // The leader still knows who leads, but holds no role any more that would let them review.
    await town.act((tx) =>
      tx.deleteFrom('role').where('person_id', 'in', [town.colleague.id, town.head.id, town.mayor.id]).execute()
    )
    const first = await town.act(async (tx) => {
      const { createPost } = await import('#posts/create.ts')
      const post = await createPost(tx, town.editor, { unitId: town.rootUnitId, title: 'Allein', body: 'Text' })
      return publishPost(tx, town.editor, { post: post.id, revision: 1 })
    })
    expect(first).toMatchObject({ kind: 'now-review-after', version: 1 })
    expect((await town.review(first.review!)).reasons).toEqual(['levelAfter', 'nobody'])
    await expect(
      town.act((tx) => approveOutside(tx, town.editor, { name: 'Nachbarin', email: 'n@nachbarstadt.example' }))
    ).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => approveOutside(tx, town.mayor, { name: 'Ich selbst', email: town.editorEmail }))
    const draft = await town.draft(town.editor, { unitId: town.rootUnitId, fourEyes: ['wahlen'] })
    const nobody = await town.act((tx) => publishPost(tx, town.editor, draft))
    expect((await town.review(nobody.review!)).reasons).toEqual(['fourEyes', 'nobody'])
    await town.act((tx) => approveOutside(tx, town.mayor, { name: 'Nachbarin', email: 'N@Nachbarstadt.example' }))
    const other = await town.draft(town.editor, { unitId: town.rootUnitId })
    const gone = await town.act((tx) => publishPost(tx, town.editor, other))
    expect((await town.review(gone.review!)).reasons).toEqual(['levelAfter', 'byLink'])
    const token = await town.linkTo('n@nachbarstadt.example')
    await town.act((tx) => finishReview(tx, { token }, { outcome: 'fine', note: 'Gut.' }))
    expect(await town.review(gone.review!)).toMatchObject({ state: 'fine', decided_as: 'Nachbarin', decided_by: null })
    await expect(town.act((tx) => readLink(tx, token))).rejects.toMatchObject({ key: 'reviews.linkOver' })
    // What waited for nobody can be sent there now.
    const [outside] = await town.act((tx) =>
      tx.selectFrom('outside_reviewer').select('id').where('name', '=', 'Nachbarin').execute()
    )
    await town.act((tx) =>
      inviteReviewer(tx, town.editor, { review: nobody.review!, outside: outside!.id, feedbackOnly: false })
    )
    const second = await town.linkTo('n@nachbarstadt.example')
    await town.act((tx) => approve(tx, { token: second }, { revision: 1 }))
    expect(await town.post(draft.post)).toMatchObject({ state: 'published' })
  })
})

test('a leader who wrote a text does not choose alone who looks at it, unless nobody else leads', async () => {
  const town = await makeReviewTown()
  await town.act((tx) =>
    tx.deleteFrom('role').where('person_id', 'in', [town.editor.id, town.colleague.id, town.head.id]).execute()
  )
  const byMail = async (who: Person) => (await town.act((tx) => outsideFor(tx, [who.id]))).map(({ name }) => name)
  await town.act((tx) => approveOutside(tx, town.mayor, { name: 'Mein Privates', email: 'bert@privat.example' }))
  expect(await byMail(town.expert)).toEqual(['Mein Privates'])
  expect(await byMail(town.mayor)).toEqual(['Mein Privates'])
  const second = await town.hire('Zweite Leitung', 'leader', town.rootUnitId)
  expect(await byMail(town.mayor)).toEqual([])
  await town.act((tx) => approveOutside(tx, second, { name: 'Nachbarin', email: 'n@nachbarstadt.example' }))
  expect(await byMail(town.mayor)).toEqual(['Nachbarin'])
})

describe('a link', () => {
  let town: ReviewTown
  let outside: string
  beforeAll(async () => {
    town = await makeReviewTown()
    outside = await town.act((tx) =>
      approveOutside(tx, town.mayor, { name: 'Nachbarin', email: 'n@nachbarstadt.example' })
    )
  })

  async function asked(): Promise<{ review: string; token: string; post: string }> {
    const draft = await town.draft(town.expert)
    const { review } = await town.act((tx) => publishPost(tx, town.expert, draft))
    await town.act((tx) => inviteReviewer(tx, town.expert, { review: review!, outside, feedbackOnly: false }))
    return { review: review!, token: await town.linkTo('n@nachbarstadt.example'), post: draft.post }
  }

  test('is stored as a hash only, allows comments, and one answer', async () => {
    const { review, token, post } = await asked()
    const stored = await town.act((tx) => tx.selectFrom('review_request').selectAll().execute())
    expect(JSON.stringify(stored)).not.toContain(token)
    await town.act((tx) => comment(tx, { token }, { note: 'Schöner Satz', quote: 'Mai' }))
    const [first, second] = await Promise.allSettled([
      town.act((tx) => approve(tx, { token }, { revision: 1 })),
      town.act((tx) => approve(tx, { token }, { revision: 1 }))
    ])
    expect([first, second].filter((one) => one?.status === 'fulfilled')).toHaveLength(1)
    expect(await town.post(post)).toMatchObject({ state: 'published' })
    const { steps } = await town.act((tx) => readReview(tx, review))
    expect(steps.map(({ what, name }) => [what, name])).toEqual([
      ['asked', 'expert'],
      ['link-sent', 'expert'],
      ['comment', 'Nachbarin'],
      ['approved', 'Nachbarin']
    ])
  })

  test('is over when its time is, when somebody else decided, and when the address is no longer approved', async () => {
    const late = await asked()
    moveClock({ byMs: 8 * 86_400_000 })
    await expect(town.act((tx) => approve(tx, { token: late.token }, { revision: 1 }))).rejects.toMatchObject({
      key: 'reviews.linkOver'
    })
    resetClock()
    await town.act((tx) => approve(tx, { who: town.head, review: late.review }, { revision: 1 }))
    await expect(town.act((tx) => readLink(tx, late.token))).rejects.toMatchObject({ key: 'reviews.linkDecided' })
    const open = await asked()
    await town.act((tx) => endOutside(tx, town.mayor, outside))
    await expect(town.act((tx) => approve(tx, { token: open.token }, { revision: 1 }))).rejects.toMatchObject({
      key: 'reviews.linkOver'
    })
    outside = await town.act((tx) =>
      approveOutside(tx, town.mayor, { name: 'Nachbarin', email: 'n@nachbarstadt.example' })
    )
  })

  test('to any other address gives feedback and never approves', async () => {
    const draft = await town.draft(town.expert)
    const { review } = await town.act((tx) => publishPost(tx, town.expert, draft))
    await town.act((tx) =>
      inviteReviewer(tx, town.expert, {
        review: review!,
        email: 'verein@sport.example',
        name: 'Verein',
        feedbackOnly: false
      })
    )
    const token = await town.linkTo('verein@sport.example')
    await expect(town.act((tx) => approve(tx, { token }, { revision: 1 }))).rejects.toMatchObject({
      key: 'reviews.feedbackOnly'
    })
    await town.act((tx) => giveFeedback(tx, { token }, { note: 'Uns gefällt es.' }))
    expect(await town.review(review!)).toMatchObject({ state: 'open' })
    await expect(town.act((tx) => giveFeedback(tx, { token }, { note: 'Noch etwas' }))).rejects.toMatchObject({
      key: 'reviews.linkOver'
    })
  })
})
