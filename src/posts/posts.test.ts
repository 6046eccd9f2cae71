import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publicationsOfPost } from '#channels/queries.ts'
import { stopSender } from '#channels/sender.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { eventsAfter } from '#platform/journal/journal.ts'
import { holdStorage, pictureUrl, storage, storeImage } from '#platform/media/images.ts'
import { servedFile } from '#platform/media/served.ts'
import { useWorld } from '../../tests/world/world.ts'
import { correctPost } from './correct.ts'
import { createPost } from './create.ts'
import { listForDesk, readForDesk, unitsToWriteFor, versionsOf } from './desk-queries.ts'
import { addImage, describeImage, imageMarkdown } from './images.ts'
import { publishPost, republishPost } from './publish.ts'
import {
  articleById,
  type Before,
  listForFeed,
  listPublished,
  publicTopics,
  readArticle,
  readTopic,
  searchPublished
} from './queries.ts'
import { saveDraft } from './save-draft.ts'
import { publishScheduled, schedulePost, sweepSchedule, unschedulePost } from './schedule.ts'
import { makeSmallTown, type SmallTown } from './town.fixture.ts'
import type { DraftInput } from './types.ts'
import { discardDraft, withdrawPost } from './withdraw.ts'

const world = useWorld()
let town: SmallTown

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
})
afterAll(stopSender)
beforeEach(resetClock)

describe('drafts', () => {
  test('a draft is seen by nobody outside', async () => {
    const post = await begin({ title: 'Noch geheim' })
    const { slug } = await town.act((tx) => readForDesk(tx, town.editor, post.id))
    expect(await town.act((tx) => readArticle(tx, slug))).toBeNull()
    expect(await town.act((tx) => searchPublished(tx, 'geheim'))).toEqual([])
  })

  test('two who save at the same time: the second learns what the first wrote, and loses nothing', async () => {
    const post = await begin({ title: 'Erster Stand' })
    await save(post.id, 1, { title: 'Von der einen' })
    await expect(save(post.id, 1, { title: 'Vom anderen' })).rejects.toMatchObject({
      status: 409,
      data: { title: 'Von der einen', revision: 2 }
    })
  })

  test('goals and topics are found by name in any case, and made where the person may', async () => {
    const post = await begin({ goals: ['Bewegte Stadt'], topics: ['Sport', ' sport ', 'Freizeit'] })
    await town.act((tx) =>
      createPost(tx, town.expert, { unitId: town.sportUnitId, goals: ['bewegte stadt'], topics: ['SPORT'] })
    )
    expect(await town.act((tx) => readForDesk(tx, town.editor, post.id))).toMatchObject({
      goals: ['Bewegte Stadt'],
      topics: ['Freizeit', 'sport']
    })
    await expect(
      town.act((tx) => createPost(tx, town.expert, { unitId: town.sportUnitId, goals: ['Ganz neues Ziel'] }))
    ).rejects.toMatchObject({ key: 'posts.goalUnknown', data: { name: 'Ganz neues Ziel' } })
  })

  test('an expert writes for the own unit only, and what they publish waits for an approval', async () => {
    await expect(town.act((tx) => createPost(tx, town.expert, { unitId: town.trafficUnitId }))).rejects.toMatchObject({
      status: 403
    })
    const post = await town.act((tx) =>
      createPost(tx, town.expert, { unitId: town.sportUnitId, title: 'A', body: 'B' })
    )
    const asked = await town.act((tx) => publishPost(tx, town.expert, { post: post.id, revision: 1 }))
    expect(asked).toMatchObject({ kind: 'approval', version: 0 })
    expect(await town.act((tx) => readForDesk(tx, town.editor, post.id))).toMatchObject({
      state: 'in_review',
      publishedAt: null
    })
    expect((await town.act((tx) => unitsToWriteFor(tx, town.expert))).map((unit) => unit.id)).toEqual([
      town.sportUnitId
    ])
  })

  test('a draft can be thrown away, what was public cannot', async () => {
    const draft = await begin({ title: 'Weg damit' })
    await town.act((tx) => discardDraft(tx, town.editor, { post: draft.id }))
    await expect(town.act((tx) => readForDesk(tx, town.editor, draft.id))).rejects.toMatchObject({ status: 404 })
    const post = await publish({ title: 'Bleibt' })
    await expect(town.act((tx) => discardDraft(tx, town.editor, { post: post.id }))).rejects.toMatchObject({
      key: 'posts.wasPublished'
    })
  })
})

