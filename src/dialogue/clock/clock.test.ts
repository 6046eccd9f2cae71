import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { addClosing, dropClosing, settleRegional, settleWeek } from '#municipality/unit-hours.ts'
import { addAbsence, comingAbsences, dropAbsence } from '#people/absence.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { answer } from '../answer.ts'
import { assign } from '../assign.ts'
import { submitComment } from '../comment.ts'
import { tellPerson, unseenNotices } from '../notices.ts'
import { readOwnComment } from '../ownComment.ts'
import { listConversations } from '../queries.ts'
import { receive } from '../receive.ts'
import { close, reopen, wait } from '../state.ts'
import { openConversation } from '../timeline.ts'
import { awayNetwork, makeTown, said, type Town } from '../town.fixture.ts'
import { settleEscalation } from './escalation.ts'
import { forgetClockPlan } from './plan.ts'
import { setClocksAnew } from './settle.ts'
import { dropTarget, readTargets, settleTarget } from './targets.ts'
import { tellDue, workOutAnew } from './tell.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
  addNetwork({ ...awayNetwork, firstNotice: (visibility) => (visibility === 'direct' ? 'send' : null) })
})
afterEach(resetClock)

// A week without holidays; the town works Monday to Friday, 8 to 16 local time (7 to 15 UTC).
const monday = (time: string) => new Date(`2031-03-03T${time}:00Z`)
const tuesday = (time: string) => new Date(`2031-03-04T${time}:00Z`)
const to = (at: Date) => moveClock({ to: at })
const ask = async (text: string, more: Partial<Parameters<typeof said>[1]> = {}) =>
  (await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport, ...more })))).conversationId!
const row = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
/** To the minute: the tests' clock keeps running. */
const minute = (at: Date | null) => at && new Date(Math.floor(at.getTime() / 60_000) * 60_000)
const due = async (id: string) => minute((await row(id)).due_at)
const resolveDue = async (id: string) => minute((await row(id)).resolve_due_at)
const settled = (work: (tx: Parameters<Parameters<Town['in']>[0]>[0]) => Promise<unknown>) =>
  town.in(async (tx) => {
    await work(tx)
    await setClocksAnew(tx)
  })
const told = (who: Town['editor'], id: string) =>
  town.in(async (tx) => (await unseenNotices(tx, who)).filter(({ conversation }) => conversation === id))

