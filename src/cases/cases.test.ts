import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { approveMessage } from '#dialogue/moderate.ts'
import { hide } from '#dialogue/town.fixture.ts'
import { deleteOwnComment, readOwnComment } from '#dialogue/ownComment.ts'
import { openConversation } from '#dialogue/timeline.ts'
import { answer } from '#dialogue/answer.ts'
import { payloads } from '#platform/html/payloads.fixture.ts'
import { holdStorage, storage } from '#platform/media/images.ts'
import { useWorld } from '../../tests/world/world.ts'
import { findNear } from './near.ts'
import { casePanel } from './panel.ts'
import { decidePhoto, findPhoto, takePhoto, tidyPhotos, type StoredPhoto } from './photo.ts'
import { listCases, ownCase, readCase, readFilter } from './public.ts'
import { saveService } from './services.ts'
import { settleCases, readCaseSettings, tileHost } from './settings.ts'
import { refileCase, settleCase } from './settle.ts'
import { type CaseTown, makeCaseTown } from './town.fixture.ts'

const world = useWorld()
let town: CaseTown
beforeAll(async () => {
  await holdStorage(join(world().directory, 'media'))
  town = await makeCaseTown()
})

const filter = (query = '') => readFilter(new URLSearchParams(query))
const listed = (query = '') => town.in((tx) => listCases(tx, filter(query)))
const shown = (code: string) => town.in((tx) => readCase(tx, code))

