// Rules built and tried in a browser, a suggestion that is taken with one click, and a storm with one answer to many.
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { assign } from '#dialogue/assign.ts'
import { submitComment } from '#dialogue/comment.ts'
import { enter } from '#dialogue/enter.ts'
import { watchStorms } from '#dialogue/storm/watch.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { learnAnew } from '#routing/learn.ts'
import { faultsOf } from '../pages/look.ts'
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

const note = (text: string) => town.in((tx) => enter(tx, town.editor, { name: 'Frau M.', text }))
const unitOf = async (id: string) =>
  (
    await town.in((tx) =>
      tx.selectFrom('conversation').select('unit_id').where('id', '=', id).executeTakeFirstOrThrow()
    )
  ).unit_id

test('a rule is built, tried on what came in before and switched on, without scripts too', async () => {
  await note('Schlagloch am Markt')
  await note('Wann ist das Bad offen?')
  await using opened = await signedIn({ javaScriptEnabled: false })
  const { page, complaints } = opened
  await page.goto(`${desk}/settings/routing`)
  await page.getByRole('link', { name: 'Neue Regel' }).click()
  await page.getByLabel('Name der Regel').fill('Straßenschäden')
  await page.getByRole('button', { name: 'Regel speichern' }).click()
  await page.getByText('Bitte mindestens eine Bedingung ausfüllen').waitFor()
  expect(await page.getByLabel('Name der Regel').inputValue()).toBe('Straßenschäden')
  await page.getByRole('textbox', { name: /^Eines dieser Wörter/ }).fill('Schlagloch, Bordstein')
  await page.getByLabel('Geht an').selectOption({ label: 'Tiefbau' })
  await page.getByRole('button', { name: 'ausprobieren' }).click()
  await page.getByText('Von den letzten 2 Nachrichten hätte die Regel 1 getroffen.').waitFor()
  await page.getByText('wegen „Schlagloch“').waitFor()
  await page.getByRole('button', { name: 'Regel speichern' }).click()
  await page.getByText('Die Regel ist ein Entwurf').waitFor()
  expect(await unitOf((await note('Schlaglöcher überall')).conversation)).toBeNull()
  await page.getByRole('button', { name: 'Einschalten' }).click()
  await page.getByText('Wörter: Schlagloch, Bordstein').waitFor()
  const { conversation } = await note('Schlaglöcher im Lindenweg')
  expect(await unitOf(conversation)).toBe(town.roads)
  await page.goto(`${desk}?view=all&conversation=${conversation}`)
  await page.getByText('durch die Regel „Straßenschäden“, wegen „Schlaglöcher“').waitFor()
  await page.getByRole('button', { name: 'Stimmt' }).click()
  await page.getByText('Von selbst zugeordnet').waitFor({ state: 'detached' })
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([])
})

test('a suggestion says why and how sure it is, and one click takes it', async () => {
  const words = ['Turnhalle', 'Freibad', 'Schwimmkurs', 'Flutlicht', 'Umkleide', 'Sprungturm']
  const others = ['Laterne', 'Gehweg', 'Kanaldeckel', 'Pflaster', 'Winterdienst', 'Brücke']
  for (const [unit, list] of [
    [town.sport, words],
    [town.roads, others]
  ] as const)
    for (const [at, word] of [...list, ...list].entries()) {
      const { conversation } = await note(`${word}, ${list[(at + 1) % 6]}`)
      await town.in((tx) => assign(tx, town.editor, { conversation, unit }))
    }
  await learnAnew(town.id)
  const { conversation } = await note('Im Freibad ist der Sprungturm zu')
  await using opened = await signedIn()
  const { page, complaints } = opened
  const address = `${desk}?view=none&conversation=${conversation}`
  expect(await faultsOf({ opened, strangers: [] }, address)).toEqual([])
  await page.setViewportSize({ width: 1400, height: 900 })
  await page.goto(address)
  await page.getByText('Vorschlag: Sport').waitFor()
  await page.getByText(/sicher \(\d+ %\), wegen .*„(Freibad|Sprungturm)“/).waitFor()
  await page.getByRole('button', { name: 'An Sport geben' }).click()
  await page.getByText('Vorschlag: Sport').waitFor({ state: 'detached' })
  expect(await unitOf(conversation)).toBe(town.sport)
  expect(complaints).toEqual([])
  expect(await faultsOf({ opened, strangers: [] }, `${desk}/settings/routing`)).toEqual([])
})

test('a storm is announced on every page, grouped, and answered once for all of a group', async () => {
  const said = [
    'Warum ist der Eintritt so teuer?',
    'Eintritt viel zu teuer',
    'Der Eintritt wird immer teurer, so teuer!'
  ]
  for (let at = 0; at < 12; at += 1) {
    const text = at < 8 ? `${said[at % 3]} Nummer ${at}` : `Wo soll man parken, Parkplatz voll, Nummer ${at}`
    await town.in((tx) => submitComment(tx, { post: town.post, name: `Vera ${at}`, text, address: null }))
  }
  await town.in(watchStorms)
  await using opened = await signedIn()
  const { page, complaints } = opened
  await page.getByText('kommen gerade ungewöhnlich viele Nachrichten').first().waitFor()
  await page.getByRole('link', { name: 'Ansehen' }).first().click()
  const group = page.locator('section', { has: page.getByRole('heading', { level: 3, name: /Eintritt/ }) })
  await group.getByText('8 Gespräche', { exact: true }).waitFor()
  await group.getByText('Antwort an alle 8 Offenen').click()
  await group.getByRole('textbox', { name: /^Antwort/ }).fill('Für Kinder bleibt der Eintritt frei.')
  await group.getByRole('button', { name: 'An 8 Gespräche senden' }).click()
  await group.getByText('wird gesendet').waitFor()
  await group.getByRole('button', { name: 'Zurückrufen' }).click()
  await group.getByText('zurückgerufen').first().waitFor()
  await group.getByText('Gespräche zeigen').click()
  const address = page.url()
  await expect
    .poll(() =>
      town.in(async (tx) =>
        (await tx.selectFrom('group_reply').select('state').execute()).every(({ state }) => state === 'recalled')
      )
    )
    .toBe(true)
  expect(complaints).toEqual([])
  expect(await faultsOf({ opened, strangers: [] }, address)).toEqual([])
})
