// The goals in a browser: the tree, one goal with everything about it, files, suggestions, and what citizens see of it.
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { submitComment } from '#dialogue/comment.ts'
import { addGoal } from '#goals/add.ts'
import { servedCounts } from '#goals/counts.ts'
import { addIndicator, setValue } from '#goals/indicators.ts'
import { readTree } from '#goals/tree.ts'
import { readForDesk } from '#posts/desk-queries.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage, type OpenPage } from '../world/browser.ts'

const town = useLivingTown()
const slow = { timeout: 90_000 }
const add = (name: string, parentId: string | null = null, description = '') =>
  town().act(async (tx) => (await addGoal(tx, town().editor, { name, parentId, description })).id)
const tree = () => town().act((tx) => readTree(tx))
const named = async (name: string) => (await tree()).find((goal) => goal.name === name)

async function signedIn(to: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1280, height: 900 }, ...options })
  const { page } = opened
  page.setDefaultTimeout(15_000)
  await page.goto(town().origin + to)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(town().origin + to)
  // The inbox keeps a connection open and never is at rest.
  if (!to.startsWith('/desk?')) await page.waitForLoadState('networkidle')
  return opened
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

const openBox = (page: Page, summary: string) => page.locator('summary', { hasText: summary }).first().click()

let top: string
beforeAll(async () => {
  top = await add('Mobil für alle', null, 'Alle kommen gut ans Ziel.')
}, 120_000)

const ways: [string, BrowserContextOptions][] = [
  ['with scripts', {}],
  ['without scripts, on a phone', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } }]
]

