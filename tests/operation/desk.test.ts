// What operators do in the desk about the address and after a restore, in a browser.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { holdOutgoing, outgoingHeld } from '#channels/held.ts'
import { inInstallation, inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { openPage } from '../world/browser.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'
import { town } from './installation.ts'

const world = useWorld()
let program: Program
let here: string
let municipalityId: string

beforeAll(async () => {
  const port = await freePort()
  here = `http://localhost:${port}`
  ;({ municipalityId } = await town('Musterstadt', `localhost:${port}`))
  program = await startProgram(world(), { port, timeoutMs: 120_000 })
})
afterAll(() => program.stop())

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return wider > 0 ? [...found, `${wider} px too wide`] : found
}

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(here + to)
  await page.getByLabel('E-Mail-Adresse').fill('a.oez@musterstadt.example')
  await page.getByLabel('Passwort').fill('Kastanienallee 7')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(here + to)
}

const looks = [
  { viewport: { width: 1280, height: 900 } },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
]

it('checks the address in words, with and without script', async () => {
  for (const look of [...looks, { javaScriptEnabled: false }]) {
    await using opened = await openPage(look)
    const { page } = opened
    await signIn(page, '/desk/settings/address')
    await page.getByRole('button', { name: 'Jetzt prüfen' }).click()
    await page.getByText('gibt es nur auf diesem Rechner').waitFor()
    expect(await page.getByText('Noch nicht in Ordnung').count()).toBe(1)
    if (!('javaScriptEnabled' in look)) expect(await faults(page)).toEqual([])
  }
})

it('shows on every page that nothing goes out, what is unknown, and lets it flow again', async () => {
  await inInstallation((tx) => holdOutgoing(tx, 'restore'))
  await inMunicipality(municipalityId, async (tx) => {
    const { id } = await tx.selectFrom('channel').select('id').limit(1).executeTakeFirstOrThrow()
    const values = { id: newId(), channel_id: id, state: 'unknown', key: 'a', due_at: '2026-01-01', purpose: 'publish' }
    await tx.insertInto('publication').values(values).execute()
  })
  for (const [index, look] of looks.entries()) {
    await using opened = await openPage(look)
    const { page } = opened
    await signIn(page, '/desk')
    await page.getByRole('link', { name: 'Ansehen und freigeben' }).click()
    await page.getByRole('cell', { name: 'Ungewiss' }).waitFor()
    expect(await faults(page)).toEqual([])
    if (index < looks.length - 1) continue
    await page.getByRole('button', { name: 'Ausgang freigeben' }).click()
    await page.getByText('Der Ausgang ist frei.').waitFor()
    expect(await page.getByRole('link', { name: 'Ansehen und freigeben' }).count()).toBe(0)
  }
  expect(await inMunicipality(municipalityId, outgoingHeld)).toBeNull()
})
