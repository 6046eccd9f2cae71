// From pressing the button to the published page, at each of the three levels of trust; and reviewing by a link without an
// account. In a browser and by plain requests.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeReviewTown, type ReviewTown } from '#approval/town.fixture.ts'
import { hashPassword } from '#people/password.ts'
import type { Person } from '#people/types.ts'
import { publishPost } from '#posts/publish.ts'
import { approveOutside } from '#review/reviewers.ts'
import { setLevel } from '#review/set-level.ts'
import { inviteReviewer } from '#review/take-part.ts'
import { ask } from '../world/ask.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const slow = { timeout: 120_000 }
const password = 'ein langer Satz für alle hier'
let town: ReviewTown
let program: Program
let origin: string
beforeAll(async () => {
  const port = await freePort()
  town = await makeReviewTown(`localhost:${port}`)
  const password_hash = await hashPassword(password)
  await town.act((tx) => tx.updateTable('account').set({ password_hash }).execute())
  program = await startProgram(world(), { port, timeoutMs: 90_000 })
  origin = `http://localhost:${port}`
}, 120_000)
afterAll(() => program.stop())

async function signedIn(who: Person, to: string): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1280, height: 900 } })
  const { email } = await town.act((tx) =>
    tx.selectFrom('account').select('email').where('id', '=', who.accountId).executeTakeFirstOrThrow()
  )
  const { page } = opened
  await page.goto(origin + to)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(origin + to)
  await page.waitForLoadState('networkidle')
  return opened
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** The site's page of this post, or null while there is none. */
async function pageOf(post: string): Promise<string | null> {
  const { slug, state } = await town.post(post)
  return state === 'published' ? (await ask(`${origin}/beitrag/${slug}`)).text : null
}

const set = (level: 'before' | 'after' | 'free' | null) =>
  town.act((tx) =>
    setLevel(tx, town.mayor, { person: town.expert.id, unit: town.sportUnitId, level, reason: 'Für die Prüfung' })
  )

describe('the button says and does', () => {
  test('at “before”: it asks, somebody else approves, and only then it is on the site', slow, async () => {
    const { post } = await town.draft(town.expert, { title: 'Wahl der Bäderchefin' })
    await using writing = await signedIn(town.expert, `/desk/posts/${post}`)
    const { page } = writing
    await page.getByText('Der Text enthält „Wahl“').waitFor()
    await page.getByText('Ihre Vertrauensstufe hier: Freigabe vorher.').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Zur Freigabe an Lea Leitung geben' }).click()
    await page.waitForURL(/done=asked/)
    await page.getByText('Dieser Beitrag liegt zur Freigabe').waitFor()
    expect(await faults(page)).toEqual([])
    expect(await pageOf(post)).toBeNull()

    await using reviewing = await signedIn(town.head, '/desk/reviews')
    const there = reviewing.page
    expect(await faults(there)).toEqual([])
    await there.getByRole('link', { name: 'Wahl der Bäderchefin' }).click()
    await there.waitForURL(/\/desk\/reviews\/[0-9a-f-]{36}/)
    expect(await faults(there)).toEqual([])
    await there.locator('summary', { hasText: 'Zu einer Stelle' }).click()
    await there.fill('#field-quote', 'im Mai')
    await there.fill('#field-comment', 'Am ersten?')
    await there.getByRole('button', { name: 'Anmerkung hinzufügen' }).click()
    await there.getByText('Am ersten?').waitFor()
    await there.fill('#field-decision', 'So ist es gut.')
    await there.getByRole('button', { name: 'Freigeben und veröffentlichen' }).click()
    await there.getByText('Freigegeben.', { exact: true }).waitFor()
    expect(await pageOf(post)).toContain('Wahl der Bäderchefin')

    await page.reload()
    await page.getByText('So ist es gut.').waitFor()
    expect(await faults(page)).toEqual([])
    expect([...writing.complaints, ...reviewing.complaints]).toEqual([])
  })

  test('at “after”: it is on the site at once, and somebody looks at it by a day that is named', slow, async () => {
    await set('after')
    const { post } = await town.draft(town.expert, { title: 'Sofort da' })
    await using writing = await signedIn(town.expert, `/desk/posts/${post}`)
    const { page } = writing
    await page
      .getByRole('button', { name: /veröffentlichen; Lea Leitung sieht bis \w\w\., \d+\.\d+\. darüber/ })
      .click()
    await page.waitForURL(/done=published/)
    expect(await pageOf(post)).toContain('Sofort da')

    await using looking = await signedIn(town.head, '/desk/reviews')
    await looking.page.getByRole('link', { name: 'Sofort da' }).click()
    await looking.page.getByRole('button', { name: 'Wurde korrigiert' }).click()
    await looking.page.getByText('Der Beitrag ist nicht korrigiert').waitFor()
    await looking.page.getByRole('button', { name: 'In Ordnung' }).click()
    await looking.page.getByText('Vermerkt.').waitFor()
    await set(null)
  })

  test('at “free”: it is on the site at once, and only the draw decides whether somebody looks', slow, async () => {
    await set('free')
    const { post } = await town.draft(town.expert, { title: 'Ganz frei' })
    await using writing = await signedIn(town.expert, `/desk/posts/${post}`)
    const { page } = writing
    await page.getByText('Ihre Vertrauensstufe hier: frei.').waitFor()
    await page.getByLabel('Wahlen und Abstimmungen').check()
    await page.getByRole('button', { name: 'Zur Freigabe an Lea Leitung geben' }).waitFor()
    await page.getByLabel('Wahlen und Abstimmungen').uncheck()
    await page.getByRole('button', { name: 'Auf Website veröffentlichen', exact: true }).click()
    await page.waitForURL(/done=published/)
    expect(await pageOf(post)).toContain('Ganz frei')
    const draws = await town.act((tx) =>
      tx.selectFrom('sample_draw').selectAll().where('subject_id', '=', post).execute()
    )
    expect(draws).toHaveLength(1)
    await set(null)
  })
})

