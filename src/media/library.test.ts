import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stopSender } from '#channels/sender.ts'
import { system } from '#people/types.ts'
import { now, resetClock } from '#platform/clock/clock.ts'
import { eventsAfter } from '#platform/journal/journal.ts'
import { holdStorage, pictureUrl, storage } from '#platform/media/images.ts'
import { servedFile } from '#platform/media/served.ts'
import { createPost } from '#posts/create.ts'
import { authorsOf } from '#posts/authors.ts'
import { publishPost } from '#posts/publish.ts'
import { replaceMedia } from '#posts/replace-media.ts'
import { schedulePost } from '#posts/schedule.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { useWorld } from '../../tests/world/world.ts'
import { cropMedia, rectOf } from './crop.ts'
import { describeMedia, noteShownText, settleConsent, settleRights } from './describe.ts'
import { mediaMarkdown } from './markdown.ts'
import { openOriginal } from './original.ts'
import { listMedia, picturesWithText, readMedia } from './queries.ts'
import { retireMedia } from './retire.ts'
import { settleMediaRules } from './rules.ts'
import { nameOf, storeFile } from './take.ts'
import { inPieces, photo, take } from './town.fixture.ts'
import { usesOf } from './use.ts'
import { stageUpload } from '#platform/media/stage.ts'

const world = useWorld()
let town: SmallTown
const day = '2026-06-01'

beforeAll(async () => {
  town = await makeSmallTown()
  await holdStorage(join(world().directory, 'media'))
})
afterAll(stopSender)
beforeEach(resetClock)

const read = (id: string) => town.act((tx) => readMedia(tx, town.editor, id))

