// What the staff does about a conversation besides answering it, in a browser and as people do it.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { settleAuthority } from '#dialogue/authorities.ts'
import { settleChecklist } from '#dialogue/checklist-templates.ts'
import { enter } from '#dialogue/enter.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let town: Town
let program: Program
let origin: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  await town.in((tx) => settleAuthority(tx, town.editor, { name: 'Straßen.NRW', email: 'post@strassen.example' }))
  await town.in((tx) => settleChecklist(tx, town.editor, { name: 'Schaden', items: 'Foto ansehen\nBauhof fragen' }))
  program = await startProgram(world(), { timeoutMs: 90_000 })
  origin = `http://${town.host}:${program.port}`
}, 120_000)
afterAll(() => program.stop())

const call = async (text: string, name = 'Frau K.') =>
  (await town.in((tx) => enter(tx, town.editor, { name, text }))).conversation
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

async function signedIn(javaScriptEnabled = true, width = 1400): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width, height: 900 }, javaScriptEnabled })
  const { page } = opened
  page.setDefaultTimeout(10_000)
  await page.goto(`${origin}/desk`, { timeout: 60_000 })
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached', timeout: 60_000 })
  if (javaScriptEnabled) await listening(page)
  return opened
}

/** Waits until scripts have taken the page over: the list of shortcuts opens. */
async function listening(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.keyboard.press('?')
        return page.getByRole('dialog').isVisible()
      },
      { timeout: 60_000 }
    )
    .toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

const open = async (page: Page, conversation: string) => {
  await page.goto(`${origin}/desk?view=all&conversation=${conversation}`)
  await page.locator('#conversation-title').waitFor()
}
const panel = async (page: Page, name: string) => {
  const box = page.locator('details.panel').filter({ has: page.locator('summary .name', { hasText: name }) })
  if ((await box.getAttribute('open')) === null) await box.locator('summary').first().click()
  return box
}

test('a call is written down from anywhere by keyboard, with two fields', async () => {
  await using opened = await signedIn()
  const { page, complaints } = opened
  await page.goto(`${origin}/desk/goals`)
  await listening(page)
  await page.keyboard.press('t')
  await page.waitForURL(/conversations\/new/)
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name')
  await page.keyboard.type('Frau Klein')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Wann öffnet der Wertstoffhof?')
  await page.keyboard.press('Control+Enter')
  await page.locator('#conversation-title').waitFor()
  expect(await page.locator('#conversation-title').textContent()).toBe('Wann öffnet der Wertstoffhof?')
  await page.locator('.timeline').getByText('Telefon', { exact: true }).waitFor()
  await page.getByText('Rita Redaktion hat das aufgeschrieben (Telefon).').waitFor()
  expect(complaints).toEqual([])
})

for (const withScript of [true, false]) {
  const how = withScript ? '' : ' without scripts'
  test(`details, a checklist and reading along show in the head, the panel and the timeline${how}`, async () => {
    const id = await call(`Schlagloch${how}`)
    await using opened = await signedIn(withScript)
    const { page } = opened
    await open(page, id)
    const details = await panel(page, 'Angaben')
    await details.locator('select[name=priority]').selectOption('urgent')
    await details.locator('[name=place]').fill('Hauptstraße 12')
    await details.locator('[name=coordinates]').fill('hier')
    await details.getByRole('button', { name: 'Angaben speichern' }).click()
    await details.getByRole('alert').filter({ hasText: 'keine Koordinaten' }).first().waitFor()
    expect(await details.locator('[name=place]').inputValue()).toBe('Hauptstraße 12')
    await details.locator('[name=coordinates]').fill('51.5149, 7.4660')
    await details.getByRole('button', { name: 'Angaben speichern' }).click()
    await expect.poll(async () => (await conversationOf(id)).priority).toBe('urgent')
    await page.locator('.head').getByText('sehr dringend').waitFor()
    await page.getByText('Rita Redaktion hat Angaben geändert').waitFor()

    const list = await panel(page, 'Checkliste')
    await list.getByRole('button', { name: 'Vorlage übernehmen' }).click()
    await page.getByText('2 Punkte auf die Checkliste').waitFor()
    const again = await panel(page, 'Checkliste')
    await again.getByRole('checkbox', { name: 'Foto ansehen' }).click()
    await page.getByText('Rita Redaktion hat abgehakt: Foto ansehen.').waitFor()
    const watchers = await panel(page, 'Wer mitliest')
    await watchers.getByRole('button', { name: 'Selbst mitlesen' }).click()
    await page.getByText('Rita Redaktion beobachtet das Gespräch.').waitFor()
  })
}