describe('an answer is due', () => {
  test('after eight hours of service time, unless somebody settled it otherwise', async () => {
    to(monday('12:00'))
    const id = await ask('Wann öffnet das Bad?')
    expect(await due(id)).toEqual(tuesday('12:00'))
    const opened = await town.in((tx) => openConversation(tx, town.editor, id))
    expect(opened.clock.why).toEqual([{ what: 'answer', minutes: 480, unit: null, topic: null, channel: null }])
    expect(opened.clock.answer!.left).toBeGreaterThan(8 * 3600 - 60)
  })

  test('as the most specific target says, and can say why', async () => {
    to(monday('08:00'))
    const input = { topic: null, channel: null, answerHours: '', resolveHours: '' }
    await settled((tx) =>
      settleTarget(tx, town.editor, { ...input, unit: town.root, answerHours: '4', resolveHours: '16' })
    )
    await settled((tx) =>
      settleTarget(tx, town.editor, { ...input, unit: town.root, channel: town.away, answerHours: '3' })
    )
    await settled((tx) => settleTarget(tx, town.editor, { ...input, unit: town.sport, answerHours: '1,5' }))
    const sport = await ask('Und die Preise?')
    expect(await due(sport)).toEqual(monday('09:30'))
    expect(await resolveDue(sport)).toEqual(new Date('2031-03-05T08:00:00Z'))
    const roads = await ask('Schlagloch', { unitId: town.roads })
    expect(await due(roads)).toEqual(monday('11:00'))
    const opened = await town.in((tx) => openConversation(tx, town.editor, roads))
    expect(opened.clock.why[0]).toMatchObject({ what: 'answer', minutes: 180, channel: 'Draußen', topic: null })
    // Handed on, the other unit's target holds from when the question came.
    await town.in((tx) => assign(tx, town.editor, { conversation: roads, unit: town.sport }))
    expect(await due(roads)).toEqual(monday('09:30'))
    const [strict] = (await town.in(readTargets)).filter(({ unitId }) => unitId === town.sport)
    await settled((tx) => dropTarget(tx, town.editor, strict!.id))
    await workOutAnew(town.id)
    expect(await due(roads)).toEqual(monday('11:00'))
    await expect(
      town.in((tx) => settleTarget(tx, town.sportExpert, { ...input, unit: town.sport, answerHours: '2' }))
    ).rejects.toThrow()
    await expect(
      town.in((tx) => settleTarget(tx, town.editor, { ...input, unit: town.sport, answerHours: 'bald' }))
    ).rejects.toMatchObject({ fields: { answerHours: 'targetShape' } })
    for (const target of await town.in(readTargets)) await settled((tx) => dropTarget(tx, town.editor, target.id))
  })

  test('in the hours of its unit, without holidays and closing days, and anew when they change', async () => {
    to(new Date('2031-04-10T12:00:00Z')) // The Thursday before Easter, 14:00 in the town.
    const id = await ask('Vor Ostern')
    expect(await due(id)).toEqual(new Date('2031-04-15T12:00:00Z'))
    const closing = await town.in((tx) =>
      addClosing(tx, town.editor, { unit: town.root, from: '2031-04-15', to: '', reason: 'Betriebsausflug' })
    )
    await settled((tx) => settleWeek(tx, town.editor, town.sport, ['8-12', '8–12, 14–18', '', '8-18', '8-12', '', '']))
    await workOutAnew(town.id)
    // Four hours on Thursday, nothing on Friday and Monday (holidays), Tuesday (closed), Wednesday; four more on Thursday.
    expect(await due(id)).toEqual(new Date('2031-04-17T10:00:00Z'))
    await settled((tx) => dropClosing(tx, town.editor, closing))
    await settled((tx) => settleWeek(tx, town.editor, town.sport, null))
    await workOutAnew(town.id)
    expect(await due(id)).toEqual(new Date('2031-04-15T12:00:00Z'))
    await expect(
      town.in((tx) => settleWeek(tx, town.editor, town.sport, ['8-', '', '', '', '', '', '']))
    ).rejects.toMatchObject({ fields: { day1: 'hoursShape' } })
    await expect(town.in((tx) => settleRegional(tx, town.editor, town.root, ['friedensfest']))).rejects.toThrow()
    await town.in((tx) => close(tx, town.editor, { conversation: id }))
  })

  test('no longer once it is given; the resolution stands still while the citizen is to reply', async () => {
    to(monday('08:00'))
    await settled((tx) =>
      settleTarget(tx, town.editor, {
        unit: town.sport,
        topic: null,
        channel: null,
        answerHours: '4',
        resolveHours: '6'
      })
    )
    const id = await ask('Erste Frage')
    expect([await due(id), await resolveDue(id)]).toEqual([monday('12:00'), monday('14:00')])
    to(monday('10:00'))
    await town.in((tx) => answer(tx, town.editor, { conversation: id, text: 'Welches Becken?', seen: null }))
    expect([await due(id), await resolveDue(id)]).toEqual([null, null])
    // A day later the citizen replies: four of six hours are left.
    to(tuesday('10:00'))
    const first = await town.in((tx) =>
      tx.selectFrom('message').select('remote_id').where('conversation_id', '=', id).executeTakeFirstOrThrow()
    )
    await ask('Das große', { inReplyTo: first.remote_id })
    expect([await due(id), await resolveDue(id)]).toEqual([tuesday('14:00'), tuesday('14:00')])
    await town.in((tx) => wait(tx, town.editor, { conversation: id, for: 'inside' }))
    expect(await due(id)).toEqual(tuesday('14:00'))
    await town.in((tx) => close(tx, town.editor, { conversation: id }))
    expect((await row(id)).tell_at).toBeNull()
    await town.in((tx) => reopen(tx, town.editor, { conversation: id }))
    expect(await resolveDue(id)).toEqual(new Date('2031-03-05T08:00:00Z'))
    for (const target of await town.in(readTargets)) await settled((tx) => dropTarget(tx, town.editor, target.id))
    await town.in((tx) => close(tx, town.editor, { conversation: id }))
  })

  test('in the order in which times run out', async () => {
    to(monday('08:00'))
    const later = await ask('Später gefragt', { remoteId: 'https://away.example/later' })
    to(monday('07:30'))
    const sooner = await ask('Früher gefragt')
    const list = await town.in((tx) => listConversations(tx, town.editor, { view: 'due', limit: 200 }))
    const ids = list.rows.map(({ id }) => id)
    expect(ids.indexOf(sooner)).toBeLessThan(ids.indexOf(later))
    const first = await town.in((tx) => listConversations(tx, town.editor, { view: 'due', limit: 1 }))
    const second = await town.in((tx) =>
      listConversations(tx, town.editor, { view: 'due', limit: 1, after: first.next })
    )
    expect([first.rows[0]!.id, second.rows[0]!.id]).toEqual(ids.slice(0, 2))
  })
})

