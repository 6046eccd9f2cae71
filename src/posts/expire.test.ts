import { beforeAll, beforeEach, expect, test } from 'vitest'
import { moveClock } from '#platform/clock/clock.ts'
import { useWorld } from '../../tests/world/world.ts'
import { createPost } from './create.ts'
import { readForDesk } from './desk-queries.ts'
import { expiryOf, planWithdrawal, withdrawExpired } from './expire.ts'
import { publishPost, republishPost } from './publish.ts'
import { makeSmallTown, type SmallTown } from './town.fixture.ts'

useWorld()
let town: SmallTown
beforeEach(() => moveClock({ to: new Date('2027-03-01T07:00:00Z') }))
beforeAll(async () => void (town = await makeSmallTown()))

const publish = () =>
  town.act(async (tx) => {
    const { id } = await createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Sperrung', body: 'Bis Mai.' })
    return (await publishPost(tx, town.editor, { post: id, revision: 1 })).id
  })
const plan = (post: string, at: string | null, reason = 'Die Straße ist wieder frei.', who = town.editor) =>
  town.act((tx) => planWithdrawal(tx, who, { post, at, reason }))
const read = (id: string) => town.act((tx) => readForDesk(tx, town.editor, id))

test('a post is withdrawn at its time, with its reason, once; brought back it stays', async () => {
  const id = await publish()
  await plan(id, '2027-05-01T12:00')
  await withdrawExpired(town.id)
  expect((await read(id)).state).toBe('published')
  moveClock({ to: new Date('2027-05-01T10:00:01Z') })
  await Promise.all([withdrawExpired(town.id), withdrawExpired(town.id)])
  expect(await read(id)).toMatchObject({ state: 'withdrawn', withdrawalReason: 'Die Straße ist wieder frei.' })
  await town.act((tx) => republishPost(tx, town.editor, { post: id }))
  await withdrawExpired(town.id)
  expect((await read(id)).state).toBe('published')
  expect(await town.act((tx) => expiryOf(tx, id))).toBeNull()
})

test('the plan is taken back, and times that cannot be are explained', async () => {
  const id = await publish()
  await plan(id, '2027-05-01T12:00')
  await plan(id, null)
  moveClock({ to: new Date('2027-05-02T10:00:00Z') })
  await withdrawExpired(town.id)
  expect((await read(id)).state).toBe('published')
  await expect(plan(id, '2028-03-26T02:30')).rejects.toMatchObject({ fields: { at: 'posts.timeSkipped' } })
  await expect(plan(id, '2027-05-01T12:00')).rejects.toMatchObject({ fields: { at: 'posts.timePast' } })
  await expect(plan(id, '2027-06-01T12:00', ' ')).rejects.toMatchObject({ fields: { reason: 'posts.reasonMissing' } })
  await expect(plan(id, '2027-06-01T12:00', 'x', town.expert)).rejects.toMatchObject({ status: 403 })
  const draft = await town.act((tx) =>
    createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'A', plannedAt: '2027-07-01T12:00' })
  )
  await expect(plan(draft.id, '2027-06-01T12:00')).rejects.toMatchObject({
    fields: { at: 'posts.endsBeforeItAppears' }
  })
})
