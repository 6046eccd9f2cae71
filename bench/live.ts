// From a citizen's POST to the screen of somebody at the desk, in a real browser.
import { setTimeout as pause } from 'node:timers/promises'
import { ask } from '../tests/world/ask.ts'
import { chromium } from 'playwright-core'
import type { Program } from '../tests/world/server.ts'
import { launchChromium } from '../tests/world/chromium.ts'
import { editor, host, type BenchTown } from './town.ts'

const comments = 60
/** Citizens do not write in step with each other. */
const pauseMs = 150

/** The 95th percentile of milliseconds until a new comment stands in another person's inbox. */
export async function measureLive(program: Program, town: BenchTown): Promise<number> {
  const server = await launchChromium()
  const browser = await chromium.connect(server.wsEndpoint())
  try {
    const page = await browser.newPage()
    await page.goto(`http://${host}:${program.port}/desk/sign-in`)
    await page.locator('input[name=email]').fill(editor.email)
    await page.locator('input[name=password]').fill(editor.password)
    await page.locator('form button[type=submit]').first().click()
    await page.waitForURL('**/desk')
    await page.evaluate(watch)
    await pause(1000)

    const times: number[] = []
    for (let number = 1; number <= comments; number++) {
      const text = `Frage ${number} zur Uhrzeit`
      const startedAt = Date.now()
      await comment(program, town, text, number)
      const shownAt = await page.waitForFunction((words) => (globalThis as unknown as Seen).seenAt?.(words), text, {
        polling: 20,
        timeout: 10_000
      })
      times.push(Number(await shownAt.jsonValue()) - startedAt)
      await pause(pauseMs)
    }
    return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!
  } finally {
    await browser.close()
    await server.close()
  }
}

interface Seen {
  seenAt?(words: string): number | undefined
}

/** In the page: notes when words first stood in it. */
function watch(): void {
  const seen = new Map<string, number>()
  const look = () => {
    for (const [words] of document.body.innerText.matchAll(/Frage \d+ zur Uhrzeit/g)) {
      if (!seen.has(words)) seen.set(words, Date.now())
    }
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  ;(globalThis as unknown as Seen).seenAt = (words) => seen.get(words)
}

async function comment({ port }: Program, { path }: BenchTown, text: string, number: number): Promise<void> {
  const form = new URLSearchParams({ name: 'Schwimmerin', email: '', text, parent: '', homepage: '', notice: '' })
  const { status } = await ask(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {
      host,
      origin: `https://${host}`,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': `192.0.2.${number}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html'
    },
    body: form.toString()
  })
  if (status !== 303) throw new Error(`a comment was answered with ${status}`)
}