describe('the clock speaks', () => {
  const quiet = async () => {
    await town.in((tx) => tx.updateTable('conversation').set({ tell_at: null }).execute())
  }

  test('once before and once after, to those who work on it and then to whom the unit named', async () => {
    await quiet()
    // Before they open, so that the eight hours are this very day.
    to(monday('06:30'))
    const id = await ask('Wer antwortet?')
    await tellDue(town.id)
    expect(await told(town.sportExpert, id)).toEqual([])
    to(monday('13:01'))
    await tellDue(town.id)
    await tellDue(town.id)
    expect((await told(town.sportExpert, id)).map(({ kind }) => kind)).toEqual(['warning'])
    expect(await told(town.editor, id)).toEqual([])
    to(monday('15:01'))
    await Promise.all([tellDue(town.id), tellDue(town.id)])
    await tellDue(town.id)
    expect((await told(town.editor, id)).map(({ kind }) => kind)).toEqual(['escalated'])
    expect((await told(town.sportExpert, id)).map(({ kind }) => kind)).toEqual(['warning'])
    const events = await town.in((tx) =>
      tx.selectFrom('event').select('kind').where('subject_id', '=', id).orderBy('position').execute()
    )
    expect(events.map(({ kind }) => kind).filter((kind) => /clock|escalated/.test(kind))).toEqual([
      'conversation.clock-warned',
      'conversation.escalated'
    ])
    await town.in((tx) => answer(tx, town.editor, { conversation: id, text: 'Wir.', seen: null }))
    expect((await row(id)).tell_at).toBeNull()
  })

  test('only of what is over when both are, and to the people a unit chose', async () => {
    await quiet()
    const rule = { warnPercent: 50, firstNotice: null, escalates: true, leader: false, parent: false }
    await expect(
      town.in((tx) => settleEscalation(tx, town.editor, town.sport, { ...rule, persons: [] }))
    ).rejects.toMatchObject({ fields: { escalates: 'escalationNobody' } })
    await expect(
      town.in((tx) => settleEscalation(tx, town.editor, town.sport, { ...rule, persons: [town.roadsExpert.id] }))
    ).rejects.toMatchObject({ fields: { persons: 'assigneeOutside' } })
    await settled((tx) => settleEscalation(tx, town.editor, town.sport, { ...rule, persons: [town.sportExpert.id] }))
    to(monday('07:00'))
    const id = await ask('Lange her')
    to(new Date('2031-03-07T10:00:00Z'))
    await tellDue(town.id)
    expect((await told(town.sportExpert, id)).map(({ kind }) => kind)).toEqual(['escalated'])
    expect(await told(town.editor, id)).toEqual([])
    await settled((tx) =>
      settleEscalation(tx, town.editor, town.sport, { ...rule, warnPercent: null, escalates: false, persons: [] })
    )
  })

  test('and what has no unit is watched by those who run the dialogue', async () => {
    await quiet()
    to(monday('07:00'))
    const id = await ask('Ohne Amt', { unitId: null })
    to(monday('13:01'))
    await tellDue(town.id)
    expect((await told(town.editor, id)).map(({ kind }) => kind)).toEqual(['warning'])
  })
})

describe('whoever is away', () => {
  test('is stood in for by a deputy who may, from the first day to the last', async () => {
    to(monday('09:00'))
    const id = await ask('An Aylin')
    const absence = await town.in((tx) =>
      addAbsence(tx, town.sportExpert, {
        person: town.sportExpert.id,
        deputy: town.editor.id,
        from: '2031-03-03',
        to: '2031-03-07'
      })
    )
    const after = await town.in((tx) =>
      assign(tx, { kind: 'system' }, { conversation: id, person: town.sportExpert.id })
    )
    expect(after.assignee_id).toBe(town.editor.id)
    await town.in((tx) =>
      tellPerson(tx, { kind: 'system' }, { person: town.sportExpert.id, kind: 'mentioned', conversation: id })
    )
    expect((await told(town.editor, id)).find(({ kind }) => kind === 'mentioned')!.for).toBe('Aylin Acar')
    expect((await town.in((tx) => comingAbsences(tx, town.editor, '2031-03-05')))[0]).toMatchObject({
      deputy: { name: 'Rita Redaktion' },
      canChange: true
    })
    expect(await town.in((tx) => comingAbsences(tx, town.editor, '2031-03-08'))).toEqual([])
    to(new Date('2031-03-08T10:00:00Z'))
    const late = await ask('Am Samstag danach')
    expect(
      (await town.in((tx) => assign(tx, town.editor, { conversation: late, person: town.sportExpert.id }))).assignee_id
    ).toBe(town.sportExpert.id)
    await expect(
      town.in((tx) =>
        addAbsence(tx, town.roadsExpert, { person: town.sportExpert.id, deputy: null, from: '2031-05-01', to: '' })
      )
    ).rejects.toThrow()
    await expect(
      town.in((tx) =>
        addAbsence(tx, town.sportExpert, { person: town.sportExpert.id, deputy: null, from: '2031-03-07', to: '' })
      )
    ).rejects.toMatchObject({ fields: { from: 'absenceOverlap' } })
    await town.in((tx) => dropAbsence(tx, town.editor, absence))
  })

  test('keeps it when the deputy could not read it', async () => {
    to(monday('09:00'))
    const id = await ask('Nur Sport')
    await town.in((tx) =>
      addAbsence(tx, town.sportExpert, {
        person: town.sportExpert.id,
        deputy: town.roadsExpert.id,
        from: '2031-03-03',
        to: ''
      })
    )
    await town.in((tx) =>
      tellPerson(tx, { kind: 'system' }, { person: town.sportExpert.id, kind: 'mentioned', conversation: id })
    )
    expect(await told(town.roadsExpert, id)).toEqual([])
    expect(await told(town.sportExpert, id)).toHaveLength(1)
  })
})

