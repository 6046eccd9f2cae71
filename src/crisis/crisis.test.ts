import { beforeEach, describe, expect, test } from 'vitest'
import { loadMunicipality } from '#municipality/hosts.ts'
import { formatLocal, moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { scheduledPosts } from '#posts/held.ts'
import { publishScheduled, schedulePost } from '#posts/schedule.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { crisisMode } from '#review/crisis.ts'
import { useWorld } from '../../tests/world/world.ts'
import { changeAfterNote, endCrisis } from './end.ts'
import { writeLog } from './hand-over.ts'
import { remindOfPromise } from './promise.ts'
import { activeCrisis, readCrisis, sourcePage } from './queries.ts'
import { publishReport, type ReportInput } from './report.ts'
import { answerRumour, noteRumour } from './rumours.ts'
import { startCrisis } from './start.ts'

useWorld()
let town: SmallTown
beforeEach(async () => {
  resetClock()
  town = await makeSmallTown()
})

const begin = () =>
  town.act((tx) => startCrisis(tx, town.editor, { title: 'Bombenfund am Bahnhof', reason: 'Anruf der Leitstelle' }))
const report = (crisis: string, more: Partial<ReportInput> = {}) =>
  town.act((tx) =>
    publishReport(tx, town.editor, {
      crisis,
      seen: 0,
      headline: 'Fund am Bahnhof: Umgebung wird geräumt',
      known: 'Am Bahnhof liegt eine Bombe aus dem Krieg.',
      unknown: 'Wie lange die Räumung dauert.',
      doing: 'Wir bringen alle in die Turnhalle.',
      next: '',
      ...more
    })
  )
const note = { wentWell: '', wentBadly: '', lessons: 'Die Turnhalle hat jetzt eine Liste.' }
const end = (crisis: string, stop: string[] = []) =>
  town.act((tx) => endCrisis(tx, town.editor, { crisis, stop, ...note }))
const inMinutes = (minutes: number) =>
  formatLocal(new Date(now().getTime() + minutes * 60_000), 'Europe/Berlin').slice(0, 16)

async function scheduled(minutes: number): Promise<string> {
  return town.act(async (tx) => {
    const post = await createPost(tx, town.editor, {
      unitId: town.rootUnitId,
      title: 'Stadtfest',
      body: 'Es wird lustig.'
    })
    await schedulePost(tx, town.editor, { post: post.id, revision: post.revision, at: inMinutes(minutes) })
    return post.id
  })
}
const stateOf = (id: string) =>
  town.act((tx) =>
    tx.selectFrom('post').select(['state', 'schedule_problem']).where('id', '=', id).executeTakeFirstOrThrow()
  )

test('a crisis is started once, by who may, with a reason, and every page of the site points to it', async () => {
  await expect(
    town.act((tx) => startCrisis(tx, town.expert, { title: 'Stromausfall', reason: 'weil' }))
  ).rejects.toMatchObject({ status: 403 })
  await expect(town.act((tx) => startCrisis(tx, town.editor, { title: ' ', reason: '' }))).rejects.toMatchObject({
    fields: { title: 'crisis.titleMissing', reason: 'crisis.reasonMissing' }
  })
  const started = await Promise.allSettled([begin(), begin()])
  expect(started.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(started.find((one) => one.status === 'rejected')?.reason).toMatchObject({ key: 'crisis.oneAtATime' })
  const crisis = (await town.act(activeCrisis))!
  expect((await town.act(loadMunicipality)).settings.alert).toEqual({
    title: 'Bombenfund am Bahnhof',
    path: `/lage/${crisis.slug}`
  })
  expect(await town.act(crisisMode)).toBe(true)
  await end(crisis.id)
  expect((await town.act(loadMunicipality)).settings.alert).toBeNull()
  expect(await town.act(crisisMode)).toBe(false)
  const again = await begin()
  expect((await town.act(activeCrisis))!.slug).not.toBe(crisis.slug)
  await end(again)
})

describe('reports', () => {
  test('each is a version of the source page and a post on every channel', async () => {
    const crisis = await begin()
    const { post, number } = await report(crisis, { next: inMinutes(60) })
    expect(number).toBe(1)
    const said = await town.act((tx) =>
      tx.selectFrom('post').selectAll().where('id', '=', post).executeTakeFirstOrThrow()
    )
    expect(said).toMatchObject({ state: 'published', draft_title: 'Fund am Bahnhof: Umgebung wird geräumt' })
    expect(said.draft_lead).toContain('Am Bahnhof liegt eine Bombe aus dem Krieg.')
    expect(said.draft_lead).toContain('Nächste Meldung: ')
    const { slug } = (await town.act(activeCrisis))!
    for (const words of ['## Wir wissen\n', '## Wir wissen nicht', '## Wir tun', `/lage/${slug}`])
      expect(said.draft_body).toContain(words)
    await report(crisis, { seen: 1, headline: 'Räumung läuft' })
    const page = (await town.act((tx) => sourcePage(tx, slug)))!
    expect(page.reports.map((one) => one.headline)).toEqual(['Räumung läuft', 'Fund am Bahnhof: Umgebung wird geräumt'])
    expect(page.reports.every((one) => one.personName === null)).toBe(true)
    await expect(town.act((tx) => tx.updateTable('crisis_report').set({ known: 'anders' }).execute())).rejects.toThrow(
      'immutable'
    )
    await end(crisis)
  })

  test('nobody reports past another, and what is missing is named at its field', async () => {
    const crisis = await begin()
    const both = await Promise.allSettled([report(crisis), report(crisis, { headline: 'Dasselbe anders' })])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ key: 'crisis.stale', status: 409 })
    await expect(report(crisis, { seen: 1, headline: '', known: '', unknown: ' ', doing: '' })).rejects.toMatchObject({
      fields: {
        headline: 'crisis.headlineMissing',
        known: 'crisis.knownMissing',
        unknown: 'crisis.unknownMissing',
        doing: 'crisis.doingMissing'
      }
    })
    await expect(report(crisis, { seen: 1, next: inMinutes(-5) })).rejects.toMatchObject({
      fields: { next: 'posts.timePast' }
    })
    await expect(report(crisis, { seen: 1, next: '2027-03-28T02:30' })).rejects.toMatchObject({
      fields: { next: 'posts.timeSkipped' }
    })
    await end(crisis)
    await expect(report(crisis, { seen: 1 })).rejects.toMatchObject({ key: 'crisis.isOver' })
  })

  test('who leads is told once, shortly before the promised time', async () => {
    const crisis = await begin()
    await report(crisis, { next: inMinutes(60) })
    const mails = async () => {
      await town.act(remindOfPromise)
      return town.act((tx) =>
        tx.selectFrom('outgoing_mail').select('recipient').where('purpose', '=', 'crisis').execute()
      )
    }
    expect(await mails()).toEqual([])
    moveClock({ byMs: 55 * 60_000 })
    expect(await mails()).toEqual([{ recipient: town.editorEmail }])
    expect(await mails()).toHaveLength(1)
    await end(crisis)
  })
})

