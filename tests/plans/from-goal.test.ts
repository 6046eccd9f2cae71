// The whole way: from a goal through a campaign, a post and its words for one channel, past each level of trust, to the page
// that citizens read and the object that other servers fetch.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeReviewTown, type ReviewTown } from '#approval/town.fixture.ts'
import { adoptConcept } from '#concepts/adopt.ts'
import { readConcept } from '#concepts/read.ts'
import { saveConcept } from '#concepts/save.ts'
import { sectionKinds } from '#concepts/shipped.ts'
import { createActor } from '#federation/createActor.ts'
import { hashPassword } from '#people/password.ts'
import { type Person, system } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Level } from '#review/shared.ts'
import { setLevel } from '#review/set-level.ts'
import { ask } from '../world/ask.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const slow = { timeout: 150_000 }
const password = 'ein langer Satz für alle hier'
let town: ReviewTown
let program: Program
let origin: string
beforeAll(async () => {
  const port = await freePort()
  town = await makeReviewTown(`localhost:${port}`)
  const password_hash = await hashPassword(password)
  await town.act(async (tx) => {
    await tx.updateTable('account').set({ password_hash }).execute()
    const settings = JSON.stringify({ addressConfirmedAt: now().toISOString() })
    await tx.updateTable('municipality').set({ settings }).execute()
    await createActor(tx, system, { unitId: town.rootUnitId, username: 'musterstadt', name: 'Stadt Musterstadt' })
    // Nothing goes out on a channel without a concept.
    const channel = await tx
      .selectFrom('channel')
      .select('id')
      .where('network', '=', 'fediverse')
      .executeTakeFirstOrThrow()
    const sections = Object.fromEntries(sectionKinds().map(({ id }) => [id, 'So machen wir es.']))
    const { revision } = await readConcept(tx, town.mayor, channel.id)
    const saved = await saveConcept(tx, town.mayor, { channel: channel.id, revision, sections })
    await adoptConcept(tx, town.mayor, { channel: channel.id, revision: saved.revision })
  })
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
  page.setDefaultTimeout(15_000)
  await page.goto(origin + to)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(origin + to)
  await page.waitForLoadState('networkidle')
  return opened
}

test('a leader plans: a goal, and a campaign that serves it', slow, async () => {
  await using planning = await signedIn(town.mayor, '/desk/goals/new')
  const { page } = planning
  await page.fill('#field-name', 'Bewegte Stadt')
  await page.getByRole('button', { name: 'Ziel anlegen' }).click()
  await page.waitForURL(/\/desk\/goals\/[0-9a-f-]{36}/)
  await page.goto(`${origin}/desk/campaigns/new`)
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Titel').fill('Alle ins Bad')
  await page.getByLabel('Problem').fill('Eine bewegte Stadt schwimmt auch im Winter, doch kaum jemand kommt.')
  await page.getByRole('button', { name: 'Bewegte Stadt' }).click()
  expect(await page.getByLabel('Bewegte Stadt').isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Kampagne anlegen' }).click()
  await page.waitForURL(/done=created/)
  expect(planning.complaints).toEqual([])
})

/** Writes the post in the browser, with its own words for the Fediverse, and answers its id. */
async function write(page: Page, title: string): Promise<string> {
  await page.fill('#field-title', title)
  await page.fill('#field-lead', 'Am 1. Mai geht es los.')
  await page.locator('.ProseMirror').fill('Alle sind willkommen.')
  await page.locator('select[name=campaign]').selectOption({ label: 'Alle ins Bad' })
  const goal = page.locator('fieldset.goals').getByText('Bewegte Stadt').first()
  await goal.waitFor()
  if (
    !(await page
      .locator('input[name=goals][value="Bewegte Stadt"]')
      .isChecked()
      .catch(() => false))
  )
    await goal.click()
  await page.getByRole('tab', { name: /@musterstadt/ }).click()
  const panel = page.getByRole('tabpanel', { name: /@musterstadt/ })
  await panel.getByLabel('Eigener Text für diesen Kanal').check()
  await panel.getByLabel('Text auf diesem Kanal').fill('Kurz gesagt: das Bad ist offen.')
  await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}/)
  return page.url().split('/').at(-1)!.slice(0, 36)
}

test.each([
  ['before', /^Zur Freigabe an/],
  ['after', /veröffentlichen; .* sieht bis/],
  ['free', /veröffentlichen$/]
] as [Level, RegExp][])('an expert at “%s” reaches readers and other servers', slow, async (level, button) => {
  await town.act((tx) =>
    setLevel(tx, town.mayor, { person: town.expert.id, unit: town.sportUnitId, level, reason: 'Für die Prüfung' })
  )
  const title = `Freibad öffnet (${level})`
  await using writing = await signedIn(town.expert, '/desk/posts/new')
  const post = await write(writing.page, title)
  await writing.page.locator('form').getByRole('button', { name: button }).click()
  await writing.page.waitForURL(/done=/)
  if (level === 'before') {
    expect((await town.post(post)).state).toBe('in_review')
    await using reviewing = await signedIn(town.head, '/desk/reviews')
    await reviewing.page.getByRole('link', { name: title }).click()
    await reviewing.page.getByRole('button', { name: 'Freigeben und veröffentlichen' }).click()
    await reviewing.page.getByText('Freigegeben.', { exact: true }).waitFor()
  }
  const { slug, state } = await town.post(post)
  expect(state).toBe('published')
  const address = `${origin}/beitrag/${slug}`
  const { text } = await ask(address)
  for (const words of [title, 'Alle sind willkommen.', 'Bewegte Stadt']) expect(text).toContain(words)

  const object = await expect
    .poll(
      async () => {
        const answer = await ask(address, { headers: { accept: 'application/activity+json' } })
        return answer.status === 200 && answer.text.startsWith('{') ? (JSON.parse(answer.text) as object) : null
      },
      { timeout: 30_000 }
    )
    .toMatchObject({ type: expect.stringMatching(/^(Article|Note)$/) })
    .then(async () => JSON.parse((await ask(address, { headers: { accept: 'application/activity+json' } })).text))
  expect(JSON.stringify(object)).toContain('das Bad ist offen')
  expect(writing.complaints).toEqual([])
})
