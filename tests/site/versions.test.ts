// What readers see of corrections: on the page, in the comparison and in the feeds.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { correctPost } from '#posts/correct.ts'
import { hideVersion } from '#posts/public-versions.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from './town.ts'

const town = useLivingTown()
const slow = { timeout: 60_000 }

async function corrected(title: string): Promise<{ id: string; path: string }> {
  const { id, path } = await town().publish({ title, body: 'Das Bad öffnet am 1. Mai.\n\n- Eintritt frei' })
  await town().act(async (tx) => {
    const draft = { title, lead: '', body: 'Das Bad öffnet am 8. Mai.\n\n- Eintritt frei', unitId: town().sportUnitId }
    const { revision } = await saveDraft(tx, town().editor, { post: id, revision: 1, draft })
    await correctPost(tx, town().editor, { post: id, revision, note: 'Der Tag war <falsch>.' })
  })
  return { id, path }
}

test('a correction leads to what it changed, word by word', slow, async () => {
  const { path } = await corrected('Bad öffnet')
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await page.goto(town().origin + path)
  await page.getByRole('link', { name: 'Was geändert wurde' }).click()
  await page.getByRole('heading', { level: 1, name: 'Was mit Fassung 2 geändert wurde' }).waitFor()
  expect(await page.locator('del').textContent()).toContain('1')
  expect(await page.locator('ins').textContent()).toContain('8')
  await page.getByRole('link', { name: 'Alle Fassungen' }).click()
  await page.getByText('Der Tag war <falsch>.').waitFor()
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    expect.stringContaining('Fassung 2'),
    expect.stringContaining('Fassung 1')
  ])
  expect(opened.complaints).toEqual([])
})

test('its pages have no barriers', slow, async () => {
  const { path } = await corrected('Ohne Hürden')
  await using opened = await openPage()
  for (const place of [`${path}/fassungen`, `${path}/fassungen/2`]) {
    await opened.page.goto(town().origin + place)
    const { violations } = await new AxeBuilder({ page: opened.page as never }).analyze()
    expect(violations.map((one) => one.id)).toEqual([])
  }
})

test('feeds say what was corrected, and when', slow, async () => {
  const { path } = await corrected('Im Feed')
  for (const format of ['rss', 'atom', 'json']) {
    const { text } = await town().get(`/feed.${format}`)
    expect(text, format).toContain('Berichtigt am')
    expect(text, format).toMatch(/Der Tag war (&lt;|\\?&lt;|&amp;lt;)falsch/)
    expect(text, format).toContain(path)
  }
  expect((await town().get('/feed.atom')).text).toMatch(/<updated>.*<\/updated>/)
})

test(
  'a hidden version cannot be read anywhere, a withdrawn post has none, and what is not there is not',
  slow,
  async () => {
    const { id, path } = await corrected('Mit einem Namen')
    const page = (place: string) => town().get(place, { headers: { accept: 'text/html' } })
    expect((await page(`${path}/fassungen/2`)).text).toContain('<del')
    await town().act((tx) =>
      hideVersion(tx, town().editor, { post: id, number: 1, reason: 'Ein Name stand versehentlich darin.' })
    )
    await expect.poll(async () => (await page(`${path}/fassungen/2`)).text).toContain('Ein Name stand versehentlich')
    expect((await page(`${path}/fassungen/2`)).text).not.toContain('<del')
    for (const number of ['1', '3', '0', '99999', 'x', '-1'])
      expect((await page(`${path}/fassungen/${number}`)).status, number).toBe(404)
    await town().act((tx) => withdrawPost(tx, town().editor, { post: id, reason: 'Überholt' }))
    await expect.poll(async () => (await page(`${path}/fassungen`)).status).toBe(404)
    expect((await page(`${path}/fassungen/2`)).status).toBe(404)
  }
)
