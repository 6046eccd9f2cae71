import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openChannel } from '#channels/open.ts'
import { publicationsOfPost } from '#channels/queries.ts'
import { sendPublication } from '#channels/send.ts'
import { stopSender } from '#channels/sender.ts'
import { reapplyErasures } from '#subjects/reapply.ts'
import { system } from '#people/types.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { eventsAfter } from '#platform/journal/journal.ts'
import { holdStorage, storage } from '#platform/media/images.ts'
import { servedFile } from '#platform/media/served.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { articleById, listForFeed, listPublished } from '#posts/queries.ts'
import { makeSmallTown, type SmallTown, standIn } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { revokeConsent, unrevokeConsent, withdrawEnded } from './consent.ts'
import { settleConsent } from './describe.ts'
import { mediaMarkdown } from './markdown.ts'
import { listMedia, readMedia } from './queries.ts'
import { eraseFilesJob, eraseMedia } from './retire.ts'
import { photo, take } from './town.fixture.ts'
import { recallsOf, settleRecall, showAgain, withdrawMedia } from './withdraw.ts'

const world = useWorld()
let town: SmallTown
const able = standIn('able-media', { idempotent: true })
const unable = standIn('unable-media', { idempotent: true, correct: false })

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
  await town.act(async (tx) => {
    for (const { network } of [able, unable])
      await openChannel(tx, system, { network: network.id, unitId: town.sportUnitId, name: network.id })
  })
})
afterAll(stopSender)
beforeEach(() => {
  resetClock()
  moveClock({ to: new Date('2026-06-01T10:00:00Z') })
})

const read = (id: string) => town.act((tx) => readMedia(tx, town.editor, id))
const article = async (id: string) => (await town.act((tx) => articleById(tx, id)))!

/** A photo with consent, above and inside of a published post that went out on every channel. */
async function publishedPhoto(until = '') {
  const taken = await take(town.id, town.editor, await photo(), 'Fest.jpg', { alt: 'Drei Menschen lachen' })
  const given = { consent: 'given' as const, on: '2026-05-01', scope: 'Web', reference: 'Az 12', until }
  await town.act((tx) => settleConsent(tx, town.editor, taken.id, given))
  const line = mediaMarkdown(await read(taken.id))
  const post = await town.act(async (tx) => {
    const { id, revision } = await createPost(tx, town.editor, {
      unitId: town.sportUnitId,
      title: 'Sommerfest',
      body: `Vorher\n\n${line}\n\nNachher`,
      imageId: taken.id
    })
    return publishPost(tx, town.editor, { post: id, revision })
  })
  await sendAll(post.id)
  return { ...taken, post: post.id }
}

async function sendAll(post: string): Promise<void> {
  for (const one of await town.act((tx) => publicationsOfPost(tx, post)))
    if (one.state === 'due') await sendPublication(town.id, one.id)
}