describe('publishing', () => {
  test('a published post has a readable address, headings, words, and is found', async () => {
    const { slug } = await publish({
      title: 'Freibad öffnet für Schwimmerinnen & Schwimmer',
      lead: 'Ab Mai.',
      body: '## Was neu ist\n\nZwei Bäder.\n\n## Preise\n\nGünstig.',
      goals: ['Bewegte Stadt'],
      topics: ['Bäder']
    })
    expect(slug).toBe('freibad-oeffnet-fuer-schwimmerinnen-und-schwimmer')
    const article = await town.act((tx) => readArticle(tx, slug))
    expect(article).toMatchObject({
      state: 'published',
      version: 1,
      unitName: 'Amt für Sport',
      goals: [{ name: 'Bewegte Stadt' }]
    })
    expect(article!.headings.map((heading) => heading.text)).toEqual(['Was neu ist', 'Preise'])
    expect(article!.words).toBe(9)
    for (const words of ['Schwimmerin', 'FREIBAD Schwimmer', 'Bädern', 'Bad', 'reibad öff', 'zwei -Preis']) {
      const found = await town.act((tx) => searchPublished(tx, words))
      expect(
        found.some((card) => card.slug === slug),
        words
      ).toBe(words !== 'zwei -Preis')
    }
  })

  test('nothing is published without a title, a text and words for the pictures', async () => {
    const bare = await begin({ title: '' })
    await expect(town.act((tx) => publishPost(tx, town.editor, { post: bare.id, revision: 1 }))).rejects.toMatchObject({
      fields: { title: 'posts.titleMissing', body: 'posts.bodyMissing' }
    })
    const picture = await upload('')
    const post = await begin({ title: 'Mit Bild', body: imageMarkdown(picture), imageId: picture.id })
    await expect(town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision: 1 }))).rejects.toMatchObject({
      fields: { image: 'posts.altMissing', body: 'posts.bodyAltMissing' }
    })
    await town.act((tx) => describeImage(tx, town.editor, picture.id, 'Ein Becken im Morgenlicht'))
    const described = imageMarkdown({ ...picture, alt: 'Ein [leeres] Becken' })
    const { revision } = await save(post.id, 1, { title: 'Mit Bild', body: described, imageId: picture.id })
    await town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision }))
    const article = await town.act((tx) => articleById(tx, post.id))
    expect(article!.html).toContain('alt="Ein [leeres] Becken"')
    expect(article!.html).toMatch(/width="\d+" height="\d+"/)
    expect(article!.picture!.alt).toBe('Ein Becken im Morgenlicht')
    const file = await town.act((tx) => servedFile(tx, picture.token, pictureUrl(picture, 480).split('/')[3]!))
    expect(file).toMatchObject({ state: 'there', type: 'image/webp' })
    expect(await storage().has((file as { key: string }).key)).toBe(true)
  })

  test('the same title twice makes two addresses', async () => {
    const slugs = [await publish({ title: 'Ratssitzung' }), await publish({ title: 'Ratssitzung' })].map(
      (post) => post.slug
    )
    expect(slugs).toEqual(['ratssitzung', 'ratssitzung-2'])
  })

  test('versions cannot be changed, not even by the program', async () => {
    const { id } = await publish({ title: 'Fest' })
    await expect(
      town.act((tx) => tx.updateTable('post_version').set({ title: 'Anders' }).where('post_id', '=', id).execute())
    ).rejects.toThrow(/immutable/)
  })

  test('lists go on without a gap or a double, and end', async () => {
    for (let number = 1; number <= 7; number++) await publish({ title: `Seite ${number}`, topics: ['Blättern'] })
    const topic = await town.act(async (tx) => (await readTopic(tx, 'blaettern'))!)
    const seen: string[] = []
    let before: Before | null = null
    do {
      const page: Awaited<ReturnType<typeof listPublished>> = await town.act((tx) =>
        listPublished(tx, { topicId: topic.id, limit: 3, before })
      )
      seen.push(...page.cards.map((card) => card.title))
      before = page.next
    } while (before)
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `Seite ${number}`))
    expect((await town.act(publicTopics)).find((one) => one.id === topic.id)).toMatchObject({ count: 7 })
    const feed = await town.act((tx) => listForFeed(tx, { topicId: topic.id }))
    expect(feed[0]!.html).toContain('<p>')
  })
})

