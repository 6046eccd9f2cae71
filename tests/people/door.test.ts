// The way in, through the built program: set-up, sign-in, settings and switching in a browser, and what HTTP must hold.
import { AxeBuilder } from '@axe-core/playwright'
import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createMunicipality } from '#municipality/create.ts'
import { inInstallation } from '#platform/database/database.ts'
import { ask, type Question } from '../world/ask.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const email = 'aylin.oez@musterstadt.example'
const password = 'Kastanienallee 7'
let port: number
let program: Program
let link: string
let here: string

beforeAll(async () => {
  port = await freePort()
  here = `http://eins.localhost:${port}`
  program = await startProgram(world(), { port, timeoutMs: 120_000, env: { TRUSTED_PROXIES: '127.0.0.1' } })
  // Printed a moment after the first answer.
  const printed = await vi.waitFor(() => /http\S+\/setup\?token=\S+/.exec(program.log())![0], 60_000)
  link = printed.replace(/^http:\/\/[^/]+/, here)
})
afterAll(async () => {
  await program.stop()
})

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return wider > 0 ? [...found, `${wider} px too wide`] : found
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

async function signIn({ page }: OpenPage, to = '/desk'): Promise<void> {
  await page.goto(here + to)
  await page.getByLabel('E-Mail-Adresse').fill(email)
  await page.getByLabel('Passwort').fill(password)
  await press(page, 'Anmelden')
}