describe.each(ways)('the tree, %s', (way, options) => {
  const hasScripts = options.javaScriptEnabled !== false
  const mine = (name: string) => `${name} ${way === 'with scripts' ? 'A' : 'B'}`

  test('gets a goal, moves it by a select, archives it and brings it back', slow, async () => {
    await using opened = await signedIn('/desk/goals', options)
    const { page } = opened
    await page.getByRole('link', { name: 'Neues Ziel' }).click()
    await page.getByRole('heading', { level: 1, name: 'Neues Ziel' }).waitFor()
    await page.getByRole('button', { name: 'Ziel anlegen' }).click()
    await page.getByText('Bitte geben Sie dem Ziel einen Titel.').waitFor()
    await page.getByLabel('Titel').fill(mine('Sichere Radwege'))
    await page.getByLabel('Beginn').fill('2026-01-01')
    await openBox(page, 'Ziele für nachhaltige Entwicklung')
    await page.getByLabel('11. Nachhaltige Städte und Gemeinden').check()
    await page.getByRole('button', { name: 'Ziel anlegen' }).click()
    await page.waitForURL(/done=added/)
    expect(await named(mine('Sichere Radwege'))).toMatchObject({ sdgs: [11], beginsOn: '2026-01-01', parentId: null })

    await openBox(page, 'Im Baum verschieben')
    await page.getByLabel('Gehört unter').selectOption({ value: top })
    await page.getByRole('button', { name: 'Verschieben' }).click()
    await page.getByText('Verschoben unter „Mobil für alle“').waitFor()
    expect((await named(mine('Sichere Radwege')))?.parentId).toBe(top)

    await page.getByRole('button', { name: 'Archivieren' }).click()
    await page.getByRole('button', { name: 'Zurückholen' }).click()
    await page.getByText('Aus dem Archiv zurückgeholt').waitFor()
    expect(await named(mine('Sichere Radwege'))).toMatchObject({ archivedAt: null })
  })

  test('does not offer a goal a place below itself', slow, async () => {
    const child = await add(mine('Kind'), top)
    await using opened = await signedIn(`/desk/goals/${top}`, options)
    const places = await opened.page
      .locator('#move option')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
    expect(places).toContain('')
    expect(places).not.toContain(top)
    expect(places).not.toContain(child)
  })

  test('has a goal changed, with what was typed kept when somebody else was faster', slow, async () => {
    const id = await add(mine('Wird geändert'))
    await using opened = await signedIn(`/desk/goals/${id}`, options)
    const { page } = opened
    await openBox(page, 'Angaben ändern')
    await page.locator('#change').getByLabel('Beschreibung').fill('Meine Beschreibung')
    await town().act((tx) => tx.updateTable('goal').set({ revision: 5 }).where('id', '=', id).execute())
    await page.getByRole('button', { name: 'Angaben speichern' }).click()
    await page.getByText('Jemand anderes hat dieses Ziel inzwischen geändert').waitFor()
    expect(await page.locator('#change').getByLabel('Beschreibung').inputValue()).toBe('Meine Beschreibung')
    await page.getByRole('button', { name: 'Angaben speichern' }).click()
    await page.getByText('Beschreibung geändert').waitFor()
    expect((await named(mine('Wird geändert')))?.description).toBe('Meine Beschreibung')
  })

  test('merges two goals: what served one serves the other, and its address leads there', slow, async () => {
    const from = await add(mine('Alt'))
    const into = await add(mine('Neu'))
    await town().publish({ title: mine('Dient dem alten'), goals: [mine('Alt')] })
    const { slug } = (await named(mine('Alt')))!
    await using opened = await signedIn(`/desk/goals/${from}`, options)
    const { page } = opened
    await openBox(page, 'Mit einem anderen Ziel zusammenlegen')
    await page.getByLabel('Zusammenlegen mit').selectOption({ value: into })
    await page.getByRole('button', { name: 'Zusammenlegen', exact: true }).click()
    await page.waitForURL(new RegExp(`${into}.*done=merged`))
    await page.getByRole('link', { name: mine('Dient dem alten') }).waitFor()
    const answer = await town().get(`/ziele/${slug}`)
    expect(answer.status).toBe(301)
    expect((await town().get(String(answer.headers.location))).text).toContain(mine('Dient dem alten'))
  })

  test('gets indicators with values, shown as a line with a table behind it', slow, async () => {
    const id = await add(mine('Messbar'))
    await using opened = await signedIn(`/desk/goals/${id}`, options)
    const { page } = opened
    await openBox(page, 'Kennzahl hinzufügen')
    await page.getByLabel('Name').fill('Fertige Radwege')
    await page.getByLabel('Einheit').fill('km')
    await page.getByLabel('Zielwert').fill('zwölf')
    await page.getByRole('button', { name: 'Kennzahl anlegen' }).click()
    await page.getByText('Das ist keine Zahl').waitFor()
    await page.getByLabel('Zielwert').fill('12,5')
    await page.getByRole('button', { name: 'Kennzahl anlegen' }).click()
    const card = page.getByRole('article', { name: 'Fertige Radwege' })
    for (const [day, value] of [
      ['2025-01-31', '3,5'],
      ['2026-01-31', '7']
    ] as const) {
      if (!(await card.getByLabel('Tag').isVisible()))
        await card.locator('summary', { hasText: 'Wert eintragen' }).click()
      await card.getByLabel('Tag').fill(day)
      await card.locator('input[name=value]').fill(value)
      await card.getByRole('button', { name: 'Wert eintragen' }).click()
      await page.getByText(`„Fertige Radwege“ vom 31. Januar ${day.slice(0, 4)}`).waitFor()
    }
    await card.getByRole('img', { name: /Verlauf von 2 Werten\. Zuletzt 7.km/ }).waitFor()
    await card.locator('summary', { hasText: 'Als Tabelle' }).click()
    expect(await card.locator('tbody tr').allInnerTexts()).toHaveLength(2)
    if (hasScripts) expect(await faults(page)).toEqual([])
  })

  test('takes goals from a file, after showing each row', slow, async () => {
    await using opened = await signedIn('/desk/goals/import', options)
    const { page } = opened
    const bring = async (content: string | Buffer) => {
      await page.goto(`${town().origin}/desk/goals/import`)
      if (hasScripts) await page.waitForLoadState('networkidle')
      await page.setInputFiles('#file', { name: 'ziele.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
      await page.getByRole('button', { name: 'Vorschau zeigen' }).click()
    }
    await bring(Buffer.from([0x50, 0x4b, 3, 4]))
    await page.getByText('Das ist eine Excel-Datei').waitFor()
    await bring('Titel;Beschreibung\n"nie zu Ende;x\n')
    await page.getByText('fängt ein Anführungszeichen an, das nicht endet').waitFor()
    await bring(`Titel;Beginn\n${mine('Aus Datei')};2026\n${mine('Falsch')};gestern\n`)
    await page.getByText('Eine Zeile hat einen Fehler').waitFor()
    await page.getByText('„gestern“ ist kein Tag').waitFor()
    expect(await page.getByRole('button', { name: /einlesen$/ }).allInnerTexts()).toEqual(['Nicht einlesen'])
    if (hasScripts) expect(await faults(page)).toEqual([])
    const latin = Buffer.from(
      `Titel;Übergeordnetes Ziel;Beschreibung\r\n${mine('Aus Datei')};Mobil für alle;Größer\r\n`,
      'latin1'
    )
    await bring(latin)
    await page.getByText('1 neu').waitFor()
    expect(await named(mine('Aus Datei'))).toBeUndefined()
    await page.getByRole('button', { name: '1 Zeile einlesen' }).click()
    await page.waitForURL(/done=imported/)
    expect(await named(mine('Aus Datei'))).toMatchObject({ parentId: top, description: 'Größer' })
  })
})

test('a file that is too large is refused in words', slow, async () => {
  await using opened = await signedIn('/desk/goals/import')
  const { page } = opened
  const buffer = Buffer.alloc(3_000_000, 'Titel\n')
  await page.setInputFiles('#file', { name: 'ziele.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Vorschau zeigen' }).click()
  await page.getByText('Die Datei ist zu groß: höchstens 2 MB').waitFor()
})

describe('a goal is suggested', () => {
  test('while a post is written, with the reason, and taken with one click', slow, async () => {
    const id = await add('Lesende Stadt', null, 'Alle finden zu Büchern, in der Bibliothek und unterwegs.')
    await using opened = await signedIn('/desk/posts/new')
    const { page, complaints } = opened
    await page.fill('#field-title', 'Die Bibliothek öffnet sonntags')
    const offer = page.getByRole('button', { name: 'Lesende Stadt' })
    await offer.waitFor()
    await page.getByText('Im Text steht: „Bibliothek“.').waitFor()
    await page.waitForURL(/\/desk\/posts\/[0-9a-f-]{36}/)
    const post = page.url().split('/').at(-1)!
    expect((await town().act((tx) => readForDesk(tx, town().editor, post))).goals).toEqual([])
    await offer.click()
    expect(await page.getByLabel('Lesende Stadt').isChecked()).toBe(true)
    await expect
      .poll(async () => (await town().act((tx) => readForDesk(tx, town().editor, post))).goals, { timeout: 15_000 })
      .toEqual(['Lesende Stadt'])
    expect((await town().act((tx) => servedCounts(tx, id))).get(id)).toMatchObject({ planned: 1 })
    expect(complaints).toEqual([])
    expect(await faults(page)).toEqual([])
  })

  test('and chosen, taken and made without scripts', slow, async () => {
    await add('Singende Stadt', null, 'Chöre und Konzerte im Park.')
    const { id } = await town().publish({ title: 'Konzerte im Park', goals: [] })
    await using opened = await signedIn(`/desk/posts/${id}`, { javaScriptEnabled: false })
    const { page } = opened
    await page.getByRole('button', { name: 'Singende Stadt' }).click()
    await page.waitForURL(/done=saved/)
    await openBox(page, 'Neues Ziel')
    await page.locator('#new-goal').fill('Draußen feiern')
    await page.getByRole('button', { name: 'Entwurf speichern' }).click()
    await page.waitForURL(/done=saved/)
    const { goals } = await town().act((tx) => readForDesk(tx, town().editor, id))
    expect(goals).toEqual(['Draußen feiern', 'Singende Stadt'])
  })

  test('for a conversation, which then serves it', slow, async () => {
    const id = await add('Saubere Spielplätze', null, 'Spielplätze ohne Scherben.')
    const { id: post } = await town().publish({ title: 'Aus dem Rat' })
    const given = await town().act((tx) =>
      submitComment(tx, { post, name: 'Mira', text: 'Auf dem Spielplatz liegen Scherben.', address: '203.0.113.5' })
    )
    await using opened = await signedIn(`/desk?view=all&conversation=${given.conversation}`)
    const { page } = opened
    await page.getByRole('button', { name: 'Dient „Saubere Spielplätze“' }).click()
    await page.getByText('Ziel: Saubere Spielplätze').waitFor()
    expect((await town().act((tx) => servedCounts(tx, id))).get(id)).toMatchObject({ asked: 1 })
    await openBox(page, 'Ziele ändern')
    await page.getByLabel('Saubere Spielplätze').uncheck()
    await page.getByRole('button', { name: 'Ziele speichern' }).click()
    await expect.poll(async () => (await town().act((tx) => servedCounts(tx, id))).get(id)?.asked ?? 0).toBe(0)
    expect(await faults(page)).toEqual([])
  })
})

describe('citizens', () => {
  test('read a goal with its figures and posts, without scripts, fresh after every change', slow, async () => {
    const id = await add('Grüne Höfe', top, 'Mehr Grün, wo Stein war.')
    const post = await town().publish({ title: 'Der erste Hof ist grün', goals: ['Grüne Höfe'] })
    const indicator = await town().act((tx) =>
      addIndicator(tx, town().editor, {
        goal: id,
        name: 'Entsiegelte Höfe',
        figure: 'Höfe',
        direction: 'up',
        baseline: 0,
        target: 40
      })
    )
    const value = (day: string, figure: number) =>
      town().act((tx) => setValue(tx, town().editor, { goal: id, indicator, day, value: figure }))
    await value('2025-12-31', 4)
    const page = await town().get('/ziele/gruene-hoefe')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Der erste Hof ist grün')
    expect(page.text).toContain('Mehr Grün, wo Stein war.')
    expect(page.text).toMatch(/<svg[^>]+role="img"[^>]+Entsiegelte Höfe/)
    expect(page.text).not.toMatch(/<script(?! type="application\/ld\+json")/)
    expect((await town().get(post.path)).text).toContain('href="/ziele/gruene-hoefe"')
    await value('2026-06-30', 17)
    await expect.poll(async () => (await town().get('/ziele/gruene-hoefe')).text).toContain('Zuletzt 17')
    const all = (await town().get('/ziele')).text
    expect(all.indexOf('Grüne Höfe')).toBeGreaterThan(all.indexOf('Mobil für alle'))
    expect((await town().get('/sitemap.xml')).text).toContain('/ziele/gruene-hoefe')
    expect((await town().get('/ziele/gibt-es-nicht')).status).toBe(404)
    expect((await town().get('/ziele/x%00y')).status).toBe(400)
  })
})

test('the goals are closed to those who may not read them, and to those who are not signed in', async () => {
  for (const path of ['/desk/goals', `/desk/goals/${top}`, '/desk/goals/import', '/desk/goals/export/goals'])
    expect([303, 401]).toContain((await town().get(path)).status)
})
