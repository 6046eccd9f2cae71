// The time before an election, on the screens of those who settle it, write in it and approve in it.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openChannel } from '#channels/open.ts'
import { addPerson } from '#people/add-person.ts'
import { hashPassword } from '#people/password.ts'
import { grantRole } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { password } from '#posts/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from '../site/town.ts'

const town = useLivingTown()
let approverEmail: string

beforeAll(async () => {
  const passwordHash = await hashPassword(password)
  approverEmail = `frei@${town().id}.example`
  await town().act(async (tx) => {
    const unitId = town().rootUnitId
    await grantRole(tx, system, { personId: town().editor.id, role: 'leader', unitId })
    await grantRole(tx, system, { personId: town().editor.id, role: 'operator', unitId })
    const roles = [{ role: 'leader' as const, unitId }]
    await addPerson(tx, system, { name: 'Frieda Frei', email: approverEmail, passwordHash, roles })
    await openChannel(tx, system, { network: 'fediverse', unitId, name: '@ob' })
  })
})

async function signIn(page: Page, email = town().editorEmail): Promise<void> {
  page.setDefaultTimeout(8000)
  await page.goto(`${town().origin}/desk/sign-in`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

test('an election is entered, told of on every page, and asks for a checklist with the approval', async () => {
  await using opened = await openPage()
  const { page, complaints } = opened
  await signIn(page)
  await page.goto(`${town().origin}/desk/settings/elections`)
  await page.getByText('Noch keine Wahl eingetragen').waitFor()
  const add = page.locator('#add')
  await add.getByRole('button', { name: 'Wahl eintragen' }).click()
  await page.getByText('Bitte geben Sie einen Namen ein.').waitFor()
  await add.getByLabel('Wahl', { exact: true }).fill('Landtagswahl')
  await add.getByLabel('Wahltag').fill(addDays(dayIn(now(), 'Europe/Berlin'), 14))
  await add.getByRole('button', { name: 'Wahl eintragen' }).click()
  await page.getByText('Gespeichert.').waitFor()
  await page.goto(`${town().origin}/desk/posts`)
  await page.getByText('Vor der Wahl: Landtagswahl.').waitFor()

  await page.goto(`${town().origin}/desk/posts/new`)
  await page.fill('#field-title', 'Wahllokale öffnen um acht')
  await page.fill('#field-lead', 'Alle Räume sind ohne Stufen erreichbar.')
  await page
    .getByRole('button', { name: /Freigabe/ })
    .first()
    .click()
  await page.waitForURL(/done=/)

  await using other = await openPage()
  await signIn(other.page, approverEmail)
  await other.page.goto(`${town().origin}/desk/reviews`)
  await other.page.getByRole('link', { name: 'Wahllokale öffnen um acht' }).first().click()
  const approve = other.page.getByRole('button', { name: /freigeben|veröffentlichen/i }).first()
  await approve.click()
  await other.page.getByText('muss jeder Satz der Prüfliste bestätigt sein').first().waitFor()
  for (const box of await other.page.locator('input[name=checklist]').all()) await box.check()
  await other.page
    .getByRole('button', { name: /freigeben|veröffentlichen/i })
    .first()
    .click()
  await other.page.getByText('Prüfliste bestätigt von Frieda Frei (Landtagswahl)').waitFor()
  expect((await town().get('/')).text).toContain('Wahllokale öffnen um acht')
  expect([...complaints, ...other.complaints].filter((one) => !one.includes('400'))).toEqual([])
})

test('a list is read in, or refused with its line, without scripts', async () => {
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page)
  await page.goto(`${town().origin}/desk/settings/elections`)
  const read = async (text: string) => {
    const file = { name: 'wahlen.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    await page.setInputFiles('#field-file', file)
    await page.getByRole('button', { name: 'Wahlen einlesen' }).click()
  }
  await read('Wahl;Tag\nEuropawahl;31.2.2029')
  await page.getByText('stimmen nicht in Zeile 2').waitFor()
  await read('Wahl;Tag\nEuropawahl;10.6.2029')
  await page.getByText('Neu: 1, geändert: 0.').waitFor()
})

test('a person’s account says so, a candidate’s is never offered', async () => {
  await using opened = await openPage()
  const { page } = opened
  await signIn(page)
  const settle = async (kind: string) => {
    await page.goto(`${town().origin}/desk/settings/channels`)
    // The page's script takes the fields over; a choice made in that moment would land between two states.
    await page.waitForLoadState('networkidle')
    const line = page.getByRole('listitem').filter({ hasText: '@ob' })
    await line.locator('summary', { hasText: 'Wessen Konto' }).click()
    await line.getByLabel('Wessen Konto').selectOption(kind)
    await line.getByLabel('Name der Person').fill('Olga Oberhaupt')
    await line.getByRole('button', { name: 'Speichern' }).click()
  }
  await settle('person')
  await page.getByText('Person: Olga Oberhaupt').waitFor()
  expect((await town().get('/kanaele')).text).toContain('persönliches Konto: Olga Oberhaupt')
  await settle('candidate')
  await page.getByText('Bewerbung um ein Amt: Olga Oberhaupt').waitFor()
  await page.goto(`${town().origin}/desk/posts/new`)
  expect(await page.getByRole('checkbox', { name: /@ob/ }).isDisabled()).toBe(true)
  await expect.poll(async () => (await town().get('/kanaele')).text).not.toContain('Olga Oberhaupt')
})