describe('a report', () => {
  test('is a conversation in the unit of its category, with a clock of its own', async () => {
    const { conversation, code } = await town.report({ name: 'Ute', email: 'ute@example.org', phone: '0251 1234' })
    const opened = await town.in((tx) => openConversation(tx, town.roadsExpert, conversation))
    expect(opened).toMatchObject({ unit: { id: town.roads }, name: 'Ute', state: 'new', held: 1 })
    expect(opened.clock.why).toContainEqual(expect.objectContaining({ what: 'resolve', minutes: 960 }))
    const panel = await town.in((tx) => casePanel(tx, town.roadsExpert, opened))
    expect(panel).toMatchObject({
      code,
      phone: '0251 1234',
      address: 'Lindenstraße 12',
      attributes: [{ code: 'GROESSE', shown: 'groß' }],
      may: { settle: true, moderate: false }
    })
  })

  test('is public once somebody looked, without name, mail and phone', async () => {
    const { code, message } = await town.report({
      text: 'Nur der Text',
      name: 'Geheime Person',
      email: 'geheim@example.org',
      phone: '0170 999'
    })
    expect(await shown(code)).toBeNull()
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    const found = await shown(code.toLowerCase())
    expect(found).toMatchObject({ code, service: 'Schlagloch', state: 'open', unit: 'Tiefbau' })
    expect(JSON.stringify(found)).not.toMatch(/geheim|0170/i)
    expect((await listed()).cases.map((one) => one.code)).toContain(code)
    await town.in((tx) => hide(tx, town.editor, message))
    expect(await shown(code)).toBeNull()
  })

  test('sent twice is one', async () => {
    const first = await town.report({ text: 'Doppelt geklickt' })
    const second = await town.report({ text: 'Doppelt geklickt' })
    expect(second).toMatchObject({ code: first.code, token: first.token, wasThere: true })
  })

  test('says everything that is wrong with it at once', async () => {
    await expect(
      town.report({
        service: 'gibt-es-nicht',
        text: '   ',
        address: '',
        lat: '91',
        lng: 'NaN',
        email: 'keine',
        phone: '<script>',
        trap: 'x'
      })
    ).rejects.toMatchObject({
      fields: {
        service: 'caseServiceUnknown',
        text: 'caseTextMissing',
        lat: 'caseCoordinate',
        lng: 'caseCoordinate',
        email: 'commentEmailWrong',
        phone: 'casePhone',
        trap: 'commentTrap'
      }
    })
    await expect(
      town.report({ address: '', answers: (code) => (code === 'TIEFE' ? ['tief'] : ['x']) })
    ).rejects.toMatchObject({
      fields: {
        address: 'casePlaceMissing',
        'antwort-GROESSE': 'caseAnswerChoice',
        'antwort-TIEFE': 'caseAnswerNumber'
      }
    })
    await expect(town.report({ answers: () => [] })).rejects.toMatchObject({
      fields: { 'antwort-GROESSE': 'caseAnswerMissing' }
    })
    for (const [lat, lng] of [
      ['1e3', '7'],
      ['51', ''],
      ['51', '180.0001'],
      ['Infinity', '1'],
      ['--5', '1']
    ])
      await expect(town.report({ lat, lng })).rejects.toMatchObject({ name: 'Invalid' })
  })

  test('of two megabytes is refused in words', async () => {
    await expect(town.report({ text: 'ä'.repeat(1_000_000), address: 'x'.repeat(2_000_000) })).rejects.toMatchObject({
      fields: { text: 'caseTextLong', address: 'caseAddressLong' }
    })
  })

  test('may hold any script and none of it lives', async () => {
    for (const payload of payloads.slice(0, 40)) {
      const { message, code } = await town
        .report({
          text: `Hier: ${payload}`.slice(0, 3000),
          address: payload.slice(0, 250) || 'hier',
          name: payload.slice(0, 50)
        })
        .catch(() => ({ message: null, code: '' }))
      if (!message) continue
      await town.in((tx) => approveMessage(tx, town.editor, { message }))
      const found = await shown(code)
      expect(found!.html.replace(/<\/?(p|br|a)( [^<>]*)?\/?>/g, '')).not.toMatch(/[<>]/)
    }
  })

  test('is refused where citizens cannot report', async () => {
    const closed = await makeCaseTown()
    await closed.in((tx) => settleCases(tx, closed.editor, { ...readCaseSettings(null), isOn: false }))
    await expect(closed.report()).rejects.toMatchObject({ key: 'casesOff' })
  })

  test('goes at once when whoever reported takes it back', async () => {
    const { token, code, message } = await town.report({
      text: 'Kommt weg',
      address: 'Bei mir zu Hause 3',
      phone: '0251 99',
      lat: '51.9',
      lng: '7.6'
    })
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    await town.in((tx) => deleteOwnComment(tx, { token }))
    expect(await shown(code)).toBeNull()
    const row = await town.in((tx) =>
      tx.selectFrom('case_report').selectAll().where('code', '=', code).executeTakeFirstOrThrow()
    )
    expect(row).toMatchObject({ address: '', phone: null, lat: null, lng: null, attributes: [] })
  })
})

