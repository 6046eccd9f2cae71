// Data protection in a browser: an address asked for, agreed to and read by two people; a notice confirmed; a period
// settled; somebody told what is stored of them, and erased.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { addPerson } from '#people/add-person.ts'
import { hashPassword } from '#people/password.ts'
import { system } from '#people/types.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const guard = 'dora@town.example'
let town: Town
let program: Program
let site: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  const passwordHash = await hashPassword(editorPassword)
  await town.in((tx) =>
    addPerson(tx, system, {
      name: 'Dora Schutz',
      email: guard,
      passwordHash,
      roles: [{ role: 'privacy', unitId: town.root }]
    })
  )
  program = await startProgram(world(), { timeoutMs: 90_000 })
  site = `http://${town.host}:${program.port}`
}, 120_000)
afterAll(() => program.stop())

async function signedIn(email: string, path: string, javaScriptEnabled = true): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 900 }, javaScriptEnabled })
  const { page } = opened
  await page.goto(`${site}/desk/sign-in`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  await page.goto(site + path)
  return opened
}

const comment = (text: string, email: string | null = null) =>
  town.in((tx) => submitComment(tx, { post: town.post, name: 'Vera', email, text, address: '203.0.113.42' }))
// A refusal answers 400; the browser notes it.
const faults = ({ complaints }: OpenPage) => complaints.filter((one) => !one.includes('status of 400'))
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).first().waitFor()

test('an address is read only after somebody else agreed, and every look is seen', async () => {
  const { conversation } = await comment('Ich weiß, wo du wohnst.')
  await using editor = await signedIn(town.editorEmail, `/desk?conversation=${conversation}`)
  await editor.page.getByRole('link', { name: 'IP-Adresse sichern lassen' }).click()
  await heading(editor.page, 'IP-Adresse sichern lassen')
  await editor.page.getByLabel('Grund').fill('darum')
  await editor.page.getByRole('button', { name: 'Um Zustimmung bitten' }).click()
  await editor.page.getByText('mindestens 20 Zeichen').first().waitFor()
  await editor.page.getByLabel('Grund').fill('Bedrohung nach § 241 StGB, Anzeige wird vorbereitet')
  await editor.page.getByRole('button', { name: 'Um Zustimmung bitten' }).click()
  await editor.page.getByText('Wer gebeten hat, kann es nicht selbst').waitFor()
  const hold = new URL(editor.page.url()).pathname

  // Without scripts, as every page of the desk.
  await using guarding = await signedIn(guard, '/desk/privacy', false)
  await guarding.page.getByRole('link', { name: 'Ansehen und entscheiden' }).click()
  await guarding.page.getByRole('link', { name: 'Kommentar von Vera' }).click()
  await guarding.page.getByRole('button', { name: 'Zustimmen und sichern' }).click()
  await guarding.page.getByText('Gesichert').first().waitFor()
  expect(await guarding.page.content()).not.toContain('203.0.113.42')

  await editor.page.goto(site + hold)
  await editor.page.getByRole('button', { name: 'Adresse lesen' }).click()
  await editor.page.getByText('203.0.113.42').waitFor()
  await editor.page.goto(site + hold)
  expect(await editor.page.content()).not.toContain('203.0.113.42')
  await guarding.page.goto(`${site}/desk/privacy/reads`)
  await guarding.page.getByText('Rita Redaktion').first().waitFor()
  expect(faults(editor)).toEqual([])
})

test('the notice is confirmed once by who guards the data, and a period is settled with its reason', async () => {
  await using opened = await signedIn(guard, '/desk/privacy/notice')
  const { page } = opened
  await page.getByText('Noch nicht bestätigt').waitFor()
  await page.getByLabel('Vorschrift, aus der sich die Aufgabe ergibt').fill('§ 23 GO NRW')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.getByText('Der Entwurf ist gespeichert.').waitFor()
  await page.getByRole('button', { name: 'Bestätigen und veröffentlichen' }).click()
  await page.getByText('Ausgabe 1 ist bestätigt').waitFor()
  await page.goto(`${site}/datenschutz`)
  await page.getByText('§ 23 GO NRW').waitFor()

  await page.goto(`${site}/desk/privacy/retention#address`)
  const section = page.locator('#address')
  await section.getByRole('spinbutton', { name: 'Tage' }).fill('10')
  await section.getByRole('button', { name: 'Frist speichern' }).click()
  await page.getByText('Länger als 7 Tage geht nur mit einer Begründung').first().waitFor()
  await section.getByLabel('Begründung').fill('Ermittlungen der Polizei dauern hier länger')
  await section.getByRole('button', { name: 'Frist speichern' }).click()
  await page.getByText('Die Frist gilt ab dem nächsten Lauf.').waitFor()
  await page.getByText('10 Tage').first().waitFor()
  expect(faults(opened)).toEqual([])
})

test('somebody learns what is stored of them, and is erased', async () => {
  const given = await comment('Was wisst ihr über mich?', 'vera@citizen.example')
  await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
  await using opened = await signedIn(guard, '/desk/privacy/requests/new')
  const { page } = opened
  const enter = async (kind: string) => {
    await page.getByLabel('Was gewünscht ist').selectOption(kind)
    await page.getByLabel('Bekannt als').fill('vera@citizen.example')
    await page.getByLabel('Woran erkannt').fill('Mail von derselben Adresse')
    await page.getByRole('button', { name: 'Eintragen und suchen' }).click()
    await page.getByText('eindeutig').first().waitFor()
    await page.getByRole('button', { name: 'Prüfung speichern' }).click()
  }
  await enter('access')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als JSON herunterladen' }).click()
  ])
  const kept = join(world().directory, 'auskunft.json')
  await file.saveAs(kept)
  const data = JSON.parse(await readFile(kept, 'utf8')) as { messages: { text: string }[] }
  expect(data.messages.map(({ text }) => text)).toEqual(['Was wisst ihr über mich?'])

  await page.goto(`${site}/desk/privacy/requests/new`)
  await enter('erasure')
  await page.getByRole('button', { name: 'Endgültig löschen' }).click()
  await page.getByText('Wer gefragt hat, ist nicht mehr gespeichert.').waitFor()
  await page.goto(`${site}/k/${given.token}`)
  await page.getByText('Ist gelöscht.').waitFor()
  expect(faults(opened)).toEqual([])
})
