// Makes the pictures of the README again, from the demo: `npm run screenshots`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import sharp from 'sharp'
import { installation } from '#platform/installation.ts'
import { launchChromium } from './world/chromium.ts'
import { freePort } from './world/server.ts'

const viewport = { width: 1280, height: 800 }
const folder = join(installation(), 'docs/screenshots')
const editor = { email: 'aylin.demir@musterstadt.example', password: 'Musterstadt-2026' }

const data = await mkdtemp(join(tmpdir(), 'ortsgespraech-screenshots-'))
const port = await freePort()
const demo = spawn(
  process.execPath,
  [join(installation(), 'bin/start.mjs'), 'demo', '--data', data, '--port', String(port)],
  { env: { ...process.env, LANG: 'de_DE.UTF-8' }, stdio: ['ignore', 'pipe', 'inherit'] }
)
const server = await launchChromium()
try {
  await ready()
  const browser = await chromium.connect(server.wsEndpoint())
  await mkdir(folder, { recursive: true })
  await picture(browser, 'site.png', async (page) => {
    await page.goto(`http://localhost:${port}/`)
    await page.getByRole('link', { name: /^Parken in der Innenstadt/ }).click()
    await page.getByRole('heading', { level: 1, name: /^Parken/ }).waitFor()
    await page.mouse.move(0, 0)
  })
  await picture(browser, 'dialog.png', async (page) => {
    await page.goto(`http://localhost:${port}/desk/sign-in`)
    await page.fill('[name=email]', editor.email)
    await page.fill('[name=password]', editor.password)
    await page.keyboard.press('Enter')
    await page.getByText('Gartenstraße 17').click()
    await page.fill('#answer-text', 'Gern! Der Platz vor Nr. 17 kommt auf die Liste, gepflanzt wird ab dem 1. März.')
    await page.mouse.move(0, 0)
  })
} finally {
  await server.close()
  demo.kill('SIGINT')
  if (demo.exitCode === null) await once(demo, 'exit')
  await rm(data, { recursive: true, force: true })
}

/** Waits until the demo prints where to sign in. */
function ready(): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    demo.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes(`http://localhost:${port}/desk`)) resolve()
    })
    demo.once('exit', () => reject(new Error(`the demo did not start: ${said}`)))
  })
}

/** A palette of colours is enough for pages, and keeps the file small. */
async function picture(browser: Browser, name: string, show: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport, locale: 'de-DE', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  await show(page)
  await page.evaluate(() => document.fonts.ready)
  const taken = await page.screenshot()
  const small = await sharp(taken).png({ palette: true, colours: 128, effort: 10 }).toBuffer()
  await writeFile(join(folder, name), small)
  console.log(`${name}: ${Math.round(small.length / 1024)} KB`)
  await context.close()
}
