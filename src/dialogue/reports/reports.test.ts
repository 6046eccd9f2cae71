import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { system, type Person } from '#people/types.ts'
import { groundChoices } from '#moderation/grounds.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { Invalid, NotAllowed, NotFound, Refusal, TooMany } from '#platform/refusal.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { submitComment } from '../comment.ts'
import { approveMessage } from '../moderate.ts'
import { decide } from '../moderation/decide.ts'
import { review } from '../moderation/review.ts'
import { deleteOwnComment } from '../ownComment.ts'
import { makeTown, said, type Town } from '../town.fixture.ts'
import { receive } from '../receive.ts'
import { closeAsGone, noDanger } from './answer.ts'
import { figureYears, yearlyFigures } from './figures.ts'
import { forgetNotifiers } from './forget.ts'
import { tellReportsOver } from './jobs.ts'
import { askReviewOfReport, ownReport } from './own.ts'
import { countReports, listReports, readReport, reportsOfConversation } from './queries.ts'
import { limitReports, takeReport, type ReportInput } from './take.ts'

useWorld()
let town: Town
let other: Person
let ground: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  await town.in(async (tx) => {
    const { personId } = await addPerson(tx, system, {
      name: 'Otto Ober',
      email: 'otto@town.example',
      roles: [{ role: 'leader', unitId: town.root }]
    })
    other = (await loadPerson(tx, personId))!
    ground = (await groundChoices(tx, 'de')).laws[0]!.code
  })
})
beforeEach(() => resetClock())

let number = 0
async function shown(): Promise<{ message: string; conversation: string; token: string }> {
  const comment = await town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'Kim', text: `Eine Frechheit ${++number}`, address: null })
  )
  await town.in((tx) => approveMessage(tx, town.editor, { message: comment.message }))
  return comment
}
const take = (message: string, given: Partial<ReportInput> = {}) =>
  town.in((tx) =>
    takeReport(tx, {
      message,
      category: 'insult',
      explanation: 'Das beleidigt meine Nachbarin.',
      name: 'Nora Nachbar',
      email: `nora${++number}@post.example`,
      goodFaith: true,
      danger: false,
      language: 'de',
      ...given
    })
  )
const own = (code: string) => town.in((tx) => ownReport(tx, code))
const read = (id: string, who = town.editor) => town.in((tx) => readReport(tx, who, id))
const mailsTo = (recipient: string) =>
  town.in((tx) =>
    tx.selectFrom('outgoing_mail').selectAll().where('recipient', '=', recipient).orderBy('created_at').execute()
  )
const hide = (message: string, notice?: string, who = town.editor) =>
  town.in((tx) =>
    decide(tx, who, {
      step: 'hide',
      message,
      facts: 'Nennt die Nachbarin ein Schimpfwort.',
      ground,
      milder: 'Eine Erinnerung genügt nicht.',
      notice
    })
  )

