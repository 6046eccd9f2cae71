import { afterEach, beforeEach, expect, test } from 'vitest'
import { checksOfPost } from '#elections/confirm.ts'
import { checklist } from '#elections/rules.ts'
import { addElection } from '#elections/settle.ts'
import { system } from '#people/types.ts'
import { addDays, dayIn, formatLocal, moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { publishPost } from '#posts/publish.ts'
import { schedulePost, sweepSchedule } from '#posts/schedule.ts'
import { approveOutside } from '#review/reviewers.ts'
import { inviteReviewer } from '#review/take-part.ts'
import { setLevel } from '#review/set-level.ts'
import { useWorld } from '../../tests/world/world.ts'
import { approve } from './approve.ts'
import { checklistFor } from './checklist.ts'
import { makeReviewTown, type ReviewTown } from './town.fixture.ts'

useWorld()
let town: ReviewTown
beforeEach(async () => {
  town = await makeReviewTown()
})
afterEach(resetClock)

const zone = 'Europe/Berlin'
const all = checklist().map(({ id }) => id)
/** An election so many days from now. */
const electionIn = (days: number) =>
  town.act((tx) =>
    addElection(tx, system, { name: 'Landtagswahl', kind: 'land', day: addDays(dayIn(now(), zone), days) })
  )
const free = () =>
  town.act((tx) =>
    setLevel(tx, town.mayor, { person: town.editor.id, unit: town.rootUnitId, level: 'free', reason: 'Läuft.' })
  )
const localIn = (days: number) => formatLocal(new Date(now().getTime() + days * 86_400_000), zone)

test('before an election also who is free needs somebody who confirms the checklist, and that stays with the post', async () => {
  await free()
  await electionIn(10)
  const draft = await town.draft(town.editor, { unitId: town.rootUnitId })
  const { review, kind } = await town.act((tx) => publishPost(tx, town.editor, draft))
  expect(kind).toBe('approval')
  const given = { revision: draft.revision }
  await expect(
    town.act((tx) => approve(tx, { who: town.mayor, review: review! }, { ...given, checklist: all.slice(1) }))
  ).rejects.toMatchObject({ fields: { checklist: 'elections.checklistOpen' } })
  expect(await town.post(draft.post)).toMatchObject({ state: 'in_review' })

  await town.act((tx) => approve(tx, { who: town.mayor, review: review! }, { ...given, checklist: all }))
  expect(await town.post(draft.post)).toMatchObject({ state: 'published' })
  expect(await town.act((tx) => checksOfPost(tx, draft.post))).toMatchObject([
    { by: 'Bert Bürgermeister', elections: ['Landtagswahl'] }
  ])
})

test('what is scheduled into that time is asked about when it is scheduled', async () => {
  await free()
  await electionIn(60)
  const early = await town.draft(town.editor, { unitId: town.rootUnitId })
  const soon = await town.act((tx) => schedulePost(tx, town.editor, { ...early, at: localIn(2) }))
  expect(soon.review).toBeNull()
  const late = await town.draft(town.editor, { unitId: town.rootUnitId })
  const { review } = await town.act((tx) => schedulePost(tx, town.editor, { ...late, at: localIn(30) }))
  expect(review).not.toBeNull()
  const row = await town.review(review!)
  expect(await town.act((tx) => checklistFor(tx, { kind: 'approval', subject: 'post', wish: row.wish }))).toHaveLength(
    all.length
  )
  await town.act((tx) => approve(tx, { who: town.mayor, review: review! }, { revision: late.revision, checklist: all }))
  moveClock({ byMs: 31 * 86_400_000 })
  await sweepSchedule(town.id)
  expect(await town.post(late.post)).toMatchObject({ state: 'published' })
})

test('what was approved before anybody knew of the election waits for the checklist', async () => {
  const draft = await town.draft(town.expert)
  const { review } = await town.act((tx) => schedulePost(tx, town.expert, { ...draft, at: localIn(5) }))
  await town.act((tx) => approve(tx, { who: town.mayor, review: review! }, { revision: draft.revision }))
  expect(await town.post(draft.post)).toMatchObject({ state: 'scheduled' })
  await electionIn(20)
  moveClock({ byMs: 6 * 86_400_000 })
  await sweepSchedule(town.id)
  expect(await town.post(draft.post)).toMatchObject({ state: 'draft', schedule_problem: 'elections.notConfirmed' })

  const again = await town.act((tx) => publishPost(tx, town.expert, draft))
  expect(again.kind).toBe('approval')
})

test('a town with one editor gets its confirmation by link', async () => {
  await electionIn(10)
  const draft = await town.draft(town.expert)
  const { review } = await town.act((tx) => publishPost(tx, town.expert, draft))
  const email = 'nachbarin@dorf.example'
  const outside = await town.act((tx) => approveOutside(tx, town.mayor, { name: 'Nachbarin', email }))
  await town.act((tx) => inviteReviewer(tx, town.expert, { review: review!, feedbackOnly: false, outside }))
  const token = await town.linkTo(email)
  await expect(
    town.act((tx) => approve(tx, { token }, { revision: draft.revision, checklist: [] }))
  ).rejects.toMatchObject({ fields: { checklist: 'elections.checklistOpen' } })
  await town.act((tx) => approve(tx, { token }, { revision: draft.revision, checklist: all }))
  expect(await town.act((tx) => checksOfPost(tx, draft.post))).toMatchObject([{ by: 'Nachbarin' }])
})