describe('the first notice', () => {
  const saturday = new Date('2031-03-08T10:00:00Z')
  const notices = (id: string) =>
    town.in((tx) =>
      tx.selectFrom('message').selectAll().where('conversation_id', '=', id).where('automatic', '=', true).execute()
    )
  const author = (name: string, more = {}) => ({
    author: { network: 'away', remoteId: `https://away.example/${name}`, name, ...more }
  })

  test('says honestly from when somebody reads, once, and stops no clock', async () => {
    to(saturday)
    const id = await ask('Ist jemand da?', { visibility: 'direct', ...author('Nora') })
    const [notice, ...more] = await notices(id)
    expect(more).toEqual([])
    expect(notice!.text).toContain('ab Montag, 10. März, 08:00 Uhr')
    expect(notice).toMatchObject({ visibility: 'direct', person_id: null, direction: 'out' })
    expect(await row(id)).toMatchObject({ answer_count: 0, state: 'new', last_direction: 'in' })
    expect(await due(id)).toEqual(new Date('2031-03-10T15:00:00Z'))
    const first = await town.in((tx) =>
      tx
        .selectFrom('message')
        .select('remote_id')
        .where('conversation_id', '=', id)
        .where('direction', '=', 'in')
        .executeTakeFirstOrThrow()
    )
    await ask('Hallo?', { visibility: 'direct', inReplyTo: first.remote_id, ...author('Nora') })
    expect(await notices(id)).toHaveLength(1)
    // Nor in another conversation of the same night.
    const other = await ask('Noch etwas anderes', { visibility: 'direct', ...author('Nora') })
    expect(await notices(other)).toEqual([])
    const sent = await town.in((tx) =>
      tx.selectFrom('publication').select('purpose').where('message_id', '=', notice!.id).execute()
    )
    expect(sent).toEqual([{ purpose: 'answer' }])
  })

  test('is never public, never for a program, never in service hours, and never where a unit does not want it', async () => {
    to(saturday)
    expect(await notices(await ask('Öffentlich', author('Otto')))).toEqual([])
    expect(await notices(await ask('Bot', { visibility: 'direct', ...author('Bot', { isProgram: true }) }))).toEqual([])
    expect(await notices(await ask('Auto', { visibility: 'direct', isAutomatic: true, ...author('Auto') }))).toEqual([])
    to(monday('09:00'))
    expect(await notices(await ask('Am Montag', { visibility: 'direct', ...author('Mona') }))).toEqual([])
    const rule = { warnPercent: null, escalates: false, leader: false, parent: false, persons: [] }
    await settled((tx) => settleEscalation(tx, town.editor, town.sport, { ...rule, firstNotice: false }))
    forgetClockPlan(town.id)
    to(saturday)
    expect(await notices(await ask('Still', { visibility: 'direct', ...author('Stine') }))).toEqual([])
  })

  test('stands on the private page of a comment, not on the site', async () => {
    to(saturday)
    const rule = { warnPercent: null, escalates: false, leader: false, parent: false, persons: [] }
    await settled((tx) => settleEscalation(tx, town.editor, town.sport, { ...rule, firstNotice: null }))
    forgetClockPlan(town.id)
    const { token, conversation } = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'Kim', email: 'kim@example.org', text: 'Am Samstag', address: null })
    )
    const own = await town.in((tx) => readOwnComment(tx, token))
    expect(own.answers).toEqual([])
    expect(own.firstNotice!.html).toContain('ab Montag')
    expect(await notices(conversation)).toHaveLength(1)
    const mails = await town.in((tx) =>
      tx
        .selectFrom('outgoing_mail')
        .select('id')
        .where('recipient', '=', 'kim@example.org')
        .where('purpose', '=', 'answer')
        .execute()
    )
    expect(mails).toEqual([])
  })
})