describe('a notice', () => {
  test('is received, told to those who decide, and found again by its code, however it is typed', async () => {
    const { message, conversation } = await shown()
    const { report, code } = await take(message, { email: 'eins@post.example' })
    expect(code).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/)
    const [receipt] = await mailsTo('eins@post.example')
    expect(receipt!.body).toContain(code)
    expect(receipt!.body).toContain(`/meldung/${code}`)
    expect(await own(code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ state: 'open', mayAskReview: false })
    expect(await read(report)).toMatchObject({
      category: 'insult',
      name: 'Nora Nachbar',
      location: expect.stringContaining(`#k-${message}`),
      police: 'none',
      mayDecide: true
    })
    const told = await town.in((tx) =>
      tx.selectFrom('notice').select(['person_id', 'kind']).where('conversation_id', '=', conversation).execute()
    )
    expect(told).toContainEqual({ person_id: town.editor.id, kind: 'reported' })
    expect(await town.in((tx) => reportsOfConversation(tx, conversation))).toHaveLength(1)
    const row = await town.in((tx) =>
      tx.selectFrom('report').selectAll().where('id', '=', report).executeTakeFirstOrThrow()
    )
    expect(JSON.stringify(row)).not.toContain(code)
    await expect(own('ABCD-EFGH-JKLM-NPQR')).rejects.toThrow(NotFound)
  })

  test('given again and again in somebody’s name does not fill their mailbox', async () => {
    const { message } = await shown()
    for (let time = 0; time < 12; time++) await take(message, { email: 'opfer@post.example' })
    expect(await mailsTo('opfer@post.example')).toHaveLength(10)
  })

  test('lacking one of its four parts gets a word for each; name and address may be left out', async () => {
    const { message } = await shown()
    const bad = take(message, { category: 'x', explanation: ' ', goodFaith: false, email: 'nein' })
    await expect(bad).rejects.toMatchObject({
      fields: {
        category: 'report.categoryMissing',
        explanation: 'report.explanationMissing',
        goodFaith: 'report.goodFaithMissing',
        email: 'commentEmailWrong'
      }
    })
    await expect(take(message, { explanation: 'x'.repeat(2_000_000) })).rejects.toThrow(Invalid)
    const { code } = await take(message, { name: '', email: '' })
    expect((await own(code)).state).toBe('open')
  })

  test('of depicted child abuse keeps neither name nor address, also when they were sent', async () => {
    const { message } = await shown()
    const { report } = await take(message, { category: 'child-abuse', email: 'zeuge@post.example' })
    expect(await read(report)).toMatchObject({ name: '', email: null })
    expect(await mailsTo('zeuge@post.example')).toEqual([])
  })

  test('can be about what another network brought, but about nothing that cannot be seen', async () => {
    const { messageId } = await town.in((tx) => receive(tx, said(town, { text: 'Von draußen', postId: town.post })))
    expect((await take(messageId!)).report).toBeTruthy()
    const { message, token } = await shown()
    await town.in((tx) => deleteOwnComment(tx, { token }))
    await expect(take(message)).rejects.toThrow(NotFound)
    await expect(take('unsinn')).rejects.toThrow(NotFound)
  })

  test('many from one address are slowed down', async () => {
    for (let index = 0; index < 10; index++) await limitReports(town.id, '198.51.100.7')
    await expect(limitReports(town.id, '198.51.100.7')).rejects.toThrow(TooMany)
  })
})

