import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readForDesk } from '#posts/desk-queries.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { password } from '#posts/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from './town.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }

async function signIn(page: Page, to: string): Promise<void> {
  await page.goto(town().origin + to)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(town().origin + to)
  // The page's script takes the fields over; what is typed in that moment would land between two states.
  await page.waitForLoadState('networkidle')
}

/** The field for Markdown in the place of the editor. */
async function writeMarkdown(page: Page): Promise<void> {
  const toggle = page.getByRole('button', { name: 'Markdown anzeigen' })
  await page.locator('.ProseMirror').waitFor()
  await toggle.click()
  await page.locator('#field-body').waitFor()
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

test(
  'a post is written, saved by itself, previewed, published, corrected, withdrawn and brought back',
  slow,
  async () => {
    await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
    const { page } = opened
    await signIn(page, '/desk/posts')
    expect(await faults(page)).toEqual([])
    await page.goto(`${town().origin}/desk/posts/new`)
    await page.fill('#field-title', 'Wochenmarkt zieht um')
    await writeMarkdown(page)
    await page.fill('#field-body', 'Der Markt zieht um.\n\n## Warum\n\nWeil gebaut wird.')
    await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}$/)
    const id = page.url().split('/').at(-1)!
    expect((await town().act((tx) => readForDesk(tx, town().editor, id))).title).toBe('Wochenmarkt zieht um')

    await page.getByRole('button', { name: 'Vorschau zeigen' }).click()
    await page.locator('section.preview h2', { hasText: 'Warum' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Schreiben' }).click()

    await page.locator('summary', { hasText: 'Bild hinzufügen' }).click()
    const picture = await sharp({ create: { width: 800, height: 500, channels: 3, background: '#c60' } })
      .png()
      .toBuffer()
    await page.setInputFiles('#field-picture', { name: 'markt.png', mimeType: 'image/png', buffer: picture })
    await page.getByRole('button', { name: 'Als Bild über dem Text hochladen' }).click()
    const publish = page.getByRole('button', { name: 'Auf Website veröffentlichen' })
    await page.locator('#field-topAlt').waitFor()
    await page.fill('#field-topAlt', 'Ein Marktstand')
    await publish.click()
    await page.waitForURL(/done=published/)
    expect(await faults(page)).toEqual([])
    const path = (await page.locator('header a[href^="/beitrag/"]').getAttribute('href'))!
    expect(path).toBe('/beitrag/wochenmarkt-zieht-um')
    expect((await town().get(path)).text).toContain('alt="Ein Marktstand"')

    await page.fill('#field-body', 'Der Markt zieht um, bis Mai.')
    await page.fill('#field-note', 'Das Ende ergänzt.')
    await page.getByRole('button', { name: 'Berichtigung auf Website veröffentlichen' }).click()
    await page.waitForURL(/done=corrected/)
    await expect.poll(async () => (await town().get(path)).text).toContain('Das Ende ergänzt.')

    await page.locator('summary', { hasText: /^Zurückziehen$/ }).click()
    await page.fill('textarea[name=reason]', 'Doch nicht.')
    await page.getByRole('button', { name: 'Beitrag überall zurückziehen' }).click()
    await page.waitForURL(/done=withdrawn/)
    await expect.poll(async () => (await town().get(path)).status).toBe(410)
    await page.getByRole('button', { name: 'wieder veröffentlichen' }).click()
    await page.waitForURL(/done=republished/)
    await expect.poll(async () => (await town().get(path)).status).toBe(200)
    expect(opened.complaints).toEqual([])
  }
)

test('without a script the composer is a plain form that loses nothing', slow, async () => {
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.getByRole('button', { name: 'Auf Website veröffentlichen' }).waitFor()
  await page.fill('#field-body', 'Nur Text.')
  await page.fill('#field-title', ' ')
  await page.getByRole('button', { name: 'Auf Website veröffentlichen' }).click()
  await page.getByText('Ein Beitrag braucht eine Überschrift.').first().waitFor()
  expect(await page.inputValue('#field-body')).toBe('Nur Text.')
  await page.fill('#field-title', 'Ohne Skript')
  await page.getByRole('button', { name: 'Vorschau zeigen' }).click()
  await page.locator('.preview', { hasText: 'Nur Text.' }).waitFor()
  expect(await page.inputValue('#field-title')).toBe('Ohne Skript')
  await page.locator('summary', { hasText: 'Bild hinzufügen' }).click()
  const file = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#06c' } })
    .png()
    .toBuffer()
  await page.setInputFiles('#field-picture', { name: 'bild.png', mimeType: 'image/png', buffer: file })
  await page.fill('#field-alt', 'Blau')
  await page.getByRole('button', { name: 'In den Text einsetzen' }).click()
  await page.waitForURL(/done=picture/)
  expect(await page.inputValue('#field-body')).toMatch(/^Nur Text\.\n\n!\[Blau\]\(\/media\/[\w-]+\/\d+\.webp\)/)
  await page.getByRole('button', { name: 'Auf Website veröffentlichen' }).click()
  await page.waitForURL(/done=published/)
  await expect.poll(async () => (await town().get('/beitrag/ohne-skript')).text).toContain('alt="Blau"')
})

test('two people on one post: the second sees both texts and decides', slow, async () => {
  const { id } = await town().publish({ title: 'Gemeinsam', body: 'Anfang.' })
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, `/desk/posts/${id}`)
  await town().act((tx) =>
    saveDraft(tx, town().editor, {
      post: id,
      revision: 1,
      draft: { title: 'Gemeinsam', lead: '', body: 'Vom anderen.', unitId: town().sportUnitId }
    })
  )
  await writeMarkdown(page)
  await page.fill('#field-body', 'Von mir.')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.getByText('Zwei Fassungen').waitFor()
  expect(await page.inputValue('#field-body')).toBe('Von mir.')
  expect(await page.locator('pre').textContent()).toBe('Vom anderen.')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.waitForURL(/done=saved/)
  expect((await town().act((tx) => readForDesk(tx, town().editor, id))).body).toBe('Von mir.')
})

test('a time that does not exist is explained, and a later one is planned', slow, async () => {
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Später')
  await writeMarkdown(page)
  await page.fill('#field-body', 'Text.')
  await page.getByLabel('zu einem Zeitpunkt').check()
  await page.fill('#field-at', '2027-03-28T02:30')
  await page.getByRole('button', { name: /^Am So\., 28\. März 2027, 02:30 Uhr auf Website veröffentlichen$/ }).click()
  await page.getByText('Die Uhr wird auf Sommerzeit vorgestellt').first().waitFor()
  await page.fill('#field-at', '2027-03-28T03:30')
  await page.getByRole('button', { name: /03:30 Uhr auf Website veröffentlichen$/ }).click()
  await page.waitForURL(/done=scheduled/)
  await page.getByText('Erscheint am So., 28. März 2027, 03:30 Uhr.').waitFor()
  await page.getByRole('button', { name: 'Planung aufheben' }).click()
  await page.waitForURL(/done=unscheduled/)
})