describe('the set-up', () => {
  it('is the first thing anybody sees, and says where its link is', async () => {
    await using opened = await openPage()
    const { page } = opened
    await page.goto(`${here}/`)
    expect(page.url()).toBe(`${here}/setup`)
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('Hier fehlt noch die Einrichtung')
    expect(await faults(page)).toEqual([])
  })

  it('needs four entries, keeps what was typed when some are wrong, and signs in at the end', async () => {
    await using opened = await openPage({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    const { page } = opened
    await page.goto(link)
    expect(await page.locator('input[required], select[required]:visible').count()).toBe(4)
    await page.getByLabel('Name der Kommune').fill('Musterstadt')
    await page.getByLabel('Ihre E-Mail-Adresse').fill('aylin')
    await page.getByText('Mehr Angaben').click()
    await page.getByLabel('Amtlicher Regionalschlüssel').fill('0533400020')
    await press(page, 'Kommune anlegen')
    expect(await page.getByText('Das ist keine vollständige E-Mail-Adresse').count()).toBe(1)
    expect(await page.getByText('Der ARS hat genau 12 Ziffern.').isVisible()).toBe(true)
    expect(await page.getByLabel('Name der Kommune').inputValue()).toBe('Musterstadt')
    expect(await page.getByLabel('Amtlicher Regionalschlüssel').inputValue()).toBe('0533400020')

    await page.getByLabel('Land', { exact: true }).selectOption('DE-NW')
    await page.getByLabel('Amtlicher Regionalschlüssel').fill('05 3 34 0002 002')
    await page.getByLabel('Ihre E-Mail-Adresse').fill(email)
    await page.getByLabel('Passwort').fill(password)
    await press(page, 'Kommune anlegen')
    expect(page.url()).toBe(`${here}/desk`)
    await page.goto(link)
    expect(await page.getByText('Die Einrichtung ist schon geschehen.').count()).toBe(1)
  })

  it('looks right in light and dark, wide and narrow', async () => {
    for (const options of [
      { viewport: { width: 1280, height: 900 } },
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    ]) {
      await using opened = await openPage(options)
      await opened.page.goto(link)
      expect(await faults(opened.page)).toEqual([])
    }
  })
})

describe('the door of the desk', () => {
  it('sends people in, and back to where they were going', async () => {
    await using opened = await openPage()
    const { page } = opened
    await page.goto(`${here}/desk/settings/units`)
    expect(await faults(page)).toEqual([])
    await page.getByLabel('E-Mail-Adresse').fill(email)
    await page.getByLabel('Passwort').fill('something else')
    await press(page, 'Anmelden')
    expect(await page.getByText('E-Mail-Adresse oder Passwort stimmen nicht.').count()).toBe(1)
    expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe(email)
    await page.getByLabel('Passwort').fill(password)
    await press(page, 'Anmelden')
    await page.waitForURL(`${here}/desk/settings/units`)
    await page.getByRole('button', { name: /Menü von/ }).click()
    await press(page, 'Abmelden')
    expect(await page.getByText('Sie sind abgemeldet.').count()).toBe(1)
    await page.goto(`${here}/desk`)
    expect(page.url()).toContain('/desk/sign-in')
    expect(opened.complaints).toEqual(expect.not.arrayContaining([expect.stringContaining('Content Security')]))
  })

  it('never leads anywhere else afterwards', async () => {
    for (const to of [
      'https://evil.example/',
      '//evil.example/',
      '/desk/../..//evil.example',
      '/\\evil.example',
      '/desk?x=\\'
    ]) {
      const { text } = await ask(`${program.origin}/desk/sign-in?to=${encodeURIComponent(to)}`, {
        headers: { host: `eins.localhost:${port}` }
      })
      expect(/name="to" value="([^"]*)"/.exec(text)?.[1]).toBe('/desk')
    }
  })

  it('asks for the second factor when there is one, and takes a recovery code instead', async () => {
    await using opened = await openPage()
    const { page } = opened
    await signIn(opened, '/desk/settings/account/second-factor')
    const secret = (await page.locator('code').textContent())!.replaceAll(' ', '')
    expect(await faults(page)).toEqual([])
    const totp = new TOTP({ secret })
    await page.getByLabel('Code aus der App').fill(totp.generate())
    await press(page, 'Einschalten')
    const code = (await page.locator('.codes code').first().textContent())!
    expect(await faults(page)).toEqual([])

    await using second = await openPage()
    await signIn(second)
    expect(await faults(second.page)).toEqual([])
    await second.page.getByLabel('Code').fill('000000')
    await press(second.page, 'Code prüfen')
    expect(await second.page.getByText('Dieser Code stimmt nicht').count()).toBe(1)
    await second.page.getByLabel('Code').fill(code)
    await press(second.page, 'Code prüfen')
    await second.page.waitForURL(`${here}/desk`)

    await page.goto(`${here}/desk/settings/account`)
    await page.getByText('Zweiten Faktor ausschalten').first().click()
    await page.getByLabel('Zur Sicherheit').last().fill(password)
    await press(page, 'Zweiten Faktor ausschalten')
    await page.getByRole('link', { name: 'Zweiten Faktor einrichten' }).waitFor()
  })
})

describe('the settings', () => {
  it('are accessible on every page, in light and dark, wide and narrow', async () => {
    for (const options of [
      { viewport: { width: 1280, height: 900 } },
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    ]) {
      await using opened = await openPage(options)
      await signIn(opened)
      for (const area of ['municipality', 'people', 'units', 'channels', 'mail', 'account']) {
        await opened.page.goto(`${here}/desk/settings/${area}`)
        expect(await faults(opened.page), area).toEqual([])
      }
      expect(opened.complaints).toEqual([])
    }
  })

  it('save without a script, keep what was refused, and show at once on the site', async () => {
    await using opened = await openPage({ javaScriptEnabled: false })
    const { page } = opened
    await signIn(opened, '/desk/settings/municipality')
    await page.locator('#contact').getByLabel('Name der Behörde').fill('Stadt Musterstadt')
    await page.locator('#contact').getByLabel('E-Mail-Adresse').fill('rathaus')
    await press(page, '„Anschrift der Verwaltung“ speichern')
    expect(await page.locator('#contact').getByLabel('Name der Behörde').inputValue()).toBe('Stadt Musterstadt')
    await page.locator('#contact').getByLabel('E-Mail-Adresse').fill('rathaus@musterstadt.example')
    await press(page, '„Anschrift der Verwaltung“ speichern')
    expect(await page.locator('#contact').getByText('Gespeichert.').count()).toBe(1)
    await page.locator('#identity').getByLabel('Name').fill('Musterstadt am See')
    await press(page, '„Name und amtliche Angaben“ speichern')
    await expect
      .poll(
        async () => (await ask(`${program.origin}/impressum`, { headers: { host: `eins.localhost:${port}` } })).text
      )
      .toContain('Musterstadt am See')
  })

  it('take a coat of arms, which the site shows, and say no to what is no picture', async () => {
    await using opened = await openPage()
    const { page } = opened
    await signIn(opened, '/desk/settings/municipality')
    const upload = async (name: string, buffer: Buffer) => {
      await page.locator('#arms').getByLabel('Wappen').setInputFiles({ name, mimeType: 'image/png', buffer })
      await press(page, 'Wappen hochladen')
    }
    await upload('notes.png', Buffer.from('not a picture'))
    await page.locator('#arms').getByRole('alert').waitFor()
    const red = { r: 200, g: 0, b: 0, alpha: 0.5 }
    await upload(
      'arms.png',
      await sharp({ create: { width: 500, height: 600, channels: 4, background: red } })
        .png()
        .toBuffer()
    )
    await page.locator('#arms').getByAltText('Das Wappen, wie es jetzt zu sehen ist').waitFor()
    await expect
      .poll(async () => {
        await page.goto(`${here}/`)
        return page
          .locator('header img')
          .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth > 0))
      })
      .toEqual([true])
  })

  it('speak the language that the person chose', async () => {
    await using opened = await openPage()
    const { page } = opened
    await signIn(opened, '/desk/settings/account')
    await page.getByLabel('Sprache', { exact: true }).selectOption('en')
    await press(page, '„Name und Sprache“ speichern')
    await page.getByRole('heading', { name: 'My account' }).waitFor()
    await page.getByRole('link', { name: 'People and roles' }).click()
    await page.getByRole('heading', { name: 'People and roles' }).waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(await faults(page)).toEqual([])
    await page.goto(`${here}/desk/settings/account`)
    await page.getByLabel('Language', { exact: true }).selectOption('de')
    await press(page, 'Save “Name and language”')
    await page.getByRole('heading', { name: 'Mein Konto' }).waitFor()
  })

  it('invite a person, who comes in by the link with the roles given, and out when the access ends', async () => {
    await using opened = await openPage()
    const { page } = opened
    await signIn(opened, '/desk/settings/people')
    await page.locator('#invite').getByLabel('E-Mail-Adresse').fill('ben@musterstadt.example')
    await page.locator('#invite').getByLabel('Name').fill('Ben')
    await page.locator('#invite').getByLabel('Rolle').selectOption('expert')
    await page.locator('#invite').getByLabel('Einheit').selectOption({ label: '– Ordnungsamt' })
    await press(page, 'Einladungslink erzeugen')
    const invitation = (await page.locator('code').first().textContent())!

    await using invited = await openPage({ javaScriptEnabled: false })
    await invited.page.goto(invitation)
    await invited.page.getByLabel('Ihr Name').fill('Ben Kaya')
    await invited.page.getByLabel('Passwort').fill('kurz')
    await press(invited.page, 'Einladung annehmen')
    expect(await invited.page.getByLabel('Ihr Name').inputValue()).toBe('Ben Kaya')
    await invited.page.getByLabel('Passwort').fill('Ein anderes Wort 1')
    await press(invited.page, 'Einladung annehmen')
    expect(invited.page.url()).toBe(`${here}/desk`)
    await invited.page.goto(`${here}/desk/settings`)
    // The first of the areas that an expert sees.
    expect(invited.page.url()).toMatch(/\/desk\/settings\/(?!people|units|municipality)[a-z-]+$/)
    const refused = await invited.page.goto(`${here}/desk/settings/people`)
    expect(refused?.status()).toBe(403)

    await page.goto(`${here}/desk/settings/people`)
    await page.getByText('Ben Kaya').first().click()
    await page.getByText('Zugang beenden').last().click()
    await press(page, 'Zugang von Ben Kaya beenden')
    await page.getByText('Der Zugang von Ben Kaya ist beendet.').waitFor()
    await invited.page.goto(`${here}/desk`)
    expect(invited.page.url()).toContain('/desk/sign-in')
  })
})

