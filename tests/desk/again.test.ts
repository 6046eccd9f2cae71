// Templates and series in a browser, with and without a script.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeDue } from '#posts/series/make.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(`${town().origin}/desk/sign-in`)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  await page.goto(town().origin + to)
  await page.waitForLoadState('networkidle')
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? '' : ' without a script'
  test(`a template is made, its fields are described, and a post begins from it${how}`, slow, async () => {
    await using opened = await openPage({ javaScriptEnabled, viewport: { width: 1280, height: 900 } })
    const { page } = opened
    await signIn(page, '/desk/posts/templates/new')
    await page.getByLabel('Name der Vorlage').fill(`Markt${how}`)
    await page.getByLabel('Überschrift').fill('Markt am {{Tag}}')
    await page.getByLabel('Text (Markdown)').fill('Treffpunkt: {{Ort}}\n\n- Tipp: {{Tipp}}')
    await page.getByRole('button', { name: 'Vorlage speichern' }).click()
    await page.getByText('Die Vorlage ist gespeichert.').waitFor()
    await page.locator('[name=kind-0]').selectOption('date')
    await page.locator('[name=required-2]').uncheck()
    await page.getByRole('button', { name: 'Vorlage speichern' }).click()
    await page.getByText('Die Vorlage ist gespeichert.').waitFor()
    await page.getByRole('link', { name: `Beitrag aus „Markt${how}“` }).click()
    await page.getByRole('button', { name: 'Entwurf anlegen' }).click()
    await page.getByText('Bitte füllen Sie dieses Feld aus.').first().waitFor()
    await page.getByLabel('Tag', { exact: true }).fill('2027-05-01')
    await page.getByLabel('Ort').fill('Rathausplatz')
    await page.getByRole('button', { name: 'Entwurf anlegen' }).click()
    await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}/)
    expect(await page.inputValue('#field-title')).toBe('Markt am Samstag, 1. Mai 2027')
  })

  test(`a series is set up, one of its days left out, and its posts are there${how}`, slow, async () => {
    await using opened = await openPage({ javaScriptEnabled, viewport: { width: 390, height: 844 } })
    const { page } = opened
    await signIn(page, '/desk/posts/series/new')
    await page.getByLabel('Name der Serie').fill(`Sprechstunde${how}`)
    await page.getByLabel('Wie oft').selectOption('monthly-weekday')
    await page.getByLabel('Der wievielte im Monat?').selectOption('1')
    await page.getByLabel('Welcher Wochentag?').selectOption('MO')
    await page.getByLabel('Überschrift').fill('Sprechstunde am {{Datum}}')
    await page.getByLabel('Text (Markdown)').fill('Kommen Sie vorbei.')
    await page.getByLabel('Wie viele Tage vorher anlegen?').fill('90')
    await page.getByRole('button', { name: 'Serie speichern' }).click()
    await page.getByText('Die Serie ist gespeichert.').waitFor()
    await page.getByText('jeden ersten Montag im Monat').waitFor()
    await page
      .getByRole('button', { name: / auslassen$/ })
      .first()
      .click()
    await page.getByText('fällt aus').waitFor()
    expect(await makeDue(town().id)).toBeGreaterThanOrEqual(1)
    await page.reload()
    await page.getByRole('link', { name: 'Zum Beitrag' }).first().click()
    await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}$/)
    expect(await page.inputValue('#field-title')).toMatch(/^Sprechstunde am Montag, \d+\. \S+ \d{4}$/)
    expect(opened.complaints).toEqual([])
  })
}
