// Comments in a browser: proof of work, the private link, and hostile words on every page where they show.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { readOwnComment } from '#dialogue/ownComment.ts'
import { password } from '#posts/town.fixture.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { difficult, packed } from './payloads.ts'
import { useLivingTown } from './town.ts'

const town = useLivingTown()
/** Those that mean something to a browser and fit into the field of the name. */
const names = difficult.filter((one) => /[<>"'&`]/.test(one) && [...one.trim()].length <= 60).slice(0, 150)
let post: { id: string; slug: string; path: string }
let tokens: string[] = []

beforeAll(async () => {
  post = await town().publish({ title: 'Frühschwimmen' })
})

const write = (name: string, text: string, known = '') =>
  town().act((tx) => submitComment(tx, { post: post.id, name, text, known, address: '203.0.113.9' }))

describe('with a script', () => {
  test('the form proves its work, and a known person’s comment appears at once', async () => {
    let known = ''
    for (let index = 0; index < 3; index++) {
      const { token, message } = await write('Kim', `Guter Kommentar ${index}`, known)
      await town().act((tx) => approveMessage(tx, town().editor, { message }))
      known = token
    }
    await using opened = await openPage()
    const { page, complaints } = opened
    page.setDefaultTimeout(10_000)
    await page.goto(`${town().origin}/k/${known}`)
    await page.getByText('erscheinen sofort').waitFor()
    await page.locator('#field-text').focus()
    const began = performance.now()
    await page.locator('#field-text').fill('Gleich zu sehen')
    await page.locator('input[name=proof][value*=":"]').waitFor({ state: 'attached' })
    // Whoever is faster than anybody reads and types waits for a look.
    await expect.poll(() => performance.now() - began, { timeout: 5000 }).toBeGreaterThan(3200)
    await page.getByRole('button', { name: 'Kommentar abschicken' }).click()
    await page.waitForURL(/\/k\/[\w-]{32}\?neu/)
    const own = await town().act((tx) => readOwnComment(tx, new URL(page.url()).pathname.split('/').at(-1)!))
    expect(own).toMatchObject({ state: 'visible', holds: [] })
    await expect.poll(async () => (await town().get(post.path)).text).toContain('Gleich zu sehen')
    expect(complaints).toEqual([])
  })
})

describe('bad input over HTTP', () => {
  test('two megabytes come back with a word and with what was typed', async () => {
    const text = 'x'.repeat(2_000_000)
    const answer = await town().post(post.path, { name: 'Kim', text })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Der Text ist zu lang')
    expect(answer.text).toContain(text)
  })

  test('one emoji, another script’s direction and four hundred links arrive', async () => {
    for (const text of ['🏊', 'متى يفتح المسبح؟', 'https://a.example '.repeat(400)]) {
      const sent = await town().post(post.path, { name: 'Kim', text })
      expect(sent.status).toBe(303)
      expect((await town().get(sent.headers.location!)).text).toContain([...text.trim()].slice(0, 17).join(''))
    }
  })

  test('a task is asked for by who writes, and never with the page', async () => {
    const task = await town().get('/kommentar/aufgabe')
    expect(task.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(task.text)).toEqual({ challenge: expect.any(String), bits: expect.any(Number) })
    const page = (await town().get(post.path)).text
    expect(page).toContain('data-proof="/kommentar/aufgabe"')
    expect(page).not.toContain(JSON.parse(task.text).challenge)
  })
})

describe('a notice of illegal content, without a script', () => {
  test('goes through two steps, keeps what was typed, and is found again by its code', async () => {
    const { token, message } = await write('Kim', 'Ein gemeldeter Kommentar')
    await town().act((tx) => approveMessage(tx, town().editor, { message }))
    expect(token).toBeTruthy()
    await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const { page } = opened
    page.setDefaultTimeout(10_000)
    await page.goto(town().origin + post.path)
    await page.locator(`#k-${message}`).getByRole('link', { name: 'Melden' }).click()
    await page.getByLabel('Darstellung des Missbrauchs von Kindern').check()
    await page.getByRole('button', { name: 'Weiter' }).click()
    expect(await page.locator('input[name=email]').count()).toBe(0)
    await page.getByRole('link', { name: 'Ändern' }).click()
    await page.getByLabel('Beleidigung').check()
    await page.getByRole('button', { name: 'Weiter' }).click()
    await page.getByLabel('Warum halten Sie das').fill('Es beleidigt jemanden.')
    await page.getByLabel('Ihre E-Mail-Adresse').fill('keine@adresse')
    await page.getByLabel('nach bestem Wissen').check()
    await page.getByRole('button', { name: 'Meldung abschicken' }).click()
    await page.getByText('noch nicht abgeschickt').waitFor()
    expect(await page.getByLabel('Warum halten Sie das').inputValue()).toBe('Es beleidigt jemanden.')
    await page.getByLabel('Ihre E-Mail-Adresse').fill('')
    await page.getByRole('button', { name: 'Meldung abschicken' }).click()
    await page.getByText('Ihre Meldung ist angekommen').waitFor()
    const code = (await page.locator('.code').first().textContent())!
    await page.goto(`${town().origin}/meldung`)
    await page.getByLabel('Ihr Code').fill(code.toLowerCase())
    await page.getByRole('button', { name: 'Anzeigen' }).click()
    await page.getByText('Wird geprüft.').waitFor()
    const figures = JSON.parse((await town().get('/transparenz.json')).text) as { notices: { received: number } }
    expect(figures.notices.received).toBe(1)
    expect(await page.context().cookies()).toEqual([])
  })
})

describe('hostile words are inert', () => {
  let opened: OpenPage
  beforeAll(async () => {
    const written = []
    for (const text of packed(9000)) written.push(await write('Kim', text))
    for (const name of names) written.push(await write(name, `Von ${names.indexOf(name)}`))
    tokens = written.map(({ token }) => token)
    for (const { message } of written) await town().act((tx) => approveMessage(tx, town().editor, { message }))
    opened = await openPage()
    opened.page.setDefaultTimeout(15_000)
    opened.page.on('dialog', (dialog) => {
      opened.complaints.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
  }, 120_000)
  afterAll(() => opened?.[Symbol.asyncDispose]())

  /** What a page may hold of its own; anything else came out of somebody's words. */
  const strangers = (page: Page) =>
    page.evaluate(() => {
      const scripts = [...document.querySelectorAll('script')].filter(
        (one) =>
          one.type !== 'application/ld+json' &&
          !one.src.startsWith(location.origin) &&
          !one.textContent?.includes('__sveltekit_')
      )
      const handlers = [...document.querySelectorAll('*')].filter((one) =>
        [...one.attributes].some(({ name }) => name.startsWith('on'))
      )
      const addresses = [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter((one) =>
        ['href', 'src', 'action', 'formaction'].some((name) =>
          /^\s*(?:javascript|vbscript|data:text)/i.test(one.getAttribute(name) ?? '')
        )
      )
      const odd = document.querySelectorAll(
        'iframe, object, embed, base, marquee, blink, applet, frameset, math, [srcdoc]'
      )
      return [...scripts, ...handlers, ...addresses, ...odd].map((one) => one.outerHTML.slice(0, 200))
    })
  const look = async (path: string) => {
    opened.complaints.length = 0
    await opened.page.goto(town().origin + path)
    return { strangers: await strangers(opened.page), complaints: opened.complaints }
  }
  const inert = { strangers: [], complaints: [] }

  test('on the article and on the form that reports a comment', async () => {
    expect(await look(post.path)).toEqual(inert)
    const ids = await opened.page.locator('article[id^="k-"]').evaluateAll((all) => all.map(({ id }) => id.slice(2)))
    expect(ids.length).toBeGreaterThan(names.length)
    for (const id of [ids[0], ids[1], ids.at(-1)]) expect(await look(`/melden/${id}?art=insult`)).toEqual(inert)
  })

  test('on the private page, for one who wrote and for one who comes back to correct', async () => {
    for (const token of [tokens[0], tokens[1], tokens.at(-1)]) expect(await look(`/k/${token}`)).toEqual(inert)
  })

  test('in the feeds, which stay well-formed', async () => {
    for (const format of ['rss', 'atom']) {
      const { text } = await town().get(`/feed.${format}`)
      const fault = await opened.page.evaluate(
        (xml) =>
          new DOMParser().parseFromString(xml, 'application/xml').querySelector('parsererror')?.textContent ?? null,
        text
      )
      expect(fault, format).toBeNull()
    }
    JSON.parse((await town().get('/feed.json')).text)
  })

  test('in the machine-readable data of the article', async () => {
    const { text } = await town().get(post.path)
    for (const [, json] of text.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g))
      JSON.parse(json!)
  })

  test('in the desk: list, conversation and search', async () => {
    await opened.page.goto(`${town().origin}/desk/sign-in`)
    await opened.page.fill('input[name=email]', town().editorEmail)
    await opened.page.fill('input[name=password]', password)
    await opened.page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
    await opened.page.waitForURL(/\/desk$/)
    expect(await look('/desk?view=all')).toEqual(inert)
    const ids = await town().act((tx) =>
      tx.selectFrom('conversation').select('id').orderBy('first_message_at').limit(400).execute()
    )
    for (const { id } of [ids[0]!, ids[1]!, ids[2]!, ids.at(-1)!])
      expect(await look(`/desk?view=all&conversation=${id}`)).toEqual(inert)
    expect(await look(`/desk/search?q=${encodeURIComponent('alert')}`)).toEqual(inert)
    expect(await look(`/desk/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`)).toEqual(inert)
  })

  test('in mails, which are plain text whose subject is one line', async () => {
    const mails = await town().act((tx) => tx.selectFrom('outgoing_mail').select(['subject', 'recipient']).execute())
    for (const { subject, recipient } of mails) expect(subject + recipient).not.toMatch(/[\r\n]/)
  })
})