describe('several municipalities', () => {
  it('are reached by their hosts at once, and switched between by a ticket and a click', async () => {
    const there = `http://zwei.localhost:${port}`
    const host = { headers: { host: `zwei.localhost:${port}` } }
    const unknown = await ask(`${program.origin}/`, host)
    expect(unknown.status).toBe(404)
    expect(unknown.text).toContain('Unter dieser Adresse gibt es hier nichts')
    await createMunicipality({
      name: 'Nachbarstadt',
      kind: 'stadt',
      land: 'DE-NW',
      siteHost: `zwei.localhost:${port}`,
      units: [],
      firstPerson: { name: 'Aylin Öz', email, password }
    })
    await expect.poll(async () => (await ask(`${program.origin}/`, host)).status).toBe(200)

    await using opened = await openPage()
    const { page } = opened
    await signIn(opened)
    await page.goto(`${there}/desk`)
    expect(page.url()).toContain(`${there}/desk/sign-in`)
    await page.goto(`${here}/desk/switch`)
    expect(await faults(page)).toEqual([])
    await page.getByRole('link', { name: 'Zu Nachbarstadt wechseln' }).click()
    await page.waitForURL(`${there}/desk/switch?ticket=*`)
    await press(page, 'Bei Nachbarstadt anmelden')
    await page.waitForURL(`${there}/desk`)
    await page.goto(`${here}/desk/settings/account`)
    expect(await page.getByText('bei einer anderen Kommune').count()).toBe(1)
  })
})

