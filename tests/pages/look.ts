// What has to hold on every page, whoever looks at it.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { openPage, type OpenPage } from '../world/browser.ts'
import { password, staff, type LivingTown, type Role } from './town.ts'

export interface Looked {
  /** One in which much happens is judged in every combination of scheme and width; others in the two that differ most. */
  isMain?: boolean
  /** 200 unless said. */
  status?: number
}

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

type RunOptions = Parameters<AxeBuilder['options']>[0]
type Axe = { run(options: RunOptions): ReturnType<AxeBuilder['analyze']> }

/** A window for one kind of visitor, used again for every page. */
export interface Visitor {
  opened: OpenPage
  /** Addresses outside of the site that a page asked for. */
  strangers: string[]
}

/** Opens a window; at the desk, as somebody of this role. */
export async function visit(town: LivingTown, role?: Role): Promise<Visitor> {
  const opened = await openPage({ viewport: wide, reducedMotion: 'reduce' })
  const strangers: string[] = []
  opened.page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${town.origin}/`) && !url.startsWith('data:')) strangers.push(url)
  })
  if (role) await signIn(opened.page, town, role)
  return { opened, strangers }
}

async function signIn(page: Page, town: LivingTown, role: Role): Promise<void> {
  await page.goto(`${town.origin}/desk/sign-in`)
  await page.fill('[name=email]', staff[role])
  await page.fill('[name=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

/** Looks at a page in light and dark, wide and narrow. Answers what is wrong, in words. */
export async function faultsOf(visitor: Visitor, address: string, looked: Looked = {}): Promise<string[]> {
  const { isMain = false, status = 200 } = looked
  const { page, complaints } = visitor.opened
  const faults: string[] = []
  complaints.length = 0
  visitor.strangers.length = 0
  await page.setViewportSize(wide)
  // A colour on its way from one scheme to the other is no colour of ours.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const response = await page.goto(address)
  if (response?.status() !== status) faults.push(`answered with ${response?.status()}`)
  faults.push(...(await faultsOfDocument(page)))

  faults.push(...(await barriers(page, 'light, wide', everything)))
  await page.emulateMedia({ colorScheme: 'dark' })
  if (isMain) faults.push(...(await barriers(page, 'dark, wide', whatChanges)))
  await page.setViewportSize(phone)
  // A page in which much happens has other parts on a phone: menus, panels, lists.
  faults.push(...(await barriers(page, 'dark, phone', isMain ? everything : whatChanges)), ...(await overhang(page)))
  if (isMain) {
    await page.emulateMedia({ colorScheme: 'light' })
    faults.push(...(await barriers(page, 'light, phone', whatChanges)))
  }
  await page.setViewportSize({ ...phone, width: 320 })
  faults.push(...(await overhang(page)))

  // That a page which must answer 404 or 410 did so is no complaint.
  const expected = status >= 400 ? `status of ${status}` : null
  faults.push(...complaints.filter((one) => !expected || !one.includes(expected)).map((one) => `console: ${one}`))
  return [...faults, ...visitor.strangers.map((one) => `asked elsewhere: ${one}`)]
}

async function faultsOfDocument(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => ({
    title: document.title.trim(),
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length
  }))
  return [
    ...(found.title ? [] : ['no title']),
    ...(found.language === 'de' ? [] : [`language is "${found.language}"`]),
    ...(found.headings === 1 ? [] : [`${found.headings} first-level headings`])
  ]
}

const everything: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
  preload: false
}

/** The rules whose outcome depends on colours and sizes; all others say the same of the same document. */
const whatChanges: RunOptions = {
  runOnly: {
    type: 'rule',
    values: ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable']
  },
  resultTypes: ['violations'],
  preload: false
}

/** The first look brings axe into the page, where it stays until the next one is opened. */
async function barriers(page: Page, how: string, options: RunOptions): Promise<string[]> {
  // What the last change of scheme or width asks for is painted first.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const isThere = await page.evaluate(() => 'axe' in window)
  const { violations } = isThere
    ? await page.evaluate((given) => (window as unknown as { axe: Axe }).axe.run(given), options)
    : await new AxeBuilder({ page }).setLegacyMode(true).options(options).analyze()
  return violations.map(
    ({ id, nodes }) =>
      `${how}: ${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 120)} ${any[0]?.message}`).join(' | ')}`
  )
}

async function overhang(page: Page): Promise<string[]> {
  const { width, by, widest } = await page.evaluate(() => {
    const root = document.documentElement
    const edge = root.clientWidth
    const sticksOut = [...document.body.querySelectorAll('*')].find(
      (one) => one.getBoundingClientRect().right > edge + 1
    )
    return { width: innerWidth, by: root.scrollWidth - edge, widest: sticksOut?.outerHTML.slice(0, 160) }
  })
  return by > 0 ? [`${by} px too wide at ${width}: ${widest}`] : []
}
