// Pages in the Chromium that the whole test run shares.
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'

export interface OpenPage extends AsyncDisposable {
  page: Page
  /** What the page complained about: errors of scripts, refused content. */
  complaints: string[]
}

let connected: Promise<Browser> | undefined

/**
 * Opens a page with cookies of its own. Names under `.test` and `.example` lead to this machine.
 * @example await using opened = await openPage({ viewport: { width: 390, height: 844 } })
 */
export async function openPage(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const browser = await (connected ??= connect())
  const context = await browser.newContext({ locale: 'de-DE', timezoneId: 'Europe/Berlin', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

async function connect(): Promise<Browser> {
  const answer = await fetch(inject('browser').askAt)
  const address = await answer.text()
  if (!answer.ok) throw new Error(address)
  return chromium.connect(address)
}

afterAll(async () => {
  await (await connected)?.close()
  connected = undefined
})
