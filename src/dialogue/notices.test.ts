import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { planDuty } from '#duty/duty.ts'
import { serviceCalendar } from '#municipality/hours.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { assign } from './assign.ts'
import { clockPlan } from './clock/plan.ts'
import { confirmAddress } from './comments/mail.ts'
import { submitComment } from './comment.ts'
import { mailNotices, mailTime, unseenNotices, wishNotices } from './notices.ts'
import { note } from './note.ts'
import { deleteOwnComment } from './ownComment.ts'
import { markRead } from './read.ts'
import { receive } from './receive.ts'
import { close } from './state.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
afterEach(resetClock)

const ask = async (text: string) =>
  (await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport })))).conversationId!
const mails = () => town.in((tx) => tx.selectFrom('outgoing_mail').selectAll().orderBy('id').execute())
const mailNow = () => town.in((tx) => mailNotices(tx, town.sportExpert.id))
const wednesday = new Date('2031-03-05T10:00:00Z')
const saturday = new Date('2031-03-08T10:00:00Z')

describe('a colleague', () => {
  test('hears of an assignment and a mention in one mail that holds nothing of a citizen and opens the conversation', async () => {
    moveClock({ to: wednesday })
    const conversation = await ask('Geheimwort Zaunkönig')
    await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await town.in((tx) => note(tx, town.editor, { conversation, text: '@Aylin Acar, siehst du das?' }))
    expect((await town.in((tx) => unseenNotices(tx, town.sportExpert))).map(({ kind }) => kind).toSorted()).toEqual([
      'assigned',
      'mentioned'
    ])
    await mailNow()
    await mailNow()
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail!.body).toContain(`/desk?conversation=${conversation}`)
    expect(mail!.body).toContain('Rita Redaktion hat Ihnen ein Gespräch zugewiesen')
    expect(mail!.subject + mail!.body).not.toMatch(/Zaunkönig|Ben\b/)
  })

  test('is told what was written only where the municipality allows it', async () => {
    moveClock({ to: wednesday })
    const conversation = await ask('Geheimwort Zilpzalp')
    await town.in((tx) =>
      tx
        .updateTable('municipality')
        .set({ settings: JSON.stringify({ citizensTextInMail: true }) })
        .execute()
    )
    await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await mailNow()
    expect((await mails()).at(-1)!.body).toContain('Zilpzalp')
    await town.in((tx) => tx.updateTable('municipality').set({ settings: '{}' }).execute())
  })

  test('is left alone outside of service hours, about what was seen, and about own deeds', async () => {
    moveClock({ to: saturday })
    const before = (await mails()).length
    const conversation = await ask('Am Samstag')
    await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await mailNow()
    expect(await mails()).toHaveLength(before)
    await town.in((tx) => markRead(tx, town.sportExpert, { conversation }))
    moveClock({ to: new Date('2031-03-10T08:00:00Z') })
    await mailNow()
    expect(await mails()).toHaveLength(before)
    await town.in((tx) => assign(tx, town.sportExpert, { conversation, person: null }))
    await town.in((tx) => assign(tx, town.sportExpert, { conversation, person: town.sportExpert.id }))
    expect((await town.in((tx) => unseenNotices(tx, town.sportExpert))).map((one) => one.conversation)).not.toContain(
      conversation
    )
  })

  test('is not reminded of what they answered themselves, nor of what is done', async () => {
    const unseen = () => town.in((tx) => unseenNotices(tx, town.sportExpert))
    const before = (await unseen()).length
    const answered = await ask('Gleich beantwortet')
    const closed = await ask('Von anderen erledigt')
    for (const conversation of [answered, closed])
      await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    expect(await unseen()).toHaveLength(before + 2)
    await town.in((tx) => answer(tx, town.sportExpert, { conversation: answered, text: 'Ja.', seen: null }))
    await town.in((tx) => close(tx, town.editor, { conversation: closed }))
    expect(await unseen()).toHaveLength(before)
  })

  test('hears of what was given to their unit when nobody was named', async () => {
    moveClock({ to: wednesday })
    const { conversationId } = await town.in((tx) => receive(tx, said(town, { text: 'Wem gehört das?', unitId: null })))
    const conversation = conversationId!
    await town.in((tx) => assign(tx, town.editor, { conversation, unit: town.sport }))
    const told = await town.in((tx) => unseenNotices(tx, town.sportExpert))
    expect(told).toContainEqual(expect.objectContaining({ kind: 'unit', conversation, by: 'Rita Redaktion' }))
    expect(await town.in((tx) => unseenNotices(tx, town.editor))).toEqual([])
    await mailNow()
    expect((await mails()).at(-1)!.body).toContain('Rita Redaktion hat Ihrem Amt ein Gespräch gegeben')
    await town.in((tx) => markRead(tx, town.sportExpert, { conversation }))
  })

  test('who wants no mail gets none, but is told in the desk', async () => {
    moveClock({ to: wednesday })
    await town.in((tx) => wishNotices(tx, town.sportExpert, 'off'))
    const before = (await mails()).length
    const conversation = await ask('Ohne Mail')
    await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
    await mailNow()
    expect(await mails()).toHaveLength(before)
    expect((await town.in((tx) => unseenNotices(tx, town.sportExpert))).map((one) => one.conversation)).toContain(
      conversation
    )
    await town.in((tx) => wishNotices(tx, town.sportExpert, 'at_once'))
  })
})