describe('a picture in the library', () => {
  test('keeps its original, and shows nothing of its metadata', async () => {
    const bytes = await photo()
    const { id } = await take(town.id, town.editor, bytes, 'IMG_0815.JPG', { alt: 'Ein Becken' })
    const item = await read(id)
    expect(item).toMatchObject({ kind: 'image', name: 'IMG 0815', alt: 'Ein Becken', hasOriginal: true })
    const original = await town.act((tx) => openOriginal(tx, town.editor, id))
    expect((await storage().get(original.key))!.equals(bytes)).toBe(true)
    for (const variant of item.variants)
      expect((await storage().get(variant.key))!.toString('latin1')).not.toMatch(/SecretCam|Geheim|GPS/)
    const kinds = (await town.act((tx) => eventsAfter(tx, 0, 1000))).map((event) => event.kind)
    expect(kinds).toEqual(expect.arrayContaining(['media.added', 'media.original-seen']))
  })

  test('has an original that no public address gives, and that only some may see', async () => {
    const { id, token } = await take(town.id, town.editor, await photo(), 'a.jpg', { unitId: town.trafficUnitId })
    const { key } = await town.act((tx) => openOriginal(tx, town.editor, id))
    for (const name of [key.split('/').at(-1)!, 'original.jpeg', '900.jpeg', `../${key}`])
      expect(await town.act((tx) => servedFile(tx, token, name))).toBeNull()
    await expect(town.act((tx) => openOriginal(tx, town.expert, id))).rejects.toMatchObject({ status: 403 })
  })

  test('is there once: who uploads it again gets what is there', async () => {
    const bytes = await photo()
    const first = await take(town.id, town.editor, bytes, 'eins.jpg')
    expect(await take(town.id, town.expert, bytes, 'zwei.jpg')).toEqual({ ...first, wasThere: true })
  })

  test('is found by words, kind, unit and by what is missing', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'Rathausuhr.jpg', { unitId: town.sportUnitId })
    const list = async (options: Partial<Parameters<typeof listMedia>[2]>) =>
      (await town.act((tx) => listMedia(tx, town.editor, { today: day, ...options }))).items.map((item) => item.id)
    expect(await list({ words: 'rathausUHR' })).toEqual([id])
    expect(await list({ words: '100%' })).toEqual([])
    expect(await list({ unitId: town.sportUnitId })).toContain(id)
    expect(await list({ kind: 'video' })).toEqual([])
    expect(await list({ filter: 'without-alt' })).toContain(id)
    expect(await list({ filter: 'unused' })).toContain(id)
    await town.act((tx) =>
      settleConsent(tx, town.editor, id, {
        consent: 'given',
        on: '2026-01-01',
        scope: '',
        reference: 'Az 4711',
        until: '2026-06-20'
      })
    )
    expect(await list({ filter: 'consent-ends' })).toEqual([id])
    await town.act((tx) => retireMedia(tx, town.editor, id, true))
    expect(await list({ words: 'Rathausuhr' })).toEqual([])
    expect(await list({ filter: 'retired' })).toEqual([id])
    await expect(town.act((tx) => listMedia(tx, town.operator, { today: day }))).rejects.toMatchObject({ status: 404 })
  })

  test('goes on page by page', async () => {
    const all: string[] = []
    let before: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listMedia>> = await town.act((tx) =>
        listMedia(tx, town.editor, { today: day, limit: 2, before })
      )
      all.push(...page.items.map((item) => item.id))
      before = page.next
    } while (before)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(all.toSorted().toReversed())
  })

  test('is described by those of its unit, and by who brought it', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'b.jpg', { unitId: town.trafficUnitId })
    const words = {
      name: 'Ampel',
      unitId: null,
      alt: '',
      altException: null,
      altReason: '',
      caption: '',
      showsText: true
    }
    await expect(town.act((tx) => describeMedia(tx, town.expert, id, words))).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => describeMedia(tx, town.editor, id, { ...words, alt: ' Eine Ampel ' }))
    expect(await read(id)).toMatchObject({ name: 'Ampel', alt: 'Eine Ampel', unitId: null, showsText: true })
    const { token } = await read(id)
    const withText = (body: string, imageId: string | null) => town.act((tx) => picturesWithText(tx, { body, imageId }))
    const found = [{ id, token, alt: 'Eine Ampel', isExcused: false }]
    expect(await withText('', id)).toEqual(found)
    expect(await withText(`![Ampel](/media/${token}/960.webp)`, null)).toEqual(found)
    expect(await withText('', null)).toEqual([])
    await town.act((tx) => noteShownText(tx, town.editor, id, false))
    expect(await withText('', id)).toEqual([])
    const wrong = { ...words, name: ' ', altException: 'reason' as const, caption: 'x'.repeat(501) }
    await expect(town.act((tx) => describeMedia(tx, town.editor, id, wrong))).rejects.toMatchObject({
      fields: { name: 'nameMissing', altReason: 'media.reasonMissing', caption: 'posts.tooLong' }
    })
    const rights = { author: '', licence: 'own' as const, licenceText: '', source: '' }
    await expect(town.act((tx) => settleRights(tx, town.editor, id, rights))).rejects.toMatchObject({
      fields: { licenceText: 'media.licenceWords' }
    })
  })

  test('keeps nothing of people who cannot be recognised', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'c.jpg')
    const given = { consent: 'given' as const, on: '2026-01-01', scope: 'Web', reference: 'Az 1', until: '' }
    await town.act((tx) => settleConsent(tx, town.editor, id, given))
    await town.act((tx) => settleConsent(tx, town.editor, id, { ...given, consent: 'nobody' }))
    expect(await read(id)).toMatchObject({ consent: 'nobody', consentOn: null, consentScope: '', consentReference: '' })
    await expect(
      town.act((tx) => settleConsent(tx, town.editor, id, { ...given, on: '', until: '2026-02-30' }))
    ).rejects.toMatchObject({ fields: { consentOn: 'media.consentOnMissing', consentUntil: 'media.dayForm' } })
  })
})