describe('the public state', () => {
  test('is told on the page, in the history and on the private link, and closes the conversation', async () => {
    const { id, code, token, message, conversation } = await town.report({ text: 'Wird geflickt' })
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    await town.in((tx) =>
      settleCase(tx, town.roadsExpert, { case: id, state: 'in_progress', note: 'Die Kolonne kommt am Dienstag.' })
    )
    expect(await shown(code)).toMatchObject({ state: 'in_progress', note: 'Die Kolonne kommt am Dienstag.' })
    await town.in((tx) =>
      settleCase(tx, town.roadsExpert, { case: id, state: 'closed', note: 'Geflickt.', closes: true })
    )
    const own = await town.in((tx) => readOwnComment(tx, token))
    const report = await town.in((tx) => ownCase(tx, own.id))
    expect(report?.history.map(({ state, note }) => [state, note])).toEqual([
      ['open', ''],
      ['in_progress', 'Die Kolonne kommt am Dienstag.'],
      ['closed', 'Geflickt.']
    ])
    const state = () => town.in(async (tx) => (await openConversation(tx, town.editor, conversation)).state)
    expect(await state()).toBe('done')
    await town.in((tx) => settleCase(tx, town.roadsExpert, { case: id, state: 'open', note: 'Wieder offen.' }))
    expect(await state()).toBe('reopened')
    expect((await listed('stand=open&kategorie=schlagloch&zeitraum=30')).cases.map((one) => one.code)).toContain(code)
    expect((await listed('stand=closed')).cases.map((one) => one.code)).not.toContain(code)
  })

  test('is mailed to who confirmed an address, and to nobody else', async () => {
    const mailed = (recipient: string) =>
      town.in((tx) =>
        tx
          .selectFrom('outgoing_mail')
          .selectAll()
          .where('recipient', '=', recipient)
          .where('purpose', '=', 'answer')
          .execute()
      )
    const { id } = await town.report({ text: 'Bitte per Mail', email: 'mail@example.org' })
    const settle = (note: string) =>
      town.in((tx) => settleCase(tx, town.roadsExpert, { case: id, state: 'in_progress', note }))
    await settle('Vor der Bestätigung')
    expect(await mailed('mail@example.org')).toEqual([])
    await town.in((tx) =>
      tx
        .updateTable('contact')
        .set({ email_confirmed_at: new Date() })
        .where('email', '=', 'mail@example.org')
        .execute()
    )
    await settle('Am Dienstag')
    expect(await mailed('mail@example.org')).toMatchObject([{ body: expect.stringContaining('Am Dienstag') }])
  })

  test('is nobody’s to set but the department’s', async () => {
    const { id } = await town.report({ text: 'Nicht fürs Sportamt' })
    const settle = (who: CaseTown['editor']) =>
      town.in((tx) => settleCase(tx, who, { case: id, state: 'closed', note: '' }))
    await expect(settle(town.sportExpert)).rejects.toMatchObject({ name: 'NotAllowed' })
    await expect(settle(town.officer)).rejects.toMatchObject({ name: 'NotAllowed' })
    await expect(
      town.in((tx) => settleCase(tx, town.roadsExpert, { case: id, state: 'egal', note: 'x'.repeat(1001) }))
    ).rejects.toMatchObject({ fields: { state: 'choose', note: 'caseNoteLong' } })
  })

  test('keeps a held text from being closed away', async () => {
    const { id } = await town.report({ text: 'Noch nicht gelesen' })
    await expect(
      town.in((tx) => settleCase(tx, town.roadsExpert, { case: id, state: 'closed', note: '', closes: true }))
    ).rejects.toMatchObject({ key: 'closeHeld' })
  })

  test('comes with the answers that everybody may read', async () => {
    const { code, message, conversation } = await town.report({ text: 'Bitte antworten' })
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    await town.in((tx) =>
      answer(tx, town.roadsExpert, { conversation, text: 'Wir sehen nach.', seen: 0, after: 'wait' })
    )
    expect((await shown(code))?.answers).toMatchObject([{ unit: 'Tiefbau' }])
  })
})

describe('duplicates', () => {
  test('near the place are shown, and only what is public', async () => {
    const near = (lat: string, lng: string, address = '') =>
      town.in(async (tx) => {
        const service = await tx
          .selectFrom('case_service')
          .select('id')
          .where('code', '=', town.rubbish)
          .executeTakeFirstOrThrow()
        return findNear(tx, {
          service: service.id,
          place: { address, lat: lat ? Number(lat) : null, lng: lng ? Number(lng) : null }
        })
      })
    const first = await town.report({
      service: town.rubbish,
      text: 'Sofa am Waldrand',
      address: 'Am Waldrand, Parkplatz',
      lat: '51.9600',
      lng: '7.6200'
    })
    expect(await near('51.9602', '7.6201')).toEqual([])
    await town.in((tx) => approveMessage(tx, town.editor, { message: first.message }))
    expect(await near('51.9602', '7.6201')).toMatchObject([{ code: first.code, metres: expect.any(Number) }])
    expect(await near('51.9700', '7.6200')).toEqual([])
    expect(await near('', '', 'am waldrand parkplatz')).toMatchObject([{ code: first.code, metres: null }])
    await town.in((tx) => settleCase(tx, town.editor, { case: first.id, state: 'closed', note: '' }))
    expect(await near('51.9602', '7.6201')).toEqual([])
  })
})

