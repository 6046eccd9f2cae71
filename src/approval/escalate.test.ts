import { afterEach, beforeAll, expect, test } from 'vitest'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { publishPost } from '#posts/publish.ts'
import { readReview } from '#review/queries.ts'
import { mailTold } from '#review/tell.ts'
import { useWorld } from '../../tests/world/world.ts'
import { escalateDue } from './escalate.ts'
import { makeReviewTown, type ReviewTown } from './town.fixture.ts'

useWorld()
let town: ReviewTown
beforeAll(async () => {
  town = await makeReviewTown()
})
afterEach(resetClock)

/** A Monday morning. */
const monday = new Date('2031-03-10T09:00:00Z')
const steps = async (review: string) =>
  (await town.act((tx) => readReview(tx, review))).steps.map(({ what, note }) => [what, note])

test('an unanswered request goes to the leader of the unit, then above, then back; it never publishes itself', async () => {
  moveClock({ to: monday })
  const draft = await town.draft(town.expert)
  const { review } = await town.act((tx) => publishPost(tx, town.expert, { ...draft, reviewer: town.colleague.id }))
  expect((await town.review(review!)).due_at.toISOString()).toMatch(/^2031-03-11T09:00/)
  moveClock({ to: new Date('2031-03-11T08:00:00Z') })
  await escalateDue(town.id)
  expect(await steps(review!)).toEqual([['asked', '']])
  moveClock({ to: new Date('2031-03-11T09:30:00Z') })
  await escalateDue(town.id)
  expect(await steps(review!)).toEqual([
    ['asked', ''],
    ['escalated', 'Lea Leitung']
  ])
  await escalateDue(town.id)
  expect(await steps(review!)).toHaveLength(2)
  moveClock({ to: new Date('2031-03-12T10:00:00Z') })
  await escalateDue(town.id)
  expect((await steps(review!)).at(-1)).toEqual(['escalated', 'Bert Bürgermeister'])
  moveClock({ to: new Date('2031-03-13T10:30:00Z') })
  await escalateDue(town.id)
  expect((await steps(review!)).at(-1)).toEqual(['returned', ''])
  expect(await town.review(review!)).toMatchObject({ state: 'returned' })
  expect(await town.post(draft.post)).toMatchObject({ state: 'draft', version_number: 0, review_id: null })
})

test('everybody concerned is told by mail, in working hours', async () => {
  moveClock({ to: new Date('2031-03-13T20:00:00Z') })
  const email = async (person: { accountId: string }) =>
    (
      await town.act((tx) =>
        tx.selectFrom('account').select('email').where('id', '=', person.accountId).executeTakeFirstOrThrow()
      )
    ).email
  await town.act((tx) => mailTold(tx, town.expert.id))
  expect(await town.mailsTo(await email(town.expert))).toEqual([])
  moveClock({ to: new Date('2031-03-14T08:00:00Z') })
  for (const person of [town.expert, town.head, town.colleague]) await town.act((tx) => mailTold(tx, person.id))
  const [told] = await town.mailsTo(await email(town.expert))
  expect(told!.subject).toContain('Zurück bei Ihnen')
  expect(told!.body).toContain('/desk/reviews/')
  // Nobody is asked by mail for what is decided already.
  expect(await town.mailsTo(await email(town.head))).toEqual([])
  expect(await town.mailsTo(await email(town.colleague))).toEqual([])
})

test('a late look at what is out is asked for again, and stays open', async () => {
  moveClock({ to: monday })
  const draft = await town.draft(town.editor, {})
  const { review } = await town.act((tx) => publishPost(tx, town.editor, draft))
  for (const day of ['12', '13', '14', '17', '18', '19']) {
    moveClock({ to: new Date(`2031-03-${day}T15:30:00Z`) })
    await escalateDue(town.id)
  }
  expect(await town.review(review!)).toMatchObject({ state: 'open', kind: 'after' })
  const told = await town.act((tx) =>
    tx.selectFrom('review_notice').select('kind').where('review_id', '=', review).execute()
  )
  expect(told.filter(({ kind }) => kind === 'look-due').length).toBeGreaterThanOrEqual(1)
  expect(told.length).toBeLessThan(6)
})
