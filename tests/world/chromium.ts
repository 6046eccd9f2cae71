// Once per test run, and only when a test asks: one Chromium that all test files share.
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { installation } from '#platform/installation.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers the address of the browser, which starts at the first question. */
    browser: { askAt: string }
  }
}

/** Vitest's global setup. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined
  const door = createServer((_request, response) => {
    browser ??= launchChromium()
    browser.then(
      (server) => response.end(server.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error))
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('browser', { askAt: `http://127.0.0.1:${(door.address() as AddressInfo).port}/` })
  return async () => {
    door.close()
    door.closeAllConnections()
    await browser?.then((server) => server.close())
  }
}

/** Starts a Chromium that others can connect to. */
export async function launchChromium(): Promise<BrowserServer> {
  const args = [
    '--no-sandbox',
    '--disable-setuid-sandbox',
    '--disable-gpu',
    '--font-render-hinting=none',
    '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.example 127.0.0.1'
  ]
  // The Chromium that comes from the package registry runs on Linux x64; elsewhere an installed one is needed.
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launchServer({ channel: 'chrome', args })
  return chromium.launchServer({ executablePath: await unpacked(), args })
}

/**
 * The package unpacks into TMPDIR and takes whatever lies there, even an older version or another user's copy: so it gets
 * a folder of its own for version and user.
 */
async function unpacked(): Promise<string> {
  const about = join(installation(), 'node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(await readFile(about, 'utf8')) as { version: string }
  const before = process.env.TMPDIR
  const folder = join(tmpdir(), `ortsgespraech-chromium-${version}-${userInfo().username}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  process.env.TMPDIR = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