describe('by a link', () => {
  test(
    'somebody without an account reads, remarks and approves once; no cookie, not for search engines',
    slow,
    async () => {
      const outside = await town.act((tx) =>
        approveOutside(tx, town.mayor, { name: 'Nadia Nachbar', email: 'nadia@nachbarstadt.example' })
      )
      const draft = await town.draft(town.expert, { title: 'Von außen' })
      const { review } = await town.act((tx) => publishPost(tx, town.expert, draft))
      await town.act((tx) => inviteReviewer(tx, town.expert, { review: review!, outside, feedbackOnly: false }))
      const address = `${origin}/freigabe/${await town.linkTo('nadia@nachbarstadt.example')}`
      const first = await ask(address)
      expect(first.status).toBe(200)
      expect(first.headers['cache-control']).toContain('no-store')
      expect(first.headers['x-robots-tag']).toContain('noindex')
      expect(first.headers['set-cookie']).toBeUndefined()

      await using opened = await openPage({ javaScriptEnabled: false })
      const { page } = opened
      await page.goto(address)
      await page.getByText('Guten Tag Nadia Nachbar').waitFor()
      expect(await page.context().cookies()).toEqual([])
      await page.fill('#field-quote', 'steht da nicht')
      await page.fill('#field-comment', 'Hm')
      await page.getByRole('button', { name: 'Anmerkung hinzufügen' }).click()
      await page.getByText('Diese Worte stehen so nicht im Text').first().waitFor()
      expect(await page.inputValue('#field-comment')).toBe('Hm')
      await page.fill('#field-decision', 'Klar und kurz.')
      await page.getByRole('button', { name: 'Freigeben und veröffentlichen' }).click()
      await page.getByText('Vielen Dank').first().waitFor()
      expect(await pageOf(draft.post)).toContain('Von außen')
      const again = await ask(address)
      expect(again.status).toBe(404)
      expect(again.text).toContain('Dieser Link gilt nicht mehr')
      expect((await ask(`${origin}/freigabe/gibtesnicht`)).status).toBe(404)
    }
  )
})

test('leaders set levels, topics and addresses; the person reads the reason', slow, async () => {
  await using leading = await signedIn(town.mayor, '/desk/settings/trust')
  const { page } = leading
  expect(await faults(page)).toEqual([])
  await page.getByText('Stufe von expert ändern').locator('xpath=ancestor::summary').click()
  await page.locator('#levels ~ ul select[name=level]:visible').selectOption('after')
  await page.locator('#levels ~ ul input[name=reason]:visible').fill('Schreibt seit Jahren sicher')
  await page.getByRole('button', { name: 'Stufe festlegen' }).locator('visible=true').click()
  await page.getByText('Die Stufe ist festgelegt').waitFor()
  await page.locator('#agreement').getByRole('button', { name: 'Eintragen und Vorschläge einschalten' }).waitFor()
  await page.fill('#agreement input[name=day]', '2026-01-15')
  await page.fill('#agreement input[name=reference]', 'DV 3/2026')
  await page.fill('#agreement input[name=url]', 'https://intranet.example/dv')
  await page.getByRole('button', { name: 'Eintragen und Vorschläge einschalten' }).click()
  await page.getByText('Eingeschaltet unter DV 3/2026').waitFor()
  expect(await faults(page)).toEqual([])

  await using own = await signedIn(town.expert, '/desk/settings/level')
  await own.page.getByText('Schreibt seit Jahren sicher').waitFor()
  await own.page.getByText('schlägt das Programm Ihrer Leitung die nächste Stufe vor').waitFor()
  expect(await faults(own.page)).toEqual([])
  expect((await own.page.goto(`${origin}/desk/settings/trust`))!.status()).toBe(403)
  await set(null)
})