test('what is scheduled waits, and ending the crisis decides about each', async () => {
  const [past, stopped, goesOn] = [await scheduled(30), await scheduled(300), await scheduled(300)]
  const crisis = await begin()
  moveClock({ byMs: 60 * 60_000 })
  await publishScheduled(town.id, past)
  expect((await stateOf(past)).state).toBe('scheduled')
  const held = await town.act(scheduledPosts)
  expect(held.filter((one) => one.isPast).map((one) => one.id)).toEqual([past])
  expect((await end(crisis, [stopped])).stopped).toBe(2)
  expect(await stateOf(past)).toEqual({ state: 'draft', schedule_problem: 'crisis.heldPost' })
  expect(await stateOf(stopped)).toEqual({ state: 'draft', schedule_problem: 'crisis.heldPost' })
  expect((await stateOf(goesOn)).state).toBe('scheduled')
  moveClock({ byMs: 6 * 3600_000 })
  await publishScheduled(town.id, goesOn)
  expect((await stateOf(goesOn)).state).toBe('published')
})

test('rumours are shown only with an answer, by who leads', async () => {
  const crisis = await begin()
  const input = { claim: 'Das Wasser ist vergiftet.', answer: '', verdict: 'open', isPublic: false }
  const rumour = await town.act((tx) => noteRumour(tx, town.expert, { crisis, ...input }))
  const shown = async () => (await town.act((tx) => readPage(tx)))!.rumours.map((one) => one.claim)
  const readPage = async (tx: Parameters<Parameters<SmallTown['act']>[0]>[0]) =>
    sourcePage(tx, (await activeCrisis(tx))!.slug)
  expect(await shown()).toEqual([])
  const answer = (more: object) =>
    town.act((tx) => answerRumour(tx, town.editor, { rumour, ...input, isPublic: true, ...more }))
  await expect(answer({})).rejects.toMatchObject({ fields: { answer: 'crisis.answerMissing' } })
  await expect(
    town.act((tx) => answerRumour(tx, town.expert, { rumour, ...input, answer: 'Nein.' }))
  ).rejects.toMatchObject({ status: 403 })
  await answer({ answer: 'Nein, es wird stündlich geprüft.', verdict: 'false' })
  expect(await shown()).toEqual(['Das Wasser ist vergiftet.'])
  await end(crisis)
})

test('the log is handed over to somebody who may lead, and the end needs a note that can grow', async () => {
  const crisis = await begin()
  await expect(
    town.act((tx) => writeLog(tx, town.editor, { crisis, text: 'Bitte übernehmen.', to: town.expert.id }))
  ).rejects.toMatchObject({ fields: { to: 'crisis.cannotLead' } })
  await town.act((tx) => writeLog(tx, town.expert, { crisis, text: 'Turnhalle ist offen.', to: null }))
  await town.act((tx) => writeLog(tx, town.editor, { crisis, text: 'Bis 20 Uhr versprochen.', to: town.editor.id }))
  const { log } = await town.act((tx) => readCrisis(tx, town.editor, crisis))
  expect(log.map(({ text, toName }) => [text, toName])).toEqual([
    ['Bis 20 Uhr versprochen.', 'Erika Muster'],
    ['Turnhalle ist offen.', null]
  ])
  await expect(
    town.act((tx) => endCrisis(tx, town.editor, { crisis, stop: [], ...note, lessons: ' ' }))
  ).rejects.toMatchObject({ fields: { lessons: 'crisis.lessonsMissing' } })
  await end(crisis)
  await town.act((tx) =>
    changeAfterNote(tx, town.editor, { crisis, ...note, wentWell: 'Die erste Meldung kam schnell.' })
  )
  expect((await town.act((tx) => readCrisis(tx, town.editor, crisis))).crisis.wentWell).toBe(
    'Die erste Meldung kam schnell.'
  )
})
