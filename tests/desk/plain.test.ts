import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 120_000 }

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

test('the composer marks what makes readers stumble, and a suggestion is applied with one click', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(new URL(request.url()).pathname)
  })
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Anträge')
  await page.fill('#field-lead', 'Melden Sie sich unverzüglich im Rathaus.')
  await page.locator('.ProseMirror').fill('Die Unterlagen sind unverzüglich vorzulegen. Alles #tagderoffenentür.')
  const panel = page.getByRole('region', { name: 'Verständlichkeit' })
  await panel.getByText(/Wörter · .*Hinweise/).waitFor()
  // In the text, too: a line below, and not by its colour alone.
  await page.locator('.ProseMirror .mark', { hasText: 'unverzüglich' }).first().waitFor()
  expect(await page.locator('.ProseMirror .mark', { hasText: '#tagderoffenentür' }).count()).toBe(1)
  expect(await faults(page)).toEqual([])

  const item = panel.locator('li', { hasText: '„unverzüglich“' })
  expect(await item.count()).toBe(2)
  await item.last().getByRole('button', { name: '„unverzüglich“' }).click()
  await expect.poll(() => page.evaluate(() => document.getSelection()?.toString())).toBe('unverzüglich')
  await item
    .last()
    .getByRole('button', { name: /^Ersetzen durch/ })
    .click()
  await expect.poll(() => page.locator('#field-body').inputValue()).toMatch(/^Die Unterlagen sind sofort vorzulegen\./)
  await expect.poll(() => item.count()).toBe(1)
  // The one in the lead.
  await item.getByRole('button', { name: /^Ersetzen durch/ }).click()
  await expect.poll(() => page.inputValue('#field-lead')).toBe('Melden Sie sich sofort im Rathaus.')
  const hashtag = panel.locator('li', { hasText: 'tagderoffenentür' })
  await hashtag.getByRole('button', { name: /Ignorieren/ }).click()
  await expect.poll(() => hashtag.count()).toBe(0)
  await panel.getByRole('button', { name: '1 ignorierten Hinweis wieder zeigen' }).click()
  await hashtag.waitFor()
  // Nothing but the draft and its preview went to the server, and nothing anywhere else.
  const mayHear = ['/desk/posts/draft', '/desk/posts/preview']
  expect(asked.filter((path) => path.startsWith('/desk/posts') && !mayHear.includes(path))).toEqual([])
  expect(opened.complaints).toEqual([])
})

test('a text of five thousand words is marked while somebody types, without a stop', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.locator('.ProseMirror').fill('Die Unterlagen sind unverzüglich im Amt vorzulegen. '.repeat(720))
  await page.locator('.ProseMirror .mark').first().waitFor()
  const words = async (): Promise<number> => {
    const panel = page.getByRole('region', { name: 'Verständlichkeit' })
    const [, count = '0'] = /([\d.]+) Wörter/.exec(await panel.innerText()) ?? []
    return Number(count.replaceAll('.', ''))
  }
  const before = await words()
  expect(before).toBeGreaterThan(5000)
  await page.evaluate(() => {
    const longest = { ms: 0 }
    Object.assign(window, { longest })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest.ms = Math.max(longest.ms, entry.duration)
    }).observe({ type: 'longtask' })
  })
  await page.locator('.ProseMirror').press('Control+End')
  await page.keyboard.type('Und noch ein Satz, der leicht ist.', { delay: 20 })
  // All of it is read: what that took has been noted.
  await expect.poll(words, { timeout: 60_000 }).toBe(before + 7)
  const longest = await page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms)
  // Generous: the machine of the tests does other things, too.
  expect(longest).toBeLessThan(1500)
})

test('the house adds a word of its own, and the composer knows it', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/settings/words')
  expect(await faults(page)).toEqual([])
  await page.fill('#field-find', 'Servicepoint')
  await page.fill('#field-say', 'Schalter')
  await page.getByLabel('Passt ohne Änderung').check()
  await page.getByRole('button', { name: 'Ausdruck speichern' }).click()
  await page.locator('li', { hasText: 'Servicepoint' }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.goto(`${town().origin}/desk/posts/new`)
  await page.waitForLoadState('networkidle')
  await page.locator('.ProseMirror').fill('Kommen Sie zum Servicepoint im Rathaus.')
  await page.getByRole('button', { name: 'Ersetzen durch „Schalter“' }).click()
  await expect.poll(() => page.locator('#field-body').inputValue()).toBe('Kommen Sie zum Schalter im Rathaus.')
})

test('words in a picture must stand in the post, too', slow, async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, '/desk/posts/new')
  await page.fill('#field-title', 'Ein Fest')
  const poster = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#c60' } })
    .png()
    .toBuffer()
  await page.locator('summary', { hasText: 'Bild hinzufügen' }).click()
  await page.setInputFiles('#field-picture', { name: 'plakat.png', mimeType: 'image/png', buffer: poster })
  await page.fill('#field-alt', 'Plakat: Brückenfest am Sonntag')
  await page.getByRole('button', { name: 'Als Bild über dem Text hochladen' }).click()
  const isWritten = page.getByRole('checkbox', { name: 'Im Bild steht Text' })
  await isWritten.check()
  const mark = page.getByRole('region', { name: 'Verständlichkeit' }).getByText('Im Bild steht Text.')
  await mark.waitFor()
  await page.locator('.ProseMirror').fill('Am Sonntag ist Brückenfest. Rufen Sie uns an.')
  await expect.poll(() => mark.count()).toBe(0)
  // The library knows it from here on.
  await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}$/)
  const noted = () => town().act((tx) => tx.selectFrom('media').select('id').where('shows_text', '=', true).execute())
  await expect.poll(async () => (await noted()).length).toBe(1)
  await page.reload()
  await expect.poll(() => isWritten.isChecked()).toBe(true)
})
