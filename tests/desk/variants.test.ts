import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '#platform/id.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }
const practice = newId()

beforeAll(async () => {
  await town().act((tx) =>
    tx
      .insertInto('channel')
      .values({ id: practice, network: 'practice', unit_id: town().rootUnitId, name: 'Probekanal' })
      .execute()
  )
})

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(town().origin + to)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(town().origin + to)
  await page.waitForLoadState('networkidle')
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

test('each channel shows what it will say, can say it in its own words, and stops what would fail', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Freibad öffnet')
  await page.fill('#field-lead', 'Am 1. Mai geht es los.')
  await page.locator('.ProseMirror').fill('Alle sind willkommen.')
  await page.getByRole('tab', { name: 'Website' }).focus()
  await page.keyboard.press('ArrowRight')
  const panel = page.getByRole('tabpanel', { name: /Probekanal/ })
  await panel.getByText('Am 1. Mai geht es los.').waitFor()
  await panel.getByText('36/5.000 Zeichen').waitFor()
  expect(await faults(page)).toEqual([])

  await panel.getByLabel('Eigener Text für diesen Kanal').check()
  expect(await panel.getByLabel('Text auf diesem Kanal').inputValue()).toBe('Am 1. Mai geht es los.')
  await panel.getByLabel('Überschrift auf diesem Kanal').fill('')
  await panel.getByLabel('Text auf diesem Kanal').fill('')
  await panel.getByText('Hier steht noch nichts.').waitFor()
  await page.getByRole('tab', { name: /Website/ }).click()
  await page.getByRole('button', { name: /veröffentlichen$/ }).click()
  await panel.getByText('Auf einem Kanal stünde nichts.').waitFor()
  expect(await page.getByRole('tab', { name: /Probekanal.*mit Fehler/ }).getAttribute('aria-selected')).toBe('true')
  expect(await faults(page)).toEqual([])

  await panel.getByLabel('Text auf diesem Kanal').fill('Eigene Worte.')
  await panel.locator('article', { hasText: 'Eigene Worte.' }).waitFor()
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.waitForURL(/done=saved/)
  await page.waitForLoadState('networkidle')
  await page.getByRole('tab', { name: /Probekanal/ }).click()
  await panel.locator('article', { hasText: 'Eigene Worte.' }).waitFor()
  // Following again shows first what would be said then.
  await panel.getByLabel('Eigener Text für diesen Kanal').click()
  const dialog = page.getByRole('dialog', { name: 'Wieder dem Beitrag folgen?' })
  await dialog.getByText('Am 1. Mai geht es los.').waitFor()
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Eigenen Text behalten' }).click()
  expect(await panel.getByLabel('Eigener Text für diesen Kanal').isChecked()).toBe(true)
  await page.getByRole('button', { name: /veröffentlichen$/ }).click()
  await page.waitForURL(/done=published/)
  const sent = await town().act((tx) => tx.selectFrom('sent_variant').select(['detached', 'parts']).execute())
  expect(sent).toMatchObject([{ detached: true, parts: [{ text: 'Eigene Worte.' }] }])
  // The one refusal above is a 400 to the browser.
  expect(opened.complaints.filter((one) => !one.includes('400'))).toEqual([])
})

test('without a script all channels stand below each other and can be written', slow, async () => {
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Ohne Skript')
  await page.fill('#field-body', 'Text.')
  await page.check(`[name="variant-${practice}-detached"]`)
  await page.fill(`[name="variant-${practice}-text"]`, 'Nur hier.')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.waitForURL(/done=saved/)
  expect(await page.inputValue(`[name="variant-${practice}-text"]`)).toBe('Nur hier.')
})

test('a chosen channel that is paused stays in view, and stops the button with words', slow, async () => {
  const set = (state: string) =>
    town().act((tx) => tx.updateTable('channel').set({ state }).where('id', '=', practice).execute())
  await set('live')
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Kanal weg')
  await page.fill('#field-lead', 'Ein Satz.')
  await page.getByLabel('zu einem Zeitpunkt').check()
  await page.fill('#field-at', '2027-05-01T08:00')
  await page.getByRole('button', { name: /^Am .* veröffentlichen$/ }).click()
  await page.waitForURL(/done=scheduled/)
  await set('paused')
  await page.reload()
  await page.waitForLoadState('networkidle')
  await page.locator('small', { hasText: 'Dorthin geht zurzeit nichts' }).waitFor()
  await page.getByRole('button', { name: /veröffentlichen$/ }).click()
  await page.getByText('Ein gewählter Kanal ist angehalten oder geschlossen.').first().waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('checkbox', { name: /Probekanal/ }).uncheck()
  await page.getByRole('button', { name: /veröffentlichen$/ }).click()
  await page.waitForURL(/done=scheduled/)
  await set('live')
})
