import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createPost } from '#posts/create.ts'
import { readForDesk } from '#posts/desk-queries.ts'
import { saveDraft } from '#posts/save-draft.ts'
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
  await page.locator('.ProseMirror').waitFor()
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

const begin = (title: string, body: string) =>
  town().act((tx) => createPost(tx, town().editor, { unitId: town().sportUnitId, title, body }))
const saveAs = (id: string, revision: number, body: string) =>
  town().act((tx) =>
    saveDraft(tx, town().editor, {
      post: id,
      revision,
      draft: { title: 'Gemeinsam', lead: '', body, unitId: town().sportUnitId }
    })
  )
const read = (id: string) => town().act((tx) => readForDesk(tx, town().editor, id))

test('two versions are laid side by side, and become one without losing a sentence', slow, async () => {
  const { id, revision } = await begin('Gemeinsam', 'Eins.\n\nZwei.')
  await using opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { page } = opened
  await signIn(page, `/desk/posts/${id}`)
  await saveAs(id, revision, 'Eins.\n\nZwei von Anna.')
  await page.locator('.ProseMirror').fill('Eins von mir.\n\nZwei.')
  await page.getByText('nichts wird überschrieben, bevor Sie entscheiden').waitFor()
  expect((await read(id)).body).toBe('Eins.\n\nZwei von Anna.')
  expect(await page.locator('.field ins', { hasText: 'von mir' }).count()).toBeGreaterThan(0)
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Zusammenführen' }).click()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'So zusammenführen' }).click()
  await expect.poll(async () => (await read(id)).body, { timeout: 15_000 }).toContain('von mir')
  const { body } = await read(id)
  expect(body).toContain('Zwei von Anna.')
  expect(await page.getByText('nichts wird überschrieben').count()).toBe(0)
})

test('the other version can be taken as it is', slow, async () => {
  const { id, revision } = await begin('Gemeinsam', 'Anfang.')
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, `/desk/posts/${id}`)
  await saveAs(id, revision, 'Von Anna.')
  await page.locator('.ProseMirror').fill('Von mir.')
  await page.getByRole('button', { name: 'Ihre übernehmen' }).click()
  await page.locator('.ProseMirror', { hasText: 'Von Anna.' }).waitFor()
  await expect.poll(() => page.locator('#field-body').inputValue()).toBe('Von Anna.')
  await expect.poll(async () => (await read(id)).revision, { timeout: 15_000 }).toBeGreaterThan(revision + 1)
  expect((await read(id)).body).toBe('Von Anna.')
})

test('what was typed without a connection is offered again after a reload', slow, async () => {
  const { id } = await begin('Unterwegs', 'Im Zug.')
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, `/desk/posts/${id}`)
  await page.route('**/desk/posts/draft', (route) => route.abort())
  await page.locator('.ProseMirror').fill('Im Tunnel geschrieben.')
  await page.getByText('Nicht gespeichert.').waitFor()
  await page.unroute('**/desk/posts/draft')
  await page.reload()
  await page.getByText('Auf diesem Gerät liegt ein Text').waitFor()
  await page.locator('.ProseMirror', { hasText: 'Im Zug.' }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Zurückholen' }).click()
  await expect.poll(async () => (await read(id)).body, { timeout: 15_000 }).toBe('Im Tunnel geschrieben.')
})

test('a session that ended keeps the text, and saving goes on after signing in again', slow, async () => {
  const { id } = await begin('Sitzung', 'Anfang.')
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, `/desk/posts/${id}`)
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await page.locator('.ProseMirror').fill('Danach geschrieben.')
  await page.getByText('In einem neuen Tab anmelden').waitFor()
  expect(await page.locator('.ProseMirror').textContent()).toBe('Danach geschrieben.')
  await page.context().addCookies(cookies)
  await expect.poll(async () => (await read(id)).body, { timeout: 25_000 }).toBe('Danach geschrieben.')
})

test('whoever opens a post sees who else is there', slow, async () => {
  const { id } = await begin('Zu zweit', 'Anfang.')
  await using opened = await openPage()
  await signIn(opened.page, `/desk/posts/${id}`)
  // Another person's browser, as its page asks.
  const { showPresence } = await import('#dialogue/presence.ts')
  await expect
    .poll(
      async () => {
        await showPresence(town().id, { id: town().expert.id, name: 'Anna Alt' }, `post:${id}`, 'typing')
        return opened.page.getByText('Anna Alt schreibt gerade.').count()
      },
      { timeout: 30_000, interval: 2000 }
    )
    .toBe(1)
  expect(await faults(opened.page)).toEqual([])
})