test('what has moved on to another department is told to nobody who may not read it', async () => {
  moveClock({ to: wednesday })
  const conversation = await ask('Geheimwort Rohrdommel')
  await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
  await town.in((tx) => assign(tx, town.editor, { conversation, unit: town.roads, person: null }))
  const before = (await mails()).length
  await mailNow()
  expect(await mails()).toHaveLength(before)
  const told = await town.in((tx) => unseenNotices(tx, town.sportExpert))
  expect(told.map((one) => one.conversation)).not.toContain(conversation)
})

test('mails wait for service hours; a digest waits for the morning', async () => {
  const calendar = (await town.in(clockPlan)).calendarOf(null)
  expect(mailTime(calendar, 'at_once', wednesday)).toEqual(wednesday)
  expect(mailTime(calendar, 'at_once', saturday)).toEqual(new Date('2031-03-10T07:00:00Z'))
  expect(mailTime(calendar, 'at_once', new Date('2031-03-05T18:00:00Z'))).toEqual(new Date('2031-03-06T07:00:00Z'))
  expect(mailTime(calendar, 'digest', wednesday)).toEqual(new Date('2031-03-06T07:00:00Z'))
  expect(mailTime(calendar, 'digest', new Date('2031-03-05T05:00:00Z'))).toEqual(new Date('2031-03-05T07:00:00Z'))
  expect(mailTime(calendar, 'digest', new Date('2031-03-29T10:00:00Z'))).toEqual(new Date('2031-03-31T06:00:00Z'))
  // Lunch is no morning.
  const split = serviceCalendar(
    'Europe/Berlin',
    Array.from(
      { length: 7 },
      () =>
        [
          [480, 720],
          [840, 1080]
        ] as [number, number][]
    ),
    () => null
  )
  expect(mailTime(split, 'digest', new Date('2031-03-05T11:30:00Z'))).toEqual(new Date('2031-03-06T07:00:00Z'))
  const never = serviceCalendar('Europe/Berlin', [[], [], [], [], [], [], []], () => null)
  expect(mailTime(never, 'at_once', wednesday)).toEqual(wednesday)
  expect(mailTime(never, 'digest', wednesday)).toEqual(wednesday)
})

test('whoever is on duty hears outside of service hours too', async () => {
  moveClock({ to: saturday })
  const conversation = await ask('Im Dienst')
  await town.in((tx) =>
    planDuty(tx, town.editor, {
      personId: town.sportExpert.id,
      unitId: town.sport,
      from: '2031-03-08T08:00',
      to: '2031-03-08T20:00',
      note: ''
    } as never)
  )
  const before = (await mails()).length
  await town.in((tx) => assign(tx, town.editor, { conversation, person: town.sportExpert.id }))
  await mailNow()
  expect(await mails()).toHaveLength(before + 1)
})

test('a commenter who left and confirmed an address hears that there is an answer, and nothing more', async () => {
  const { conversation } = await town.in((tx) =>
    submitComment(tx, {
      post: town.post,
      name: 'Vera',
      email: 'vera@citizen.example',
      text: 'Wann denn?',
      address: null
    })
  )
  const link = /\/m\/([\w-]+)/.exec((await mails()).at(-1)!.body)![1]!
  await town.in((tx) => confirmAddress(tx, link))
  await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Im Mai, liebe Vera.', seen: 0 }))
  const mail = (await mails()).at(-1)!
  expect(mail).toMatchObject({ recipient: 'vera@citizen.example', purpose: 'answer' })
  expect(mail.body).toContain('/beitrag/')
  expect(mail.body).not.toMatch(/Im Mai|Wann denn/)
})

test('with a deleted comment its author’s address is gone from the mails, too', async () => {
  const submitted = await town.in((tx) =>
    submitComment(tx, {
      post: town.post,
      name: 'Gerd',
      email: 'gerd.geht@example.org',
      text: 'Bitte wieder löschen',
      address: null
    })
  )
  await town.in((tx) => answer(tx, town.editor, { conversation: submitted.conversation, text: 'Gern.', seen: null }))
  expect((await mails()).filter((mail) => mail.recipient === 'gerd.geht@example.org')).toHaveLength(1)
  await town.in((tx) => deleteOwnComment(tx, { token: submitted.token }))
  expect((await mails()).filter((mail) => mail.recipient === 'gerd.geht@example.org')).toEqual([])
})
