import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { publicationsOfPost } from '#channels/queries.ts'
import { stopSender } from '#channels/sender.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { holdStorage } from '#platform/media/images.ts'
import { Invalid } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { createPost } from './create.ts'
import { readForDesk } from './desk-queries.ts'
import { publishPost } from './publish.ts'
import { saveDraft } from './save-draft.ts'
import { publishScheduled, schedulePost } from './schedule.ts'
import { makeSmallTown, type SmallTown } from './town.fixture.ts'
import type { DraftInput, VariantInput } from './types.ts'
import { variantsOf } from './variants.ts'

const world = useWorld()
let town: SmallTown
let practice: string

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
  practice = newId()
  await town.act((tx) =>
    tx
      .insertInto('channel')
      .values({ id: practice, network: 'practice', unit_id: town.rootUnitId, name: 'Übung' })
      .execute()
  )
})
afterAll(stopSender)
beforeEach(async () => {
  resetClock()
  await state('live')
})

const state = (to: string) =>
  town.act((tx) => tx.updateTable('channel').set({ state: to }).where('id', '=', practice).execute())
const draft = (given: Partial<DraftInput> = {}): DraftInput => ({
  title: 'Markt',
  lead: 'Am Montag.',
  body: 'Der Markt ist am Montag.',
  unitId: town.rootUnitId,
  ...given
})
const own = (given: Partial<VariantInput> = {}): VariantInput => ({
  channelId: practice,
  detached: true,
  title: 'Markt!',
  text: 'Kommt alle.',
  warning: '',
  ...given
})
const begin = (given: Partial<DraftInput> = {}) => town.act((tx) => createPost(tx, town.editor, draft(given)))
const read = (id: string) => town.act(async (tx) => variantsOf(tx, await readForDesk(tx, town.editor, id)))
const sent = (id: string) =>
  town.act((tx) => tx.selectFrom('sent_variant').selectAll().where('post_id', '=', id).execute())

test('a channel follows the post until it says its own words, and can follow it again', async () => {
  const { id, revision } = await begin({ variants: [own()] })
  expect(await read(id)).toMatchObject([{ channelId: practice, text: 'Kommt alle.', isBehind: false }])
  const save = (at: number, given: Partial<DraftInput>) =>
    town.act((tx) => saveDraft(tx, town.editor, { post: id, revision: at, draft: draft(given) }))
  // The same saved again does not make it older; another word in the post does.
  const same = await save(revision, { variants: [own()] })
  expect((await read(id))[0]!.isBehind).toBe(false)
  const changed = await save(same.revision, { lead: 'Am Dienstag.', variants: [own()] })
  expect((await read(id))[0]!.isBehind).toBe(true)
  const looked = await save(changed.revision, { lead: 'Am Dienstag.', variants: [own({ text: 'Kommt am Dienstag.' })] })
  expect((await read(id))[0]!.isBehind).toBe(false)
  await save(looked.revision, { lead: 'Am Dienstag.', variants: [own({ detached: false })] })
  expect(await read(id)).toEqual([])
})

test('what each channel said is kept with the version and cannot be changed', async () => {
  const { id, revision } = await begin({ variants: [own()] })
  await town.act((tx) => publishPost(tx, town.editor, { post: id, revision }))
  expect(await sent(id)).toMatchObject([
    { channel_id: practice, version_number: 1, detached: true, parts: [{ title: 'Markt!', text: 'Kommt alle.' }] }
  ])
  await expect(
    town.act((tx) => tx.updateTable('sent_variant').set({ warning: 'x' }).where('post_id', '=', id).execute())
  ).rejects.toThrow('immutable')
})

test('nothing goes out or is planned while one channel would fail, and each failure is named', async () => {
  const { id, revision } = await begin({ variants: [own({ title: '', text: '' })] })
  const problem = await town
    .act((tx) => publishPost(tx, town.editor, { post: id, revision }))
    .catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Invalid)
  expect((problem as Invalid).fields).toEqual({ [`variant:${practice}`]: 'variants.empty' })
  await expect(
    town.act((tx) => schedulePost(tx, town.editor, { post: id, revision, at: '2027-05-01T08:00' }))
  ).rejects.toBeInstanceOf(Invalid)
  expect(await town.act((tx) => publicationsOfPost(tx, id))).toEqual([])
  expect(await sent(id)).toEqual([])
})

test('a channel that vanished between the decision and the publishing is named; the others get the post', async () => {
  const { id, revision } = await begin()
  await town.act((tx) => schedulePost(tx, town.editor, { post: id, revision, at: '2027-05-01T08:00' }))
  await state('paused')
  moveClock({ to: new Date('2027-05-01T08:00:30+02:00') })
  await publishScheduled(town.id, id)
  const publications = await town.act((tx) => publicationsOfPost(tx, id))
  expect(publications.find((one) => one.network === 'practice')).toMatchObject({
    state: 'refused',
    problem: 'channel-out-of-reach'
  })
  expect(publications.some((one) => one.network === 'site' && one.state !== 'refused')).toBe(true)
  expect((await town.act((tx) => readForDesk(tx, town.editor, id))).state).toBe('published')
})

test('whoever publishes now is told that a chosen channel is out of reach', async () => {
  const site = await town.act((tx) =>
    tx.selectFrom('channel').select('id').where('network', '=', 'site').executeTakeFirstOrThrow()
  )
  const { id, revision } = await begin({ channelIds: [site.id, practice] })
  await state('closed')
  await expect(town.act((tx) => publishPost(tx, town.editor, { post: id, revision }))).rejects.toMatchObject({
    fields: { [`variant:${practice}`]: 'variants.outOfReach' }
  })
})