describe('crops', () => {
  test('follow the focal point as far as the edges allow, or a part somebody chose', async () => {
    const size = { width: 1000, height: 1000 }
    const crops = { card: 'focal', share: 'focal', article: 'whole', fediverse: 'whole' } as const
    expect(rectOf('card', { focalX: 0.5, focalY: 0.1, crops }, size)).toEqual({ x: 0, y: 0, width: 1, height: 2 / 3 })
    expect(rectOf('card', { focalX: 0.5, focalY: 0.9, crops }, size)!.y).toBeCloseTo(1 / 3)
    expect(rectOf('article', { focalX: 0.5, focalY: 0.9, crops }, size)).toBeNull()
  })

  test('are drawn, have addresses of their own, and go with the next ones', async () => {
    const { id, token } = await take(town.id, town.editor, await photo(1200, 1200), 'd.jpg', { alt: 'x' })
    const part = { x: 0.25, y: 0.25, width: 0.5, height: 0.25 }
    const wish = { focalX: 0.2, focalY: 0.8 }
    const crops = { card: 'focal', share: 'focal', article: part, fediverse: 'whole' } as const
    await cropMedia(town.id, town.editor, id, { ...wish, crops })
    const item = await read(id)
    expect(item.focalX).toBeCloseTo(0.2)
    expect(item.crops.fediverse).toBeUndefined()
    const article = item.crops.article!
    expect([article.byHand, article.variants.at(-1)!.width]).toEqual([true, 600])
    expect(article.variants.at(-1)!.height).toBe(300)
    const card = item.crops.card!.variants.find((one) => one.width === 960)!
    expect(card.height).toBe(640)
    const url = pictureUrl(item, 480, 'webp', 'card')
    expect(url).toMatch(/^\/media\/[\w-]+\/card-[0-9a-f]{8}-480\.webp$/)
    const name = url.split('/').at(-1)!
    expect(await town.act((tx) => servedFile(tx, token, name))).toMatchObject({ state: 'there', type: 'image/webp' })
    await cropMedia(town.id, town.editor, id, { focalX: 0.9, focalY: 0.1, crops: { ...crops, article: 'whole' } })
    expect(pictureUrl(await read(id), 480, 'webp', 'article')).toMatch(/\/480\.webp$/)
  })

  test('outside of the picture are refused', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'e.jpg')
    const card = { x: 0.8, y: 0, width: 0.5, height: 0.5 }
    const wish = { card, share: 'focal', article: 'whole', fediverse: 'whole' } as const
    await expect(
      cropMedia(town.id, town.editor, id, { focalX: 2, focalY: Number.NaN, crops: wish })
    ).rejects.toMatchObject({
      fields: { card: 'media.cropForm', focalX: 'media.cropForm', focalY: 'media.cropForm' }
    })
  })
})