test('two conversations become one, the old address leads on, and it is taken back', async () => {
  const into = await call('Seltener Ginkgobaum umgestürzt')
  const from = await call('Noch einmal wegen des Ginkgobaums')
  await using opened = await signedIn()
  const { page } = opened
  await open(page, into)
  const join = await panel(page, 'Verbinden')
  await join.getByRole('searchbox').fill(`${origin}/desk?conversation=${from}`)
  await join.getByRole('button', { name: 'Suchen' }).click()
  const found = await panel(page, 'Verbinden')
  await found.getByRole('button', { name: 'Hierher zusammenführen' }).click()
  await page.locator('.timeline').getByText('Noch einmal wegen des Ginkgobaums').waitFor()
  await page.goto(`${origin}/desk?conversation=${from}`)
  await page.waitForURL(new RegExp(`conversation=${into}`))
  const undo = await panel(page, 'Verbinden')
  await undo.getByRole('button', { name: 'Zurücknehmen' }).click()
  await expect.poll(async () => (await conversationOf(from)).merged_into).toBeNull()
  await page.getByText('Rita Redaktion hat die Zusammenführung zurückgenommen.').waitFor()
})

test('a colleague without an account is asked, answers once, and the answer is a note', async () => {
  const id = await call('Wer räumt den Schnee am Steg?')
  await using opened = await signedIn()
  const { page } = opened
  await open(page, id)
  const asking = await panel(page, 'Rückfrage im Haus')
  await asking.locator('[name=email]').fill('uwe@stadtwerke.example')
  await asking.locator('[name=name]').fill('Uwe Außen')
  await asking.locator('[name=text]').fill('Sind Sie dafür zuständig?')
  await asking.getByRole('button', { name: 'Frage stellen' }).click()
  await expect.poll(async () => (await conversationOf(id)).state).toBe('waiting_inside')
  const { body } = await town.in((tx) =>
    tx.selectFrom('outgoing_mail').select('body').where('purpose', '=', 'question').executeTakeFirstOrThrow()
  )
  const path = /\/rueckfrage\/\S+/.exec(body)![0]
  await using other = await openPage({ viewport: { width: 390, height: 844 } })
  await other.page.goto(origin + path)
  await other.page.getByText('Sind Sie dafür zuständig?').waitFor()
  await other.page.getByText('Wer räumt den Schnee am Steg?').waitFor()
  expect((await new AxeBuilder({ page: other.page }).analyze()).violations).toEqual([])
  await other.page.locator('textarea').fill('Ja, <b>wir</b> räumen.')
  await other.page.getByRole('button', { name: 'Antwort senden' }).click()
  await other.page.getByRole('heading', { name: 'Danke für Ihre Antwort' }).waitFor()
  await other.page.goto(origin + path)
  await other.page.getByText('Jeder Link gilt für eine Antwort').waitFor()
  // Live: the asker's page shows it by itself.
  await page.locator('.timeline .note').getByText('Ja, <b>wir</b> räumen.').waitFor()
  await page.getByText('Uwe Außen hat auf die Rückfrage geantwortet.').waitFor()
  expect(other.complaints.filter((one) => !one.includes('410'))).toEqual([])
})

test('a matter is passed on with its ground, and the panels are free of barriers on a phone and a desk', async () => {
  const id = await call('Ampel an der L 663 defekt')
  await using opened = await signedIn()
  const { page } = opened
  await open(page, id)
  const forwarding = await panel(page, 'Weiterleiten')
  await forwarding.locator('[name=authority]').selectOption({ label: 'Straßen.NRW' })
  await forwarding.locator('[name=text]').fill('Bitte um Prüfung.')
  await forwarding.locator('[name=ground]').selectOption('anonymous')
  await forwarding.locator('[name=groundText]').fill('Es geht nur um die Ampel.')
  await forwarding.locator('[name=withContact]').check()
  await forwarding.getByRole('button', { name: 'Weiterleiten' }).click()
  await forwarding.getByRole('alert').filter({ hasText: 'Ohne Bezug zu einer Person' }).first().waitFor()
  expect(await forwarding.locator('[name=text]').inputValue()).toBe('Bitte um Prüfung.')
  await forwarding.locator('[name=withContact]').uncheck()
  await forwarding.getByRole('button', { name: 'Weiterleiten' }).click()
  await page.getByText('Rita Redaktion hat das Anliegen an „Straßen.NRW“ weitergeleitet').waitFor()
  for (const width of [1400, 390]) {
    await page.setViewportSize({ width, height: 900 })
    for (const name of ['Angaben', 'Checkliste', 'Rückfrage im Haus', 'Weiterleiten', 'Wer mitliest', 'Verbinden'])
      await panel(page, name)
    expect((await new AxeBuilder({ page }).analyze()).violations.map((one) => [one.id, one.nodes[0]?.html])).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
})
