// The Fediverse settings in a browser: a profile is made, changed and shown, servers are ruled out, a channel is checked.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { now } from '#platform/clock/clock.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let town: Town
let program: Program
let desk: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
  await town.in((tx) => tx.updateTable('municipality').set({ settings }).execute())
  program = await startProgram(world(), { timeoutMs: 90_000 })
  desk = `http://${town.host}:${program.port}/desk`
}, 120_000)
afterAll(() => program.stop())

async function signedIn(): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 900 }, javaScriptEnabled: false })
  const { page } = opened
  page.setDefaultTimeout(10_000)
  await page.goto(desk)
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })
  return opened
}

test('a profile is made, changed, and said to those who follow; what is wrong stays typed', async () => {
  await using opened = await signedIn()
  const { page } = opened
  await page.goto(`${desk}/settings/fediverse`)
  const adding = page.locator('#add')
  await adding.locator('[name=unit]').selectOption({ label: '– Sport' })
  await adding.locator('[name=username]').fill('Sport Amt!')
  await adding.locator('[name=name]').fill('Amt für Sport')
  await adding.getByRole('button').click()
  expect(await page.locator('#add [name=username]').inputValue()).toBe('Sport Amt!')
  await page.locator('#add .kern-error').first().waitFor()
  await page.locator('#add [name=username]').fill('sport')
  await page.locator('#add').getByRole('button').click()
  await page.locator('.handle', { hasText: '@sport@' }).waitFor()

  const actor = await town.in((tx) => tx.selectFrom('fediverse_actor').selectAll().executeTakeFirstOrThrow())
  const profile = page.locator(`#actor-${actor.id}`)
  await profile.locator('summary').click()
  await profile.locator('[name=summary]').fill('Hier antwortet das Amt für Sport.')
  await profile.locator('[name=label1]').fill('Telefon')
  await profile.locator('[name=content1]').fill('02345 6789')
  await profile.getByRole('button', { name: 'Profil speichern' }).click()
  await page.getByText('Gespeichert').first().waitFor()
  const changed = await town.in((tx) => tx.selectFrom('fediverse_actor').selectAll().executeTakeFirstOrThrow())
  expect(changed).toMatchObject({
    username: 'sport',
    summary: 'Hier antwortet das Amt für Sport.',
    fields: [{ name: 'Telefon', value: '02345 6789' }],
    rsa_public_key: actor.rsa_public_key
  })
  expect(await page.locator(`#actor-${actor.id} [name=summary]`).inputValue()).toBe('Hier antwortet das Amt für Sport.')
})

test('a server is ruled out with a reason, and let in again', async () => {
  await using opened = await signedIn()
  const { page } = opened
  await page.goto(`${desk}/settings/fediverse`)
  const rule = page.locator('#rule')
  await rule.locator('[name=domain]').fill('spam.example')
  await rule.locator('[name=rule]').selectOption('block')
  await rule.locator('[name=reason]').fill('Nur Werbung')
  await rule.getByRole('button').click()
  await page.locator('#rules').getByText('Nur Werbung').waitFor()
  await page.getByRole('button', { name: /spam\.example/ }).click()
  await page.locator('#rules').getByText('spam.example').waitFor({ state: 'detached' })
})

test('a channel is checked at once, and what is wrong is said in words', async () => {
  await using opened = await signedIn()
  const { page } = opened
  await page.goto(`${desk}/settings/channels`)
  await page.getByRole('button', { name: /Jetzt prüfen.*@sport@/ }).click()
  // The test's town has no public name, so nobody finds its profile.
  await page.getByText('Der Name des Profils ist von außen nicht zu finden.').waitFor()
  await page.getByText('gestört').first().waitFor()
})
