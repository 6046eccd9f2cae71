// Hours, times and absences in a browser, and what a person can do about an answer that did not arrive.
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let town: Town
let program: Program
let desk: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  program = await startProgram(world(), { timeoutMs: 90_000 })
  desk = `http://${town.host}:${program.port}/desk`
}, 120_000)
afterAll(() => program.stop())

async function signedIn(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 900 }, ...options })
  const { page } = opened
  await page.goto(desk)
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })
  return opened
}

const ask = async (text: string) => {
  const given = await town.in((tx) => submitComment(tx, { post: town.post, name: 'Vera', text, address: null }))
  await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
  return given
}
const dueOf = async (id: string) =>
  (
    await town.in((tx) => tx.selectFrom('conversation').select('due_at').where('id', '=', id).executeTakeFirstOrThrow())
  ).due_at!.getTime()

describe('hours and times', () => {
  test('are settled for a department and set the clocks of what is open, without scripts too', async () => {
    const { conversation } = await ask('Wie lange noch?')
    const before = await dueOf(conversation)
    await using opened = await signedIn({ javaScriptEnabled: false })
    const { page, complaints } = opened
    await page.goto(`${desk}/settings/hours/${town.sport}`)
    await page.getByLabel('Eigene Dienstzeiten').check()
    await page.getByLabel('Montag').fill('8 bis')
    await page.getByRole('button', { name: '„Dienstzeiten“ speichern' }).click()
    await page.getByText('Das lässt sich nicht lesen').waitFor()
    expect(await page.getByLabel('Montag').inputValue()).toBe('8 bis')
    for (const day of ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'])
      await page.getByLabel(day, { exact: true }).fill('0–24')
    await page.getByRole('button', { name: '„Dienstzeiten“ speichern' }).click()
    await page.getByText('Gespeichert').first().waitFor()
    await expect.poll(() => dueOf(conversation), { timeout: 20_000 }).toBeLessThan(before)

    await page.getByLabel('Antwort nach Stunden').fill('1,5')
    await page.getByRole('button', { name: 'Frist festlegen' }).click()
    await page.getByText('Antwort fällig 90 Minuten').waitFor()
    await page.getByLabel('Erster Tag').fill('2031-12-24')
    await page.getByLabel('Grund').fill('Heiligabend')
    await page.getByRole('button', { name: 'Schließtage eintragen' }).click()
    await page.getByText('24. Dezember 2031: Heiligabend').waitFor()
    await page.getByRole('button', { name: 'Heiligabend löschen' }).click()
    await page.getByText('Keine Schließtage eingetragen.').waitFor()

    await expect.poll(async () => (await dueOf(conversation)) - Date.now(), { timeout: 20_000 }).toBeLessThan(5_400_000)
    await page.goto(`${desk}?view=due&conversation=${conversation}`)
    await page.getByText('Warum?').click()
    await page.getByText('90 Minuten Dienstzeit, festgelegt für Sport').waitFor()
    expect(await page.locator('[data-conversation] .marks time').first().innerText()).toMatch(/noch \d/)
    expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  })

  test('typing hours means own hours', async () => {
    await using opened = await signedIn()
    const { page, complaints } = opened
    await page.goto(`${desk}/settings/hours/${town.roads}`)
    const own = page.getByLabel('Eigene Dienstzeiten')
    await expect
      .poll(async () => {
        await page.getByLabel('Montag').fill('9–12')
        return own.isChecked()
      })
      .toBe(true)
    await page.getByLabel('Eigene Regel').check()
    await page.getByLabel('Leitung des Amtes').uncheck()
    await page.getByRole('button', { name: '„Warnen und weitersagen“ speichern' }).click()
    await page.getByText('Bitte wählen Sie aus, wer es erfährt.').waitFor()
    expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
  })
})

test('an absence is noted with a deputy, seen by all, and taken back', async () => {
  await using opened = await signedIn()
  const { page } = opened
  await page.goto(`${desk}/settings/absences`)
  await page.getByLabel('Wer ist abwesend?').selectOption({ label: 'Aylin Acar' })
  await page.getByLabel('Erster Tag').fill('2031-08-01')
  await page.getByLabel('Letzter Tag').fill('2031-07-01')
  await page.getByRole('button', { name: 'Abwesenheit eintragen' }).click()
  await page.getByText('Der letzte Tag liegt vor dem ersten.').waitFor()
  await page.getByLabel('Letzter Tag').fill('2031-08-14')
  await page.getByLabel('Vertretung').selectOption({ label: 'Bernd Bauer' })
  await page.getByRole('button', { name: 'Abwesenheit eintragen' }).click()
  await page.getByText('Vertretung: Bernd Bauer').waitFor()
  await page.getByRole('button', { name: /Aylin Acar.* löschen/ }).click()
  await page.getByText('Niemand ist abwesend eingetragen.').waitFor()
})

describe('an answer that did not arrive', () => {
  /** Answers, and lets the sending have ended like this. */
  const stuck = async (state: 'refused' | 'unknown') => {
    const { conversation } = await ask(`Kommt sie an? (${state})`)
    const given = await town.in((tx) =>
      answer(tx, town.editor, { conversation, text: `Antwort, die ${state} ist`, seen: 0 })
    )
    const publication = () =>
      town.in((tx) =>
        tx.selectFrom('publication').selectAll().where('message_id', '=', given.message).executeTakeFirstOrThrow()
      )
    await expect.poll(async () => (await publication()).state, { timeout: 20_000 }).toBe('sent')
    await town.in(async (tx) => {
      await tx
        .updateTable('publication')
        .set({ state, problem: 'der andere Server sagte nein' })
        .where('message_id', '=', given.message)
        .execute()
      await tx.updateTable('message').set({ state: 'failed' }).where('id', '=', given.message).execute()
    })
    return { conversation, message: given.message, publication }
  }
  const open = (page: Page, conversation: string) => page.goto(`${desk}?view=all&conversation=${conversation}`)

  test('is sent again with one click', async () => {
    const { conversation, message, publication } = await stuck('refused')
    await using opened = await signedIn({ javaScriptEnabled: false })
    const { page } = opened
    await open(page, conversation)
    const entry = page.locator(`[data-message="${message}"]`)
    await entry.getByText('der andere Server sagte nein').waitFor()
    await entry.getByRole('button', { name: 'Noch einmal senden' }).click()
    await expect.poll(async () => (await publication()).state, { timeout: 20_000 }).toBe('sent')
  })

  test('is settled by a person who looked, where nobody knows what became of it', async () => {
    const { conversation, message, publication } = await stuck('unknown')
    await using opened = await signedIn()
    const { page } = opened
    await open(page, conversation)
    const entry = page.locator(`[data-message="${message}"]`)
    await entry.getByRole('button', { name: 'Ist angekommen' }).click()
    await expect.poll(async () => (await publication()).state, { timeout: 20_000 }).toBe('sent')
    await expect.poll(() => entry.getByRole('button', { name: 'Ist angekommen' }).count()).toBe(0)
  })
})