describe('over HTTP', () => {
  const form = (more: Question['headers'] = {}): Question => ({
    method: 'POST',
    headers: {
      host: `eins.localhost:${port}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      ...more
    },
    body: new URLSearchParams({ email, password, to: '/desk' }).toString()
  })
  const post = (more?: Question['headers']) => ask(`${program.origin}/desk/sign-in`, form(more))

  it('takes forms of its own pages only, with and without TLS in front', async () => {
    expect((await post({ origin: 'http://evil.example' })).status).toBe(403)
    const plain = await post({ origin: here })
    expect(plain.status).toBe(303)
    expect(String(plain.headers['set-cookie'])).toMatch(/^session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/i)
    const behindTls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.9' }
    const secure = await post({ origin: here.replace('http:', 'https:'), ...behindTls })
    expect(secure.status).toBe(303)
    expect(String(secure.headers['set-cookie'])).toMatch(/^__Host-session=.*Path=\/;.*Secure/i)
    expect((await post({ origin: here, ...behindTls })).status).toBe(403)
  })

  it('shows the site at its own host, also to those who open the domain of its handles', async () => {
    await createMunicipality({
      name: 'Dritte',
      kind: 'gemeinde',
      land: 'DE-BY',
      siteHost: 'www.dritte.example',
      handleDomain: 'dritte.example',
      units: [],
      firstPerson: { name: '', email: 'd@dritte.example', password }
    })
    const visit = () => ask(`${program.origin}/themen?page=2`, { headers: { host: 'dritte.example' } })
    await expect.poll(async () => (await visit()).status).toBe(308)
    expect((await visit()).headers.location).toBe('https://www.dritte.example/themen?page=2')
  })

  it('keeps what was typed when the session has ended: no redirect, but words', async () => {
    const path = `${program.origin}/desk/settings/municipality?/look`
    const ended = await ask(path, form({ origin: here }))
    expect(ended.status).toBe(401)
    expect(ended.text).toContain('Ihre Sitzung ist abgelaufen')
    const enhanced = await ask(path, form({ origin: here, 'x-sveltekit-action': 'true', accept: 'application/json' }))
    expect(JSON.parse(enhanced.text)).toMatchObject({ type: 'failure', status: 401 })
  })

  it('stands also before an address that is written in another way', async () => {
    for (const path of ['/%64esk', '/%64esk/settings/people', '/%64esk/posts', '/d%65sk/settings/account']) {
      const headers = { host: `eins.localhost:${port}`, accept: 'text/html' }
      const { status, headers: answered } = await ask(program.origin + path, { headers })
      expect(status, path).toBe(303)
      expect(answered.location).toContain('/desk/sign-in')
    }
  })

  it('says of characters that nothing can be done with them, and writes no log of it', async () => {
    const headers = { host: `eins.localhost:${port}`, accept: 'text/html' }
    for (const path of ['/suche?q=a%00b', '/themen/%00', '/beitrag/x%00'])
      expect((await ask(program.origin + path, { headers })).status, path).toBe(400)
    expect(program.log()).not.toContain('invalid byte sequence')
  })

  it('keeps sessions over a restart, and no address of anybody', async () => {
    const signedIn = await post({ origin: here })
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
    await program.stop()
    program = await startProgram(world(), { port, env: { TRUSTED_PROXIES: '127.0.0.1' } })
    const again = await ask(`${program.origin}/desk/settings/account`, {
      headers: { host: `eins.localhost:${port}`, cookie }
    })
    expect(again.status).toBe(200)
    expect(again.headers['cache-control']).toContain('no-store')
    const limits = await inInstallation((tx) => tx.selectFrom('rate_limit').select('key').execute())
    expect(limits.length).toBeGreaterThan(0)
    expect(JSON.stringify(limits)).not.toMatch(/127\.0\.0\.1|192\.0\.2|musterstadt/)
    expect(program.log()).not.toContain('192.0.2.9')
  })
})