describe('later', () => {
  test('a correction is a new version with a note, and the old one stays', async () => {
    const post = await publish({ title: 'Öffnungszeiten', body: 'Ab 7 Uhr.' })
    const { revision } = await save(post.id, 1, { title: 'Öffnungszeiten', body: 'Ab 6:30 Uhr.' })
    expect((await town.act((tx) => articleById(tx, post.id)))!.html).toContain('Ab 7 Uhr')
    await expect(
      town.act((tx) => correctPost(tx, town.editor, { post: post.id, revision, note: ' ' }))
    ).rejects.toMatchObject({ fields: { note: 'posts.noteMissing' } })
    await town.act((tx) => correctPost(tx, town.editor, { post: post.id, revision, note: 'Die Uhrzeit war falsch.' }))
    const article = await town.act((tx) => articleById(tx, post.id))
    expect(article).toMatchObject({ version: 2, slug: post.slug, corrections: [{ note: 'Die Uhrzeit war falsch.' }] })
    expect(article!.html).toContain('Ab 6:30 Uhr')
    expect((await town.act((tx) => versionsOf(tx, post.id))).map((version) => version.number)).toEqual([2, 1])
  })

  test('a withdrawn post keeps its address and says why, and can come back', async () => {
    const post = await publish({ title: 'Abgesagt' })
    await town.act((tx) => withdrawPost(tx, town.editor, { post: post.id, reason: 'Das Fest fällt aus.' }))
    expect(await town.act((tx) => readArticle(tx, post.slug))).toMatchObject({
      state: 'withdrawn',
      withdrawalReason: 'Das Fest fällt aus.'
    })
    expect((await town.act((tx) => listPublished(tx))).cards.some((card) => card.id === post.id)).toBe(false)
    await expect(save(post.id, 1, { title: 'Doch' })).rejects.toMatchObject({ key: 'posts.isWithdrawn' })
    await town.act((tx) => republishPost(tx, town.editor, { post: post.id }))
    expect(await town.act((tx) => readArticle(tx, post.slug))).toMatchObject({ state: 'published', version: 2 })
  })

  test('a scheduled post goes out at its local time, by the job or by the sweep, once', async () => {
    moveClock({ to: new Date('2026-06-01T10:00:00Z') })
    const post = await begin({ title: 'Morgen früh', body: 'Text' })
    const { at } = await town.act((tx) =>
      schedulePost(tx, town.editor, { post: post.id, revision: 1, at: '2026-06-02T08:30' })
    )
    expect(at.toISOString()).toBe('2026-06-02T06:30:00.000Z')
    expect((await town.act((tx) => publicationsOfPost(tx, post.id))).map((row) => row.state)).toEqual(['planned'])
    await publishScheduled(town.id, post.id)
    expect((await town.act((tx) => readForDesk(tx, town.editor, post.id))).state).toBe('scheduled')
    moveClock({ to: new Date('2026-06-02T06:30:01Z') })
    await sweepSchedule(town.id)
    await publishScheduled(town.id, post.id)
    expect(await town.act((tx) => readForDesk(tx, town.editor, post.id))).toMatchObject({
      state: 'published',
      version: 1
    })
    expect((await town.act((tx) => versionsOf(tx, post.id)))[0]!.authorName).toBe('Erika Muster')
    expect((await town.act((tx) => publicationsOfPost(tx, post.id))).map((row) => row.state)).toEqual(['due'])
  })

  test('an hour that the clock skips, a time that is past and a time that is none are explained', async () => {
    moveClock({ to: new Date('2027-01-01T10:00:00Z') })
    const post = await begin({ title: 'Wann?', body: 'Text' })
    const at = (text: string) =>
      town.act((tx) => schedulePost(tx, town.editor, { post: post.id, revision: 1, at: text }))
    await expect(at('2027-03-28T02:30')).rejects.toMatchObject({
      fields: { at: 'posts.timeSkipped' },
      data: { later: '03:30' }
    })
    await expect(at('2026-12-31T10:00')).rejects.toMatchObject({ fields: { at: 'posts.timePast' } })
    await expect(at('2027-02-30T10:00')).rejects.toMatchObject({ fields: { at: 'posts.timeInvalid' } })
    expect((await at('2027-10-31T02:30')).at.toISOString()).toBe('2027-10-31T00:30:00.000Z')
  })

  test('a scheduled post can be taken back; nothing of it was planned any more', async () => {
    moveClock({ to: new Date('2026-06-01T10:00:00Z') })
    const post = await begin({ title: 'Doch nicht', body: 'Text' })
    await town.act((tx) => schedulePost(tx, town.editor, { post: post.id, revision: 1, at: '2026-06-02T08:30' }))
    await town.act((tx) => unschedulePost(tx, town.editor, { post: post.id }))
    moveClock({ to: new Date('2026-06-03T06:30:01Z') })
    await sweepSchedule(town.id)
    expect((await town.act((tx) => readForDesk(tx, town.editor, post.id))).state).toBe('draft')
    expect(await town.act((tx) => publicationsOfPost(tx, post.id))).toEqual([])
  })

  test('a scheduled post that lost its title becomes a draft again and says why', async () => {
    moveClock({ to: new Date('2026-06-01T10:00:00Z') })
    const post = await begin({ title: 'Titel', body: 'Text' })
    await town.act((tx) => schedulePost(tx, town.editor, { post: post.id, revision: 1, at: '2026-06-02T08:30' }))
    await save(post.id, 1, { title: '' })
    moveClock({ to: new Date('2026-06-02T06:31:00Z') })
    await sweepSchedule(town.id)
    expect(await town.act((tx) => readForDesk(tx, town.editor, post.id))).toMatchObject({
      state: 'draft',
      scheduleProblem: 'posts.titleMissing'
    })
  })

  test('the desk finds posts by state and words', async () => {
    await begin({ title: 'Ein ganz besonderer Entwurf' })
    const found = await town.act((tx) => listForDesk(tx, town.editor, { state: 'draft', words: 'besonderer' }))
    expect(found.cards.map((card) => card.title)).toEqual(['Ein ganz besonderer Entwurf'])
    expect(found.cards[0]).toMatchObject({ withoutGoal: true, trouble: false })
    expect(
      (await town.act((tx) => listForDesk(tx, town.editor, { state: 'published', words: 'besonderer' }))).cards
    ).toEqual([])
    expect((await town.act((tx) => listForDesk(tx, town.operator))).cards).toEqual([])
  })

  test('the journal tells what happened without a word of the text', async () => {
    const events = await town.act((tx) => eventsAfter(tx, 0, 1000))
    const kinds = new Set(events.map((event) => event.kind))
    for (const kind of ['post.created', 'post.published', 'post.corrected', 'post.withdrawn', 'post.scheduled'])
      expect(kinds).toContain(kind)
    expect(JSON.stringify(events)).not.toMatch(/Freibad|Uhrzeit|fällt aus/)
  })
})

type Given = Partial<DraftInput>

async function begin(given: Given): Promise<{ id: string; revision: number }> {
  return town.act((tx) => createPost(tx, town.editor, { unitId: town.sportUnitId, ...given }))
}

async function publish(given: Given): Promise<{ id: string; slug: string }> {
  const post = await begin({ body: 'Ein Satz.', ...given })
  return town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision: post.revision }))
}

async function save(id: string, revision: number, given: Given) {
  const draft: DraftInput = { title: '', lead: '', body: 'Text', unitId: town.sportUnitId, ...given }
  return town.act((tx) => saveDraft(tx, town.editor, { post: id, revision, draft }))
}

async function upload(alt: string) {
  const bytes = await sharp({ create: { width: 700, height: 400, channels: 3, background: '#07a' } })
    .png()
    .toBuffer()
  const image = await storeImage(town.id, bytes)
  return town.act((tx) => addImage(tx, town.editor, { image, alt }))
}
