// One sweep over every kind of page of the living demo town: as citizens see it, and as each role sees the desk.
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installation } from '#platform/installation.ts'
import { openPage } from '../world/browser.ts'
import { useWorld } from '../world/world.ts'
import type { LivingCrisis } from './crises.ts'
import { faultsOf, visit, type Looked, type Visitor } from './look.ts'
import { bringToLife, type LivingTown, type Role } from './town.ts'

type Kind = [name: string, address: (town: LivingTown) => string, looked?: Looked]

const main = { isMain: true }
const world = useWorld()
let town: LivingTown
const visitors = new Map<Role | 'citizen' | 'guest', Promise<Visitor>>()
beforeAll(async () => {
  town = await bringToLife(world())
}, 180_000)
afterAll(async () => {
  for (const visitor of visitors.values()) await (await visitor).opened[Symbol.asyncDispose]()
  await town.program.stop()
})

/** The window of this visitor, opened at first need. */
function windowOf(who: Role | 'citizen' | 'guest'): Promise<Visitor> {
  const open = visitors.get(who) ?? visit(town, who === 'citizen' || who === 'guest' ? undefined : who)
  visitors.set(who, open)
  return open
}

const visited = new Set<string>()
const sweep = (who: Role | 'citizen' | 'guest', kinds: Kind[]) =>
  test.each(kinds)('%s', async (_name, address, looked) => {
    visited.add(new URL(address(town), town.origin).pathname)
    expect(await faultsOf(await windowOf(who), town.origin + address(town), looked)).toEqual([])
  })