describe('the photo', () => {
  const withPlace = () =>
    sharp({ create: { width: 1200, height: 800, channels: 3, background: '#777' } })
      .withExif({ IFD0: { Artist: 'Ute Urheberin' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 57/1 0/1' } })
      .jpeg()
      .toBuffer()

  test('loses who took it and where, and is seen by the desk until somebody looked', async () => {
    const photo = await takePhoto(town.id, await withPlace())
    const { id, code, message } = await town.report({ text: 'Mit Foto', photo })
    const find = (who: CaseTown['editor'] | null) => town.in((tx) => findPhoto(tx, who, code, 480))
    expect(await find(null)).toBeNull()
    expect(await find(town.sportExpert)).toBeNull()
    const found = await find(town.roadsExpert)
    const bytes = await storage().get(found!.variant.key)
    expect((await sharp(bytes!).metadata()).exif).toBeUndefined()
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    expect(await find(null)).toBeNull()
    await expect(town.in((tx) => decidePhoto(tx, town.roadsExpert, { case: id, shown: true }))).rejects.toMatchObject({
      name: 'NotAllowed'
    })
    await town.in((tx) => decidePhoto(tx, town.editor, { case: id, shown: true }))
    expect(await find(null)).toMatchObject({ isPublic: true })
    expect((await shown(code))?.hasPhoto).toBe(true)
  })

  test('goes with its report, files and all', async () => {
    const photo = await takePhoto(
      town.id,
      await sharp({ create: { width: 600, height: 400, channels: 3, background: '#123' } })
        .png()
        .toBuffer()
    )
    const { id, code, token } = await town.report({ text: 'Foto geht mit', photo })
    const row = () =>
      town.in((tx) => tx.selectFrom('case_report').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
    const { variants } = (await row()).photo as unknown as StoredPhoto
    await town.in((tx) => deleteOwnComment(tx, { token }))
    expect(await town.in((tx) => findPhoto(tx, town.editor, code, 480))).toBeNull()
    expect(await tidyPhotos(town.id)).toBe(1)
    expect((await row()).photo).toBeNull()
    for (const { key } of variants) expect(await storage().has(key)).toBe(false)
  })

  test('is refused when it is none', async () => {
    await expect(takePhoto(town.id, Buffer.from('<svg onload=alert(1)>'))).rejects.toMatchObject({ name: 'Refusal' })
  })
})

describe('settings', () => {
  test('change the category, and only by those who may', async () => {
    const { id } = await town.report({ text: 'Falsch einsortiert' })
    const service = await town.in((tx) =>
      tx.selectFrom('case_service').select('id').where('code', '=', town.rubbish).executeTakeFirstOrThrow()
    )
    await town.in((tx) => refileCase(tx, town.roadsExpert, { case: id, service: service.id }))
    const input = { name: 'Neu', group: '', description: '', keywords: '', unit: null, resolveHours: '' }
    await expect(town.in((tx) => saveService(tx, town.roadsExpert, input))).rejects.toMatchObject({
      name: 'NotAllowed'
    })
    await expect(
      town.in((tx) => saveService(tx, town.editor, { ...input, name: '', resolveHours: 'bald' }))
    ).rejects.toMatchObject({ fields: { name: 'nameMissing', resolveHours: 'caseHoursShape' } })
  })

  test('take map pictures only from an address that can be named to the browser', () => {
    expect(tileHost('https://karten.example/{z}/{x}/{y}.png')).toBe('https://karten.example')
    for (const bad of [
      'http://karten.example/{z}/{x}/{y}.png',
      'https://karten.example/{z}/{x}.png',
      "https://karten.example'; script-src *; /{z}/{x}/{y}",
      'https://{s}.karten.example/{z}/{x}/{y}.png',
      'javascript:alert(1)//{z}{x}{y}'
    ])
      expect(tileHost(bad)).toBeNull()
  })
})
