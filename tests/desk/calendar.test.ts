// The calendar in a browser: by pointer, by keyboard, and without a script.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { now, zoned, addDays } from '#platform/clock/clock.ts'
import { createPost } from '#posts/create.ts'
import { readForDesk } from '#posts/desk-queries.ts'
import { schedulePost } from '#posts/schedule.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }
/** Tuesday of the week after next: the same week holds the days before and after it. */
const day = (() => {
  const today = zoned(now(), 'Europe/Berlin')
  return addDays(today.day, 15 + 1 - today.weekday)
})()

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(`${town().origin}/desk/sign-in`)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  await page.goto(town().origin + to)
  await page.waitForLoadState('networkidle')
}

async function scheduled(title: string, at: string): Promise<string> {
  const { id } = await town().act((tx) =>
    createPost(tx, town().editor, {
      unitId: town().sportUnitId,
      title,
      body: 'Text.'
    })
  )
  await town().act((tx) => schedulePost(tx, town().editor, { post: id, revision: 1, at }))
  return id
}

const standsAt = async (id: string) => {
  const { scheduledAt } = await town().act((tx) => readForDesk(tx, town().editor, id))
  const at = zoned(scheduledAt!, 'Europe/Berlin')
  return `${at.day}T${at.time}`
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'])
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(', ')}`)
}

test('a post is dragged to another day, and the step is taken back', slow, async () => {
  const id = await scheduled('Wochenmarkt', `${day}T10:00`)
  await using opened = await openPage({ viewport: { width: 1280, height: 1000 } })
  const { page } = opened
  await signIn(page, `/desk/calendar?view=month&at=${day}`)
  const event = page.getByRole('button', { name: /Wochenmarkt · geplant/ })
  await event.waitFor()
  expect(await faults(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await faults(page)).toEqual([])
  const from = (await event.boundingBox())!
  const width = (await page.locator('.ec-day').first().boundingBox())!.width
  await page.mouse.move(from.x + 20, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 20 + width / 2, from.y + 10, { steps: 5 })
  await page.mouse.move(from.x + 20 + width * 2, from.y + 10, { steps: 10 })
  await page.mouse.up()
  await page.getByText(/„Wochenmarkt“ steht jetzt am Do\./).waitFor()
  expect(await standsAt(id)).toBe(`${addDays(day, 2)}T10:00`)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText(/„Wochenmarkt“ steht wieder am Di\./).waitFor()
  expect(await standsAt(id)).toBe(`${day}T10:00`)
  expect(opened.complaints).toEqual([])
})

test('by keyboard alone a post is opened and moved, and a time that does not exist is explained', slow, async () => {
  const id = await scheduled('Zur Zeitumstellung', '2027-03-26T10:00')
  await using opened = await openPage({ viewport: { width: 1280, height: 1000 } })
  const { page } = opened
  await signIn(page, '/desk/calendar?view=week&at=2027-03-26')
  const event = page.getByRole('button', { name: /Zur Zeitumstellung/ })
  await event.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Verschieben' }).focus()
  await page.keyboard.press('Enter')
  const field = page.getByLabel('Neuer Zeitpunkt')
  await field.fill('2027-03-28T02:30')
  await field.press('Enter')
  await page.getByText('Die Uhr wird auf Sommerzeit vorgestellt').first().waitFor()
  expect(await standsAt(id)).toBe('2027-03-26T10:00')
  expect(await field.inputValue()).toBe('2027-03-28T02:30')
  await field.fill('2027-03-28T03:30')
  await field.press('Enter')
  await page.getByText(/steht jetzt am So\.,.28\..März 2027, 03:30.Uhr/).waitFor()
  expect(await standsAt(id)).toBe('2027-03-28T03:30')
  expect(await faults(page)).toEqual([])
})

test('without a script the calendar is a list, from which posts are moved and moved back', slow, async () => {
  const id = await scheduled('Ohne Skript verschoben', `${day}T14:00`)
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page, `/desk/calendar?view=month&at=${day}`)
  await page.getByRole('link', { name: '„Ohne Skript verschoben“ verschieben' }).click()
  await page.getByLabel('Neuer Zeitpunkt').fill('2027-03-28T02:30')
  await page.getByRole('button', { name: 'Verschieben' }).click()
  await page.getByText('Die Uhr wird auf Sommerzeit vorgestellt').first().waitFor()
  expect(await page.getByLabel('Neuer Zeitpunkt').inputValue()).toBe('2027-03-28T02:30')
  await page.getByLabel('Neuer Zeitpunkt').fill(`${day}T15:00`)
  await page.getByRole('button', { name: 'Verschieben' }).click()
  await page.getByText(/„Ohne Skript verschoben“ steht jetzt am/).waitFor()
  expect(await standsAt(id)).toBe(`${day}T15:00`)
  await page.getByRole('button', { name: 'Rückgängig machen' }).click()
  await page.getByText(/steht wieder am/).waitFor()
  expect(await standsAt(id)).toBe(`${day}T14:00`)
})

test('a free place leads to a new post with its time', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 1000 } })
  const { page } = opened
  await signIn(page, '/desk/calendar?view=list')
  const place = page.getByRole('link', { name: /^Beitrag für .* beginnen$/ }).first()
  const at = new URL((await place.getAttribute('href'))!, town().origin).searchParams.get('at')
  await place.click()
  await page.getByLabel('Tag und Uhrzeit').waitFor()
  expect(await page.getByLabel('Tag und Uhrzeit').inputValue()).toBe(at)
  expect(await page.getByLabel('zu einem Zeitpunkt').isChecked()).toBe(true)
})

test('a calendar is subscribed to over HTTP, revoked, and its address is not asked too often', slow, async () => {
  await using opened = await openPage({ viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page, '/desk/calendar/subscribe')
  await page.getByRole('button', { name: 'Adresse anlegen' }).first().click()
  const address = new URL((await page.locator('code').textContent())!)
  const first = await town().get(address.pathname)
  expect(first.status).toBe(200)
  expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8')
  expect(first.text).toContain('Wochenmarkt')
  const again = await town().get(address.pathname, { headers: { 'if-none-match': String(first.headers.etag) } })
  expect(again.status).toBe(304)
  await page.getByRole('button', { name: 'Adresse für Mein Kalender aufheben' }).click()
  await page.getByText('Die Adresse ist aufgehoben.').waitFor()
  expect((await town().get(address.pathname)).status).toBe(404)
  let status = 404
  for (let count = 0; count < 80 && status === 404; count++) ({ status } = await town().get(address.pathname))
  expect(status).toBe(429)
})