describe('a photo whose consent is revoked', () => {
  test('is served no more, leaves a note where it stood, and the channels are told or listed', async () => {
    const { id, token, post } = await publishedPhoto()
    const before = await article(post)
    expect(before.html).toContain('<img ')
    await town.act((tx) => revokeConsent(tx, town.editor, id, '2026-06-01'))
    expect(await town.act((tx) => servedFile(tx, token, '480.webp'))).toEqual({ state: 'withdrawn' })
    const after = await article(post)
    expect(after).toMatchObject({ picture: null, pictureWithdrawn: true, version: before.version })
    expect(after.html).toContain('<span class="media-withdrawn" role="note">Dieses Bild wurde zurückgezogen.</span>')
    expect(after.html).not.toContain(token)
    expect((await town.act((tx) => listForFeed(tx))).find((one) => one.id === post)!.html).not.toContain(token)
    expect((await town.act((tx) => listPublished(tx))).cards.find((one) => one.id === post)!.picture).toBeNull()

    const recalls = await town.act((tx) => recallsOf(tx, id))
    expect(recalls.map(({ channelName, state }) => [channelName, state]).toSorted()).toEqual([
      ['able-media', 'told'],
      ['unable-media', 'person']
    ])
    await sendAll(post)
    expect(able.calls.at(-1)).toMatchObject({ what: 'correct', outgoing: { postId: post, versionNumber: 1 } })
    const open = () =>
      town
        .act((tx) => listMedia(tx, town.editor, { today: '2026-06-01', filter: 'recall' }))
        .then((found) => found.items)
    expect((await open()).map((item) => item.id)).toEqual([id])
    const [done] = (await town.act((tx) => recallsOf(tx, id))).filter((one) => one.state === 'person')
    await town.act((tx) => settleRecall(tx, town.editor, done!.id))
    expect(await open()).toEqual([])
    const states = (await town.act((tx) => recallsOf(tx, id))).map((one) => one.state)
    expect(states.toSorted()).toEqual(['done', 'sent'])

    const events = await town.act((tx) => eventsAfter(tx, 0, 2000))
    const kinds = events.filter((event) => event.subjectId === id).map((event) => event.kind)
    expect(kinds).toEqual(expect.arrayContaining(['media.consent-revoked', 'media.withdrawn', 'media.recall-done']))
    // The page cache hears of it by the post.
    expect(events.some((event) => event.kind === 'post.media-withdrawn' && event.subjectId === post)).toBe(true)
    expect(JSON.stringify(events)).not.toMatch(/Az 12|lachen/)
  })

  test('as of a day to come goes on that day, by the clock of the town', async () => {
    const { id } = await publishedPhoto()
    await town.act((tx) => revokeConsent(tx, town.editor, id, '2026-06-03'))
    expect(await withdrawEnded()).toBe(0)
    // Midnight in Berlin is two hours before midnight in Greenwich.
    moveClock({ to: new Date('2026-06-02T21:59:00Z') })
    expect(await withdrawEnded()).toBe(0)
    moveClock({ to: new Date('2026-06-02T22:00:30Z') })
    expect(await withdrawEnded()).toBe(1)
    expect(await withdrawEnded()).toBe(0)
    expect(await read(id)).toMatchObject({ withdrawnWhy: 'consent' })
  })

  test('goes the day after the last day it was given for, and cannot be published in between', async () => {
    const { id } = await publishedPhoto('2026-06-05')
    moveClock({ to: new Date('2026-06-05T20:00:00Z') })
    expect(await withdrawEnded()).toBe(0)
    moveClock({ to: new Date('2026-06-06T08:00:00Z') })
    await expect(
      town.act(async (tx) => {
        const { id: post, revision } = await createPost(tx, town.editor, {
          unitId: town.sportUnitId,
          title: 'Noch einmal',
          body: 'Text',
          imageId: id
        })
        await publishPost(tx, town.editor, { post, revision })
      })
    ).rejects.toMatchObject({ fields: { image: 'media.inUseWithdrawn' } })
    expect(await withdrawEnded()).toBe(1)
  })

  test('does not come back under another name, nor into view before consent is settled anew', async () => {
    const { id, post } = await publishedPhoto()
    await town.act((tx) => revokeConsent(tx, town.editor, id, '2026-05-31'))
    const original = await storage().get(
      (
        await town.act((tx) =>
          tx.selectFrom('media').select('original_key').where('id', '=', id).executeTakeFirstOrThrow()
        )
      ).original_key!
    )
    await expect(take(town.id, town.editor, original!, 'anders.jpg')).rejects.toMatchObject({
      key: 'media.wasWithdrawn'
    })
    await expect(town.act((tx) => showAgain(tx, town.editor, id, '2026-06-01'))).rejects.toMatchObject({
      key: 'media.consentStillRevoked'
    })
    await town.act((tx) => unrevokeConsent(tx, town.editor, id))
    await town.act((tx) => showAgain(tx, town.editor, id, '2026-06-01'))
    expect((await article(post)).picture).not.toBeNull()
  })

  test('stays withdrawn after a backup from before was restored, and erased ones stay erased', async () => {
    const { id } = await publishedPhoto()
    const { id: other } = await publishedPhoto()
    await town.act((tx) => withdrawMedia(tx, town.editor, id, 'rights'))
    await town.act((tx) => withdrawMedia(tx, town.editor, other, 'rights'))
    await town.act((tx) => eraseMedia(tx, town.editor, other))
    // As if the database were the one of yesterday.
    await town.act((tx) =>
      tx
        .updateTable('media')
        .set({ withdrawn_at: null, withdrawn_why: null, erased_at: null, author: 'Erika' })
        .where('id', 'in', [id, other])
        .execute()
    )
    expect(await reapplyErasures()).toBeGreaterThan(0)
    expect(await read(id)).toMatchObject({ withdrawnWhy: 'rights', erasedAt: null })
    expect(await read(other)).toMatchObject({ withdrawnWhy: 'rights', author: '' })
    expect((await read(other)).erasedAt).not.toBeNull()
  })
})

describe('erasing', () => {
  test('takes every file and every name, and leaves the proof', async () => {
    const { id } = await publishedPhoto()
    const item = await read(id)
    await expect(town.act((tx) => eraseMedia(tx, town.editor, id))).rejects.toMatchObject({ key: 'media.notWithdrawn' })
    await town.act((tx) => withdrawMedia(tx, town.editor, id, 'other'))
    await town.act((tx) => eraseMedia(tx, town.editor, id))
    await eraseFilesJob.handle({ m: town.id, id })
    for (const { key } of item.variants) expect(await storage().has(key)).toBe(false)
    expect(await read(id)).toMatchObject({ name: '', alt: '', consentReference: '', variants: [], hasOriginal: false })
    await expect(town.act((tx) => showAgain(tx, town.editor, id, '2026-06-01'))).rejects.toMatchObject({
      key: 'media.isErased'
    })
  })

  test('leaves what another picture of the town shares with it', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'eins.jpg')
    const { variants } = await read(id)
    const twin = newId()
    await town.act((tx) =>
      tx
        .insertInto('media')
        .values({
          id: twin,
          token: 'zwilling-zwilling',
          mime: 'image/jpeg',
          bytes: 1,
          width: 1,
          height: 1,
          sha256: 'x',
          variants: JSON.stringify(variants)
        })
        .execute()
    )
    await town.act((tx) => eraseMedia(tx, town.editor, id))
    await eraseFilesJob.handle({ m: town.id, id })
    for (const { key } of variants) expect(await storage().has(key)).toBe(true)
  })

  test('and withdrawing are for those who may', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'zwei.jpg', { unitId: town.sportUnitId })
    await expect(town.act((tx) => withdrawMedia(tx, town.expert, id, 'other'))).rejects.toMatchObject({ status: 403 })
    await expect(town.act((tx) => eraseMedia(tx, town.expert, id))).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => withdrawMedia(tx, system, id, 'other'))
  })
})
