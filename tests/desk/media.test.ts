// The media library in a browser: uploading, describing, cropping, choosing for a post, and what becomes of revoked consent.
import { mkdir } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { photo } from '#media/town.fixture.ts'
import { settleConsent } from '#media/describe.ts'
import { makeMp4 } from '#platform/media/video.fixture.ts'
import { password } from '#posts/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from '../site/town.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }
/** Where pictures of the pages go for whoever wants to look at them. */
const shots = process.env.SHOTS ?? null

async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return
  await mkdir(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

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

/** No page is wider than the window. */
const isNarrow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

const jpeg = async (name: string) => ({ name, mimeType: 'image/jpeg', buffer: await photo() })
const svg = { name: 'wappen.png', mimeType: 'image/png', buffer: Buffer.from('<svg><script>alert(1)</script></svg>') }

test('several files go up, one is refused in words, and each can be described, cropped and found', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/media/upload')
  const film = { name: 'Rundgang.mp4', mimeType: 'video/mp4', buffer: makeMp4() }
  await page.setInputFiles('#field-files', [await jpeg('Freibad.jpg'), svg, film])
  await page.getByRole('button', { name: 'Hochladen', exact: true }).click()
  await page.getByText('SVG-Grafiken können Programme enthalten').waitFor()
  await expect.poll(() => page.getByText('Ist jetzt in der Mediathek.').count()).toBe(2)
  expect(await faults(page)).toEqual([])
  await shoot(page, 'upload')

  await page.goto(`${town().origin}/desk/media?q=freibad`)
  await page.getByRole('link', { name: 'Freibad' }).click()
  await page.waitForURL(/\/desk\/media\/[0-9a-f-]{36}$/)
  await page.waitForLoadState('networkidle')
  await page.fill('#field-alt', 'Das leere Becken am Morgen')
  await page.getByRole('button', { name: '„Beschreibung“ speichern' }).click()
  await page.getByText('Gespeichert').first().waitFor()
  await page.fill('#field-focalX', '20')
  await page.fill('#field-focalY', '80')
  await page.selectOption('#field-article-mode', 'hand')
  await page.fill('#field-article-height', '50')
  await page.getByRole('button', { name: 'Ausschnitte machen' }).click()
  await expect.poll(() => page.locator('img.preview').count()).toBe(3)
  await page.locator('.picture').click({ position: { x: 10, y: 10 } })
  expect(Number(await page.inputValue('#field-focalX'))).toBeLessThan(10)
  expect(await faults(page)).toEqual([])
  await shoot(page, 'item')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await isNarrow(page)).toBe(true)
  await shoot(page, 'item-390')

  for (const path of ['/desk/media', '/desk/media?view=list', '/desk/media/upload']) {
    await page.goto(town().origin + path)
    expect(await isNarrow(page), path).toBe(true)
    await shoot(page, `390${path.replace(/\W+/g, '-')}`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${town().origin}/desk/media`)
  expect(await faults(page)).toEqual([])
  await shoot(page, 'library')
  await page.getByRole('link', { name: 'Rundgang' }).click()
  await page.waitForURL(/\/desk\/media\/[0-9a-f-]{36}$/)
  await page.waitForLoadState('networkidle')
  const captions = {
    name: 'de.vtt',
    mimeType: 'text/vtt',
    buffer: Buffer.from('WEBVTT\n\n00:03.000 --> 00:02.000\nHallo')
  }
  await page.setInputFiles('#field-captions', captions)
  await page.getByRole('button', { name: 'Untertitel hochladen' }).click()
  await page.getByText('Zeile 3: Das Ende liegt vor dem Anfang.').waitFor()
  expect(await faults(page)).toEqual([])
  await shoot(page, 'video')
})

test(
  'without a script: upload, describe, put into a post, publish; and the revoked photo leaves a note',
  slow,
  async () => {
    await using opened = await openPage({ javaScriptEnabled: false })
    const { page } = opened
    await signIn(page, '/desk/media/upload')
    await page.setInputFiles('#field-files', [await jpeg('Sommerfest.jpg')])
    await page.getByRole('button', { name: 'Hochladen', exact: true }).click()
    await page.waitForURL(/done=added$/)
    const id = /media\/([0-9a-f-]{36})/.exec(page.url())![1]!
    await page.fill('#field-alt', 'Drei Menschen lachen')
    await page.getByRole('button', { name: '„Beschreibung“ speichern' }).click()
    await page.getByText('Gespeichert').first().waitFor()
    const given = { consent: 'given' as const, on: '2026-05-01', scope: '', reference: 'Az 1', until: '' }
    await town().act((tx) => settleConsent(tx, town().editor, id, given))

    await page.goto(`${town().origin}/desk/posts/new`)
    await page.fill('#field-title', 'Sommerfest')
    await page.fill('#field-body', 'So schön war es.')
    await page.selectOption('#field-fromLibrary', { label: 'Sommerfest' })
    await page.getByRole('button', { name: 'Ausgewähltes Bild über den Text setzen' }).click()
    await page.waitForURL(/done=picture/)
    await page.selectOption('#field-fromLibrary', { label: 'Sommerfest' })
    await page.getByRole('button', { name: 'Datei aus der Mediathek einfügen' }).click()
    await page.waitForURL(/done=picture/)
    await page
      .getByRole('button', { name: /veröffentlichen$/ })
      .first()
      .click()
    await page.waitForURL(/done=published/)
    const { text } = await town().get('/beitrag/sommerfest')
    expect(text.match(/alt="Drei Menschen lachen"/g)).toHaveLength(2)
    const address = /src="(\/media\/[^"]+)"/.exec(text)![1]!
    const part = await town().get(address, { headers: { range: 'bytes=0-3' } })
    expect([part.status, part.headers['content-range']]).toEqual([206, expect.stringMatching(/^bytes 0-3\/\d+$/)])

    await page.goto(`${town().origin}/desk/media/${id}`)
    await page.getByRole('button', { name: 'Widerruf eintragen' }).click()
    await page.getByText('Zurückgezogen').first().waitFor()
    await shoot(page, 'withdrawn')
    expect((await town().get(address)).status).toBe(410)
    await expect.poll(async () => (await town().get('/beitrag/sommerfest')).text).not.toContain(address)
    const after = (await town().get('/beitrag/sommerfest')).text
    expect(after).toContain('Dieses Bild wurde zurückgezogen.')
    // Looking for barriers needs a script.
    await using reader = await openPage()
    await reader.page.goto(`${town().origin}/beitrag/sommerfest`)
    expect(await faults(reader.page)).toEqual([])
    await shoot(reader.page, 'article')
  }
)

test('100 MB that call themselves a picture are refused in words, and leave nothing', slow, async () => {
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, '/desk/media/upload')
  const answer = await page.evaluate(async () => {
    const pieces = [
      new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      ...Array.from({ length: 100 }, () => new Uint8Array(1_000_000))
    ]
    const response = await fetch('/desk/media/upload/file', {
      method: 'POST',
      headers: { 'x-file-name': 'riesig.jpg', 'content-type': 'application/octet-stream' },
      body: new Blob(pieces)
    })
    return { status: response.status, said: (await response.json()) as { problem: string } }
  })
  expect(answer).toEqual({ status: 413, said: { problem: 'Die Datei ist zu groß: höchstens 20 MB.' } })
  expect((await town().get('/desk/media/upload/file')).status).not.toBe(200)
})

test('a picture is chosen for a post from the library', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Aus der Mediathek')
  await page.getByRole('button', { name: 'Aus der Mediathek wählen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('freibad')
  await dialog.getByRole('button', { name: 'Freibad' }).waitFor()
  expect(await faults(page)).toEqual([])
  await shoot(page, 'choose')
  await dialog.getByRole('button', { name: 'Freibad' }).click()
  await expect.poll(() => page.inputValue('#field-topAlt')).toBe('Das leere Becken am Morgen')
  await page.getByText('Noch ohne Lizenz').waitFor()
  await shoot(page, 'composer')
})
