// The map in a browser: nothing is asked of its source before somebody opens it, and then of that source alone.
import sharp from 'sharp'
import { readCaseSettings, settleCases } from '#cases/settings.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { expect, test } from 'vitest'
import { openPage } from '../world/browser.ts'
import { useTwoTowns } from './two-towns.ts'

const towns = useTwoTowns()

test('is opened by a click, and its pictures come from one place', async () => {
  const { there, at } = towns()
  const report = await there.report({
    text: 'Loch mit <img src=x onerror=alert(1)>',
    address: '<b>hier</b>',
    lat: '51.96',
    lng: '7.62'
  })
  await there.in((tx) => approveMessage(tx, there.editor, { message: report.message }))
  await there.in((tx) =>
    settleCases(tx, there.editor, {
      ...readCaseSettings(null),
      isOn: true,
      tiles: 'https://karten.example/{z}/{x}/{y}.png',
      attribution: '© Vermessungsamt <script>',
      lat: 51.96,
      lng: 7.62
    })
  )
  const tile = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#dde' } })
    .png()
    .toBuffer()
  await using opened = await openPage({ viewport: { width: 390, height: 844 } })
  const { page } = opened
  const foreign: string[] = []
  page.on('request', (request) => {
    const { origin, host } = new URL(request.url())
    if (origin !== at && !request.url().startsWith('data:')) foreign.push(host)
  })
  await page.route('https://karten.example/**', (route) => route.fulfill({ contentType: 'image/png', body: tile }))

  await page.goto(`${at}/maengel`)
  const policy = async () => (await page.request.get(page.url())).headers()['content-security-policy']
  expect(await policy()).not.toContain('karten.example')
  expect(foreign).toEqual([])

  await page.getByRole('link', { name: 'Auf der Karte zeigen' }).click()
  await page.locator('.leaflet-tile-loaded').first().waitFor()
  expect(await policy()).toContain('img-src https://karten.example ')
  expect(new Set(foreign)).toEqual(new Set(['karten.example']))
  await page.locator('path.leaflet-interactive').first().click({ force: true })
  await page.locator('.leaflet-popup').getByText('Schlagloch, <b>hier</b> (offen)').waitFor()
  expect(await page.getByRole('link', { name: /Schlagloch: <b>hier/ }).count()).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  await page.goto(`${at}/maengel/melden?kategorie=schlagloch`)
  expect(await page.locator('input[name=notice]').inputValue()).toMatch(/^[0-9a-f]{12}$/)
  await page.getByRole('link', { name: 'Ort auf der Karte wählen' }).click()
  await page.locator('.leaflet-tile-loaded').first().waitFor()
  await page.locator('[data-map]').click({ position: { x: 100, y: 100 } })
  expect(Number(await page.getByLabel('Breitengrad').inputValue())).toBeCloseTo(51.96, 0)
})
