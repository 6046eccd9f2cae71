// The concept of a channel, from the person who adds the channel to the citizen who reads about it.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openChannel } from '#channels/open.ts'
import { loadPerson } from '#people/person.ts'
import { grantRole } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { createPost } from '#posts/create.ts'
import { password } from '#posts/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from '../site/town.ts'

const town = useLivingTown()
let channel: string
const conceptPath = () => `/desk/settings/channels/${channel}/concept`

beforeAll(async () => {
  channel = await town().act(async (tx) => {
    await grantRole(tx, system, { personId: town().editor.id, role: 'leader', unitId: town().rootUnitId })
    const operator = (await loadPerson(tx, town().operator.id))!
    return (await openChannel(tx, operator, { network: 'fediverse', unitId: town().rootUnitId, name: '@stadt' })).id
  })
})

async function signIn(page: Page): Promise<void> {
  page.setDefaultTimeout(8000)
  await page.goto(`${town().origin}/desk/sign-in`)
  await page.fill('[name=email]', town().editorEmail)
  await page.fill('[name=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

test('a new channel is written about, adopted, read by citizens, and stopped again', async () => {
  await using opened = await openPage()
  const { page, complaints } = opened
  await signIn(page)
  await page.goto(`${town().origin}/desk/settings/channels`)
  const line = page.getByRole('listitem').filter({ hasText: '@stadt' })
  await line.getByText('noch keines angenommen').waitFor()
  await page.goto(`${town().origin}/desk/posts/new`)
  const choice = page.getByRole('checkbox', { name: /@stadt/ })
  expect(await choice.isDisabled()).toBe(true)

  await page.goto(town().origin + conceptPath())
  await page.getByRole('button', { name: 'Konzept annehmen' }).click()
  await page.getByText('Hier fehlt noch eine Angabe.').first().waitFor()
  await page.getByLabel('Rechte und Ansprechstellen').fill('Schreiben Sie an datenschutz@musterstadt.example.')
  await page.getByText('Gespeichert um').waitFor()
  await page.reload()
  expect(await page.getByLabel('Rechte und Ansprechstellen').inputValue()).toContain('datenschutz@musterstadt.example')
  await page.getByRole('button', { name: 'Konzept annehmen' }).click()
  await page.getByText('Fassung 1 gilt.').waitFor()

  await page.getByRole('link', { name: 'Auf der Website ansehen' }).click()
  await page.getByRole('link', { name: /Nutzungskonzept lesen.*@stadt/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Nutzungskonzept: @stadt' }).waitFor()
  await page.getByText('Schreiben Sie an').waitFor()
  await page.getByText(/Fassung 1, in Kraft seit/).waitFor()

  await page.goto(`${town().origin}/desk/posts/new`)
  expect(await choice.isEnabled()).toBe(true)
  expect(await choice.isChecked()).toBe(true)

  await page.goto(town().origin + conceptPath())
  await page.locator('summary', { hasText: 'Zurückziehen' }).click()
  await page.getByRole('button', { name: 'Konzept zurückziehen' }).click()
  await page.getByText('Bitte nennen Sie einen Grund.').waitFor()
  await page.getByLabel('Grund, den alle').fill('Die Regeln des Netzes haben sich geändert.')
  await page.getByRole('button', { name: 'Konzept zurückziehen' }).click()
  await page.getByText('Der Kanal steht still.').waitFor()
  await page.getByText('Grund: Die Regeln des Netzes haben sich geändert.').first().waitFor()
  const told = await town().get('/kanaele')
  expect(told.text).toContain('Zurzeit angehalten')
  // A refused form answers 400, which the console notes.
  expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
})

describe('over HTTP', () => {
  test('the concept in force is a page, a PDF and Markdown, each for everybody', async () => {
    const page = await town().get('/kanaele/website')
    expect(page.status).toBe(200)
    expect(page.text).toContain('wurde mit der Software geliefert und noch nicht angepasst')
    const pdf = await town().get('/kanaele/website/nutzungskonzept.pdf')
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.body.toString('latin1')).toContain('/StructTreeRoot')
    const markdown = await town().get('/kanaele/website/nutzungskonzept.md')
    expect(markdown.headers['content-disposition']).toBe('attachment; filename="nutzungskonzept-website.md"')
    expect(markdown.text).toMatch(/^# Nutzungskonzept: Website\n/)
    expect(markdown.text).not.toMatch(/\]\(\//)
  })

  test.each(['/kanaele/gibt-es-nicht', '/kanaele/website/nutzungskonzept.exe', '/kanaele/website/x/y'])(
    '%s is not there',
    async (path) => expect((await town().get(path)).status).toBe(404)
  )

  test('the imprint leads to the channels, and an overlong slug to nothing', async () => {
    expect((await town().get('/impressum')).text).toContain('href="/kanaele"')
    expect((await town().get(`/kanaele/${'x'.repeat(5000)}`)).status).toBe(404)
  })
})

test('everything works without scripts', async () => {
  await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { page } = opened
  await signIn(page)
  await page.goto(town().origin + conceptPath())
  await page.getByLabel('Wozu wir diesen Kanal nutzen').fill('Für die, die **hier** sind.')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await page.getByText('Gespeichert.').waitFor()
  expect(await page.getByLabel('Wozu wir diesen Kanal nutzen').inputValue()).toBe('Für die, die **hier** sind.')
  await page.getByRole('button', { name: 'Vergleichen' }).click()
  await page.locator('ins').first().waitFor()
})

test('a post that names a stopped channel shows why it stayed away', async () => {
  const post = await town().act((tx) =>
    createPost(tx, town().editor, {
      unitId: town().rootUnitId,
      title: 'Bad offen',
      body: 'Ab Mai.',
      channelIds: [channel]
    })
  )
  await using opened = await openPage()
  const { page } = opened
  await signIn(page)
  await page.goto(`${town().origin}/desk/posts/${post.id}`)
  await page
    .getByRole('button', { name: /veröffentlichen/ })
    .first()
    .click()
  await page.getByText('Das Nutzungskonzept dieses Kanals ist zurückgezogen.').first().waitFor()
  await page.getByRole('button', { name: 'Noch einmal senden' }).click()
  await page.getByText('Dieser Kanal ist angehalten, weil kein Nutzungskonzept gilt.').waitFor()
})