describe('a citizen finds without barriers', () => {
  sweep('citizen', [
    ['the start page', () => '/', main],
    ['older posts', ({ older }) => older],
    ['an article with a table of contents and many comments', ({ article }) => article('parken'), main],
    ['an article with a table', ({ article }) => article('stadtbad')],
    ['a corrected article', ({ article }) => article('lindenstrasse')],
    ['the versions of an article', ({ article }) => `${article('lindenstrasse')}/fassungen`, main],
    ['what a correction changed', ({ article }) => `${article('lindenstrasse')}/fassungen/2`, main],
    ['a withdrawn article', ({ article }) => article('sperrmuell'), { status: 410 }],
    ['the topics', () => '/themen'],
    ['a topic', () => '/themen/verkehr-und-baustellen'],
    ['the goals', () => '/ziele'],
    ['a goal', () => '/ziele/sichere-wege', main],
    ['the search', () => '/suche'],
    ['a search with hits', () => '/suche?q=Bad', main],
    ['a search without hits', () => '/suche?q=Zugspitze'],
    ['how to follow', () => '/abo'],
    ['reported defects', () => '/maengel', main],
    ['reported defects of one kind', () => '/maengel?kategorie=muell&stand=open&zeitraum=30'],
    ['a reported defect', ({ defect }) => defect, main],
    ['the kinds of defects', () => '/maengel/melden', main],
    ['a report', () => '/maengel/melden?kategorie=schlagloch', main],
    ['the imprint', () => '/impressum'],
    ['the privacy notice', () => '/datenschutz'],
    ['a notice as it stood at the form', ({ notice }) => notice, main],
    ['the accessibility statement', () => '/barrierefreiheit'],
    ['the rules of the conversation', () => '/spielregeln'],
    ['the channels', () => '/kanaele', main],
    ['the concept of a channel', () => '/kanaele/website', main],
    ['the private page of an answered comment', ({ ownPage }) => ownPage('bad-monatskarte'), main],
    ['the private page of a rejected comment', ({ ownPage }) => ownPage('linde-kennzeichen')],
    ['what is not there', () => '/gibt-es-nicht', { status: 404 }],
    ['a review by link', ({ reviewLink }) => reviewLink, main],
    ['a question to a colleague without an account', ({ colleagueLink }) => colleagueLink, main],
    ['a question by a link that never was', () => '/rueckfrage/gibtesnicht', { status: 404 }],
    ['a review by a link that no longer works', () => '/freigabe/gibtesnicht', { status: 404 }],
    ['a notice of illegal content: what it is about', ({ comment }) => `/melden/${comment}`, main],
    ['a notice of illegal content', ({ comment }) => `/melden/${comment}?art=insult`, main],
    ['how to find a notice again', () => '/meldung'],
    ['a notice by its code', ({ report }) => `/meldung/${report.code}`, main],
    ['a code that is none', () => '/meldung/gibtesnicht', { status: 404 }],
    ['the figures on moderation', () => '/transparenz', main],
    ['the end of mails about answers', () => '/m/beendet', main],
    ['a link of a mail that no longer works', () => '/m/gibtesnicht', { status: 404 }],
    ['a private page that is not there', () => '/k/gibtesnicht', { status: 404 }]
  ])

  test('and no page left a cookie', async () => {
    const { page } = (await windowOf('citizen')).opened
    expect(await page.context().cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  })
})

describe('at the door of the desk', () => {
  sweep('guest', [
    ['the sign-in', () => '/desk/sign-in', main],
    ['forgotten password', () => '/desk/recover'],
    ['a new password', ({ recovery }) => recovery],
    ['a link that no longer works', () => '/desk/recover/gibtesnicht'],
    ['an invitation', ({ invitation }) => invitation],
    ['an invitation that no longer works', () => '/desk/invitation/gibtesnicht']
  ])
})

const inView = (view: string) => () => `/desk?view=${view}`
const talk = (view: string, key: string) => (town: LivingTown) =>
  `/desk?view=${view}&conversation=${town.conversation(key)}`

describe('an editor finds without barriers', () => {
  sweep('editor', [
    ['the inbox', () => '/desk', main],
    ['what is for me', inView('mine')],
    ['what is for my department', inView('unit')],
    ['what has no department', inView('none')],
    ['what runs out', inView('due'), main],
    ['what waits for approval', inView('held')],
    ['what waits for others', inView('waiting')],
    ['what is done', inView('done')],
    ['one channel', ({ practiceChannel }) => `/desk?view=channel&channel=${practiceChannel}`],
    ['a comment that waits for approval', talk('held', 'kita-bestaetigung'), main],
    ['a conversation with answers and a note', talk('done', 'bad-automat'), main],
    ['a direct message', talk('all', 'd-brief')],
    ['a phone note', talk('done', 'linde-klein')],
    ['a rejected comment', talk('done', 'linde-kennzeichen')],
    ['a message that its author took back', talk('done', 'bib-spiele')],
    ['a note on a call', () => '/desk/conversations/new', main],
    ['questions of other departments', () => '/desk/questions', main],
    ['a question of another department', ({ question }) => question, main],
    ['the checklists', () => '/desk/settings/checklists', main],
    ['other authorities', () => '/desk/settings/authorities', main],
    ['the search', () => '/desk/search'],
    ['a filtered list', () => '/desk?view=any&state=active'],
    ['the answer cards', () => '/desk/cards'],
    ['a search with hits', () => '/desk/search?q=Kita'],
    ['a search without hits', () => '/desk/search?q=Zugspitze'],
    ['the posts', () => '/desk/posts', main],
    ['the drafts', () => '/desk/posts?state=draft'],
    ['posts of which there are none', () => '/desk/posts?state=scheduled'],
    ['a new post', () => '/desk/posts/new', main],
    ['a draft', ({ draft }) => draft],
    ['a published post with a correction', ({ post }) => post('lindenstrasse'), main],
    ['a withdrawn post', ({ post }) => post('sperrmuell')],
    ['the campaigns', () => '/desk/campaigns', main],
    ['campaigns of which there are none', () => '/desk/campaigns?state=archived'],
    ['a new campaign', () => '/desk/campaigns/new', main],
    ['a campaign', ({ campaign }) => campaign, main],
    ['the plan of a campaign', ({ campaign }) => `${campaign}/edit`],
    ['a post of a campaign', ({ campaign }) => `/desk/posts/new?campaign=${campaign.split('/').at(-1)}`],
    ['the audiences', () => '/desk/audiences', main],
    ['papers and meetings of the council', () => '/desk/council', main],
    ['papers for a campaign', ({ campaign }) => `/desk/council?to=campaign:${campaign.split('/').at(-1)}`],
    ['the media library', () => '/desk/media', main],
    ['the media library as a list', () => '/desk/media?view=list&filter=unused'],
    ['the media library without hits', () => '/desk/media?q=Zugspitze'],
    ['the upload', () => '/desk/media/upload'],
    ['a picture of the library', ({ media }) => media, main],
    ['a version', ({ post }) => `${post('lindenstrasse')}/versions/1`],
    ['the duty roster', () => '/desk/calendar/duty'],
    ['the goals', () => '/desk/goals', main],
    ['a goal', ({ goal }) => goal('Sichere Wege'), main],
    ['a new goal', () => '/desk/goals/new'],
    ['the archived goals', () => '/desk/goals/archive'],
    ['the templates', () => '/desk/posts/templates'],
    ['a post from a template', () => '/desk/posts/templates/strassensperrung'],
    ['a template', () => '/desk/posts/templates/veranstaltung/edit'],
    ['a new template', () => '/desk/posts/templates/new'],
    ['the series', () => '/desk/posts/series'],
    ['a new series', () => '/desk/posts/series/new', main],
    ['a series', ({ series }) => series],
    ['crisis mode', () => '/desk/crisis', main],
    ['the calendar by month', () => '/desk/calendar', main],
    ['the calendar by week', () => '/desk/calendar?view=week'],
    ['the calendar as a list', () => '/desk/calendar?view=list', main],
    ['the school holidays', () => '/desk/calendar/school'],
    ['calendars to subscribe to', () => '/desk/calendar/subscribe'],
    ['goals from a file', () => '/desk/goals/import'],
    ['what a file of goals would change', ({ goalImport }) => goalImport, main],
    ['the words of the house', () => '/desk/settings/words', main],
    ['what can be reported', () => '/desk/settings/cases', main],
    ['a category of defects', () => '/desk/settings/cases/schlagloch', main],
    ['a defect beside its conversation', ({ defectTalk }) => defectTalk, main],
    ['routing', () => '/desk/settings/routing', main],
    ['storms', () => '/desk/storms', main],
    ['a new rule', () => '/desk/settings/routing/new', main],
    ['the notices of illegal content', () => '/desk/reports', main],
    ['those that are decided', () => '/desk/reports?view=decided'],
    ['a notice of danger', ({ report }) => `/desk/reports/${report.id}`, main],
    ['the decisions about comments', () => '/desk/decisions', main],
    ['all of them', () => '/desk/decisions?view=all'],
    ['a decision with a review', ({ decision }) => `/desk/decisions/${decision}`, main],
    ['deciding about a comment', ({ comment }) => `/desk/decisions/new?message=${comment}`, main],
    ['the rules for comments', () => '/desk/settings/comments', main],
    ['the notices', () => '/desk/settings/notices'],
    ['the absences', () => '/desk/settings/absences'],
    ['approvals and second looks', () => '/desk/reviews', main],
    ['an approval', ({ review }) => review, main],
    ['a post that waits for an approval', ({ waiting }) => waiting, main],
    ['posts that wait for an approval', () => '/desk/posts?state=in_review'],
    ['the own level of trust', () => '/desk/settings/level'],
    ['the account', () => '/desk/settings/account', main],
    ['the second factor', () => '/desk/settings/account/second-factor'],
    ['what is not there', () => '/desk/gibt-es-nicht', { status: 404 }],
    ['what only others may see', () => '/desk/settings/people', { status: 403 }]
  ])
})

describe('an expert finds without barriers', () => {
  sweep('expert', [
    ['the inbox', () => '/desk'],
    ['a conversation of the department', talk('all', 'bad-dienstag')],
    ['the posts', () => '/desk/posts']
  ])
})

describe('a leader finds without barriers', () => {
  sweep('leader', [
    ['the inbox', () => '/desk'],
    ['trust', () => '/desk/settings/trust', main],
    ['the people', () => '/desk/settings/people'],
    ['the units', () => '/desk/settings/units'],
    ['hours and times', ({ hours }) => hours('Musterstadt'), main],
    ['hours and times of a department', ({ hours }) => hours('Ordnung')],
    ['the absences', () => '/desk/settings/absences']
  ])
})

describe('a data protection officer finds without barriers', () => {
  sweep('privacy', [
    ['the desk', () => '/desk'],
    ['the media library', () => '/desk/media'],
    ['data protection', () => '/desk/privacy', main],
    ['the holds on addresses', () => '/desk/privacy/holds', main],
    ['a hold to decide on', ({ askedHold }) => askedHold, main],
    ['a hold that holds', ({ openHold }) => openHold],
    ['a comment whose address to ask for', ({ askForAddress }) => askForAddress],
    ['the notice and its legal basis', () => '/desk/privacy/notice', main],
    ['requests about own data', () => '/desk/privacy/requests', main],
    ['a new request about own data', () => '/desk/privacy/requests/new'],
    ['a request about own data', ({ request }) => request, main],
    ['the table of retention', () => '/desk/privacy/retention', main],
    ['who saw what', () => '/desk/privacy/reads', main]
  ])
})

describe('an operator finds without barriers', () => {
  sweep('operator', [
    ['the desk', () => '/desk'],
    ['what was not understood', () => '/desk/quarantine', main],
    ['the municipality', () => '/desk/settings/municipality', main],
    ['the public address', () => '/desk/settings/address'],
    ['the people', () => '/desk/settings/people', main],
    ['the units', () => '/desk/settings/units'],
    ['the channels', () => '/desk/settings/channels', main],
    ['the elections', () => '/desk/settings/elections', main],
    ['the concept of a channel', ({ concept }) => concept, main],
    ['two versions of a concept', ({ concept }) => `${concept}/compare?from=0&to=draft`],
    ['the Fediverse', () => '/desk/settings/fediverse'],
    ['pictures and files', () => '/desk/settings/media', main],
    ['the mails', () => '/desk/settings/mail'],
    ['the mail boxes', () => '/desk/settings/mailboxes', main],
    ['a mail box that cannot be reached', ({ box }) => box, main],
    ['a new mail box', () => '/desk/settings/mailboxes/new', main],
    ['the council information system', () => '/desk/settings/council', main],
    ['what stands still after a restore', () => '/desk/settings/release']
  ])
})

describe('in a crisis', () => {
  let crisis: LivingCrisis
  beforeAll(async () => {
    crisis = await town.startCrisis()
  })

  describe('a citizen finds without barriers', () => {
    sweep('citizen', [
      ['the start page, which points to it', () => '/', main],
      ['the newest state', () => crisis.source, main],
      ['an earlier report', () => `${crisis.source}/1`]
    ])
  })

  describe('an editor finds without barriers', () => {
    sweep('editor', [
      ['the crisis', () => crisis.desk, main],
      ['what goes on', () => '/desk/crisis'],
      ['the inbox, which says so', () => '/desk']
    ])
  })

  describe('when it is over', () => {
    beforeAll(() => crisis.end())
    sweep('citizen', [['how it went', () => crisis.source]])
    sweep('editor', [['what was learned', () => crisis.desk, main]])
  })
})

test('no page was forgotten', async () => {
  /** Only there in the midst of something, and looked at by the test of it (tests/people/door.test.ts, tests/cases/map.test.ts, tests/desk/routing.test.ts). */
  const elsewhere = ['/setup', '/desk/switch', '/desk/sign-in/second-factor', '/maengel/karte', '/desk/storms/[id]']
  const files = await Array.fromAsync(glob('**/+page.svelte', { cwd: join(installation(), 'src/routes') }))
  const routes = files.map((file) => `/${file.replace(/\(.*?\)\/?/, '').replace(/\/?\+page\.svelte$/, '')}`)
  expect(routes.length).toBeGreaterThan(30)
  const isVisited = (route: string) => {
    const shape = new RegExp(`^${route.replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`)
    return [...visited].some((path) => shape.test(path))
  }
  expect(routes.filter((route) => !elsewhere.includes(route) && !isVisited(route))).toEqual([])
})

describe('without scripts', () => {
  test('a comment is written, confirmed, found again and deleted', async () => {
    await using opened = await openPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const { page } = opened
    page.setDefaultTimeout(5000)
    await page.goto(town.origin + town.article('baeume'))
    await page.getByRole('button', { name: 'Kommentar abschicken' }).click()
    await page.getByLabel('Name oder Pseudonym').fill('Birkenfreund')
    await page.getByLabel('Ihr Kommentar').fill('Kommt auch eine Birke?')
    await page.getByRole('button', { name: 'Kommentar abschicken' }).click()
    expect(page.url()).toContain('/k/')
    await page.getByText('Danke').first().waitFor()
    const own = page.url().replace(/\?.*/, '')
    await page.goto(own)
    await page.getByText('Kommt auch eine Birke?').first().waitFor()
    await page.getByText('Kommentar löschen').click()
    await page.getByRole('button', { name: 'Endgültig löschen' }).click()
    expect(await page.getByText('Kommt auch eine Birke?').count()).toBe(0)
  })

  test('search and pages lead on', async () => {
    await using opened = await openPage({ javaScriptEnabled: false })
    const { page } = opened
    page.setDefaultTimeout(5000)
    await page.goto(town.origin)
    await page.getByRole('link', { name: 'Suche' }).click()
    await page.getByLabel('Suchbegriff').fill('Frühschwimmen')
    await page.getByRole('button', { name: 'Suchen' }).click()
    await page.getByRole('link', { name: 'Stadtbad: Frühschwimmen an drei Tagen' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Stadtbad: Frühschwimmen an drei Tagen' }).waitFor()
    await page.goto(town.origin)
    await page.getByRole('link', { name: 'Ältere' }).click()
    await page.getByRole('heading', { name: 'Stadtbad: Frühschwimmen an drei Tagen' }).waitFor()
  })
})

describe('by keyboard', () => {
  const places: [string, (town: LivingTown) => string, Role | 'guest'][] = [
    ['an article', ({ article }) => article('parken'), 'guest'],
    ['the sign-in', () => '/desk/sign-in', 'guest'],
    ['the inbox', () => '/desk', 'editor']
  ]
  test.each(places)('%s can be entered past the navigation, and shows where one is', async (_name, address, who) => {
    const { page } = (await windowOf(who)).opened
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(town.origin + address(town))
    await page.keyboard.press('Tab')
    const skip = page.locator('.skip-link')
    expect(await skip.evaluate((link) => document.activeElement === link)).toBe(true)
    expect((await skip.boundingBox())!.y).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('inhalt')
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement!
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return { isInside: element.closest('main') !== null, outlineStyle, outlineWidth }
    })
    expect(focused).toEqual({ isInside: true, outlineStyle: 'solid', outlineWidth: '3px' })
  })
})

test('an article prints as what it says, without what can only be clicked', async () => {
  await using opened = await openPage()
  const { page } = opened
  await page.goto(town.origin + town.article('parken'))
  await page.emulateMedia({ media: 'print' })
  for (const part of ['h1', '.prose', '#kommentare']) expect(await page.locator(part).isVisible(), part).toBe(true)
  for (const part of ['nav', 'form', 'button', '.skip-link'])
    for (const one of await page.locator(part).all()) expect(await one.isVisible(), part).toBe(false)
})