describe('a decision', () => {
  test('answers every open notice of the comment, with reasons and the way to a review', async () => {
    const { message } = await shown()
    const first = await take(message, { email: 'zwei@post.example' })
    const second = await take(message, { email: 'drei@post.example' })
    expect((await read(first.report)).others).toBe(1)
    const { decision } = await hide(message, first.report)
    for (const [{ code }, email] of [
      [first, 'zwei@post.example'],
      [second, 'drei@post.example']
    ] as const) {
      expect(await own(code)).toMatchObject({ state: 'decided', outcome: 'measure', decision, mayAskReview: true })
      const mail = (await mailsTo(email)).at(-1)!
      expect(mail.body).toContain('ausgeblendet')
      expect(mail.body).toContain('Nennt die Nachbarin')
      expect(mail.body).toContain(`/meldung/${code}`)
    }
  })

  test('to let it stand needs a reason, which the notifier reads; a review goes to somebody else and may change it', async () => {
    const { message } = await shown()
    const { report, code } = await take(message, { email: 'vier@post.example' })
    const stand = (facts: string) =>
      town.in((tx) =>
        decide(tx, town.editor, { step: 'stand', message, facts, ground: '', milder: '', notice: report })
      )
    await expect(stand(' ')).rejects.toThrow(Invalid)
    await stand('Eine zulässige Meinung.')
    expect(await own(code)).toMatchObject({ outcome: 'unfounded', reason: 'Eine zulässige Meinung.' })
    await town.in((tx) => askReviewOfReport(tx, { code, reason: 'Da steht ein Schimpfwort.' }))
    await town.in((tx) => askReviewOfReport(tx, { code, reason: 'Noch einmal' }))
    const page = await own(code)
    expect(page).toMatchObject({ mayAskReview: false, reviews: [{ outcome: null }] })
    const again = {
      review: page.reviews[0]!.id,
      outcome: 'changed' as const,
      note: 'Das Wort wurde übersehen.',
      instead: { step: 'hide' as const, facts: 'Enthält ein Schimpfwort.', ground, milder: 'Keine.' }
    }
    await expect(town.in((tx) => review(tx, town.editor, again))).rejects.toThrow(NotAllowed)
    await town.in((tx) => review(tx, other, again))
    expect(await own(code)).toMatchObject({
      outcome: 'measure',
      reviews: [{ outcome: 'changed', note: 'Das Wort wurde übersehen.' }]
    })
    expect((await mailsTo('vier@post.example')).at(-1)!.body).toContain('wurde geändert')
  })

  test('of another notice cannot be reviewed by whoever holds this code', async () => {
    const a = await shown()
    const b = await shown()
    const mine = await take(a.message)
    await take(b.message)
    await hide(b.message)
    await expect(town.in((tx) => askReviewOfReport(tx, { code: mine.code, reason: 'x' }))).rejects.toThrow(Refusal)
  })

  test('is not needed where the comment is gone; a copy of what was reported stays', async () => {
    const { message, token } = await shown()
    const { report, code } = await take(message)
    const close = () => town.in((tx) => closeAsGone(tx, town.editor, { report, reason: 'War schon weg.' }))
    await expect(close()).rejects.toThrow(Refusal)
    await town.in((tx) => deleteOwnComment(tx, { token }))
    const kept = await town.in((tx) =>
      tx.selectFrom('evidence').select('body').where('message_id', '=', message).execute()
    )
    expect(kept).toHaveLength(1)
    await close()
    expect(await own(code)).toMatchObject({ outcome: 'gone', reason: 'War schon weg.', mayAskReview: false })
    await expect(close()).rejects.toThrow(Refusal)
  })

  test('is for those who moderate the unit, and others see nothing of it', async () => {
    const { message } = await shown()
    const { report } = await take(message)
    await expect(read(report, town.roadsExpert)).rejects.toThrow(NotFound)
    expect((await read(report)).name).toBe('Nora Nachbar')
    expect(await read(report, town.sportExpert)).toMatchObject({ mayDecide: false, name: '', email: null, code: null })
    await expect(town.in((tx) => noDanger(tx, town.sportExpert, { report, reason: 'x' }))).rejects.toThrow(NotAllowed)
    await expect(town.in((tx) => listReports(tx, town.sportExpert, 'open'))).rejects.toThrow(NotAllowed)
    expect(await town.in((tx) => countReports(tx, town.editor))).toBeGreaterThan(0)
  })
})

describe('danger to life or safety', () => {
  test('opens the police step at once, mails those who decide at any hour, and stands first', async () => {
    moveClock({ to: new Date('2026-11-29T02:00:00Z') })
    const { message } = await shown()
    const { report } = await take(message, { category: 'threat' })
    expect(await read(report)).toMatchObject({ danger: true, police: 'open' })
    const mails = await mailsTo(town.editorEmail)
    expect(mails.filter(({ purpose }) => purpose === 'danger')).toHaveLength(1)
    expect(mails.at(-1)!.body).not.toContain('Frechheit')
    expect((await town.in((tx) => listReports(tx, town.editor, 'open')))[0]!.id).toBe(report)
    // Hiding it at once does not close the step.
    await hide(message, report)
    expect(await read(report)).toMatchObject({ state: 'decided', police: 'open' })
    expect((await town.in((tx) => listReports(tx, town.editor, 'open'))).map(({ id }) => id)).toContain(report)
    await town.in((tx) =>
      decide(tx, town.editor, {
        step: 'police',
        message,
        facts: 'Droht mit Gewalt.',
        ground,
        milder: 'Keine.',
        notice: report
      })
    )
    expect(await read(report)).toMatchObject({ police: 'told', policeBy: 'Rita Redaktion' })
  })

  test('that somebody looked at and did not find is recorded with the reason', async () => {
    const { message } = await shown()
    const { report } = await take(message, { danger: true })
    await expect(town.in((tx) => noDanger(tx, town.editor, { report, reason: ' ' }))).rejects.toThrow(Invalid)
    await town.in((tx) => noDanger(tx, town.editor, { report, reason: 'Ein Zitat aus einem Film.' }))
    expect(await read(report)).toMatchObject({ police: 'not_needed', policeNote: 'Ein Zitat aus einem Film.' })
    expect((await read(report)).state).toBe('open')
  })
})