describe('publishing', () => {
  const begin = (given: { imageId?: string; body?: string }) =>
    town.act((tx) =>
      createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Mit Bild', body: 'Ein Satz.', ...given })
    )
  const publish = async (given: { imageId?: string; body?: string }) => {
    const post = await begin(given)
    return town.act((tx) => publishPost(tx, town.editor, { post: post.id, revision: post.revision }))
  }
  const words = { name: 'Bild', unitId: null, alt: '', altReason: '', caption: '', showsText: false }

  test('needs words for every picture, or a documented exception', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'f.jpg')
    const body = mediaMarkdown(await read(id))
    await expect(publish({ imageId: id })).rejects.toMatchObject({ fields: { image: 'posts.altMissing' } })
    await expect(publish({ body })).rejects.toMatchObject({ fields: { body: 'posts.bodyAltMissing' } })
    await town.act((tx) => describeMedia(tx, town.editor, id, { ...words, altException: 'decorative' }))
    const { id: post } = await publish({ imageId: id, body })
    expect(await town.act((tx) => usesOf(tx, id))).toMatchObject([
      { postId: post, versions: [1], inDraft: true, isShownNow: true },
      {},
      {}
    ])
  })

  test('needs a licence and a word on people where the municipality asks for it', async () => {
    const { id } = await take(town.id, town.editor, await photo(), 'g.jpg', { alt: 'Ein Platz' })
    const rules = { imageMb: 20, videoMb: 50, documentMb: 10, licenceRequired: true, consentRequired: true }
    await town.act((tx) => settleMediaRules(tx, town.editor, rules))
    await expect(publish({ imageId: id })).rejects.toMatchObject({ fields: { image: 'media.licenceMissing' } })
    const rights = { author: 'E. M.', licence: 'own-work' as const, licenceText: '', source: '' }
    await town.act((tx) => settleRights(tx, town.editor, id, rights))
    await expect(publish({ imageId: id })).rejects.toMatchObject({ fields: { image: 'media.consentMissing' } })
    const nobody = { consent: 'nobody' as const, on: '', scope: '', reference: '', until: '' }
    await town.act((tx) => settleConsent(tx, town.editor, id, nobody))
    await publish({ imageId: id })
    await town.act((tx) => settleMediaRules(tx, system, { ...rules, licenceRequired: false, consentRequired: false }))
    await town.act((tx) => settleConsent(tx, town.editor, id, { ...nobody, consent: 'asked' }))
    await expect(publish({ imageId: id })).rejects.toMatchObject({ fields: { image: 'media.consentMissing' } })
  })

  test('rules out of reason are refused', async () => {
    const rules = { imageMb: 0, videoMb: 9999, documentMb: 1.5, licenceRequired: true, consentRequired: true }
    await expect(town.act((tx) => settleMediaRules(tx, town.editor, rules))).rejects.toMatchObject({
      fields: { imageMb: 'settingShape', videoMb: 'settingShape', documentMb: 'settingShape' }
    })
  })

  test('a newer file takes the old one’s place in drafts, not in what is published', async () => {
    const old = await take(town.id, town.editor, await photo(), 'h.jpg', { alt: 'Alt' })
    const body = mediaMarkdown(await read(old.id))
    const published = await publish({ imageId: old.id, body })
    const draft = await begin({ body })
    await using staged = await stageUpload(town.id, inPieces(await photo()), {
      image: 1e7,
      video: 1,
      document: 1
    })
    const file = await storeFile(town.id, staged)
    const added = await town.act((tx) => replaceMedia(tx, town.editor, { old: old.id, file, name: 'neu.jpg' }))
    expect(await read(added.id)).toMatchObject({ alt: 'Alt', consent: 'unsaid' })
    expect(await read(old.id)).toMatchObject({ replacedBy: added.id })
    expect(await town.act((tx) => usesOf(tx, old.id))).toMatchObject([{ postId: published.id, isShownNow: true }])
    expect((await town.act((tx) => usesOf(tx, added.id))).map((use) => use.postId)).toContain(draft.id)
    const stale = { title: '', lead: '', body: '', unitId: town.sportUnitId }
    await expect(
      town.act((tx) => saveDraft(tx, town.editor, { post: draft.id, revision: 1, draft: stale }))
    ).rejects.toMatchObject({ status: 409 })
  })
})

test('whoever replaces a file in a scheduled post needs the approval that their own words would need', async () => {
  const old = await take(town.id, town.expert, await photo(), 'fremd.jpg', { alt: 'Alt' })
  const post = await town.act((tx) =>
    createPost(tx, town.editor, { unitId: town.sportUnitId, title: 'Geplant', body: 'Text', imageId: old.id })
  )
  const at = `${new Date(now().getTime() + 864e5).toISOString().slice(0, 10)}T10:00`
  await town.act((tx) => schedulePost(tx, town.editor, { post: post.id, revision: post.revision, at }))
  const pixels = { width: 900, height: 700, channels: 3 as const, background: '#123456' }
  const other = await sharp({ create: pixels }).jpeg().toBuffer()
  await using staged = await stageUpload(town.id, inPieces(other), { image: 1e7, video: 1, document: 1 })
  const file = await storeFile(town.id, staged)
  await town.act((tx) => replaceMedia(tx, town.expert, { old: old.id, file, name: 'neu.jpg' }))
  const row = await town.act((tx) =>
    tx.selectFrom('post').selectAll().where('id', '=', post.id).executeTakeFirstOrThrow()
  )
  expect(row).toMatchObject({ state: 'draft', schedule_problem: 'posts.needsApprovalNow' })
  expect(await town.act((tx) => authorsOf(tx, row))).toContain(town.expert.id)
})

test('a name is what people read of it', () => {
  expect(nameOf('C:\\Users\\erika\\Sommer_fest 2026.final.JPEG')).toBe('Sommer fest 2026.final')
  expect(nameOf('../../etc/passwd')).toBe('passwd')
  expect(nameOf('.jpg')).toBe('')
})