describe('time', () => {
  test('a deadline counts service hours; when it is over leaders hear of it once', async () => {
    // A Friday evening: two working days later is Tuesday.
    moveClock({ to: new Date('2026-11-27T17:00:00Z') })
    const { message, conversation } = await shown()
    const { report } = await take(message)
    const { dueAt } = await read(report)
    expect(dueAt.getUTCDay()).toBe(2)
    moveClock({ to: new Date(dueAt.getTime() + 60_000) })
    expect(await town.in(tellReportsOver)).toBeGreaterThan(0)
    expect(await town.in(tellReportsOver)).toBe(0)
    const told = await town.in((tx) =>
      tx
        .selectFrom('notice')
        .select('person_id')
        .where('conversation_id', '=', conversation)
        .where('kind', '=', 'overdue')
        .execute()
    )
    expect(told.map(({ person_id }) => person_id)).toContain(other.id)
    expect((await read(report)).isOver).toBe(true)
  })

  test('half a year after the decision name, address and words of the notifier go, the figures stay', async () => {
    const { message } = await shown()
    const { report } = await take(message, { name: 'Vera Verborgen', email: 'vera@verborgen.example' })
    await hide(message, report)
    const halfAYearAgo = () => new Date(now().getTime() - 190 * 86_400_000)
    expect(await town.in((tx) => forgetNotifiers(tx, halfAYearAgo()))).toBe(0)
    const year = new Date().getFullYear()
    const before = await town.in((tx) => yearlyFigures(tx, year))
    moveClock({ byMs: 191 * 86_400_000 })
    expect(await town.in((tx) => forgetNotifiers(tx, halfAYearAgo()))).toBeGreaterThan(0)
    const rows = await town.in((tx) => tx.selectFrom('report').selectAll().where('id', '=', report).execute())
    expect(JSON.stringify(rows)).not.toMatch(/Verborgen|verborgen|Nachbarin/)
    expect(await town.in((tx) => yearlyFigures(tx, year))).toEqual(before)
  })
})

test('the figures of a year add up, and say that no program decided', async () => {
  const years = await town.in(figureYears)
  const figures = await town.in((tx) => yearlyFigures(tx, years[0]!))
  const { received, byCategory, outcome } = figures.notices
  expect(received).toBeGreaterThan(10)
  expect(Object.values(byCategory).reduce((sum, one) => sum + one, 0)).toBe(received)
  expect(outcome.measure + outcome.unfounded + outcome.gone + outcome.open).toBe(received)
  const hidden = figures.decisions.find(({ step }) => step === 'hide')!
  expect(hidden.sum).toBe(hidden.own + hidden.afterNotice)
  expect(hidden.law).toBe(hidden.sum)
  expect(figures.reviews).toMatchObject({ asked: 1, notifier: 1, changed: 1 })
  expect(figures.automatedDecisions).toBe(0)
  expect((await town.in((tx) => yearlyFigures(tx, 2001))).notices).toMatchObject({ received: 0, medianHours: null })
})
