// The inbox in a browser, as people use it: live, by keyboard, on a phone, without scripts.
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { assign } from '#dialogue/assign.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { showPresence, type Doing } from '#dialogue/presence.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import type { Person } from '#people/types.ts'
import { newId } from '#platform/id.ts'
import { now } from '#platform/clock/clock.ts'
import { ask } from '../world/ask.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let town: Town
let program: Program
let desk: string
beforeAll(async () => {
  town = await makeTown(addNetwork)
  program = await startProgram(world(), { timeoutMs: 90_000 })
  desk = `http://${town.host}:${program.port}/desk`
}, 120_000)
afterAll(() => program.stop())

let comments = 0
const comment = async (text: string, name = 'Schwimmerin') => {
  comments++
  return town.in((tx) => submitComment(tx, { post: town.post, name, text, address: `203.0.113.${comments}` }))
}
const shown = async (text: string) => {
  const given = await comment(text)
  await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
  return given
}
const messageOf = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const answersOf = (id: string) =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .select('text')
      .where('conversation_id', '=', id)
      .where('direction', '=', 'out')
      .where('automatic', '=', false)
      .execute()
  )

/** A page of the editor, signed in, that answers keys already. */
async function signedIn(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 900 }, ...options })
  const { page } = opened
  await page.goto(desk)
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })
  if (options.javaScriptEnabled !== false) await listening(page)
  return opened
}

/** Waits until scripts have taken the page over: the list of shortcuts opens. */
async function listening(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.keyboard.press('?')
        return page.getByRole('dialog').isVisible()
      },
      { timeout: 60_000 }
    )
    .toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

const open = async (page: Page, conversation: string) => {
  await page.goto(`${desk}?view=all&conversation=${conversation}`)
  await page.locator('#conversation-title').waitFor()
}

describe('the inbox', () => {
  test('shows a new comment at once, and lets it be approved with one click', async () => {
    await using opened = await signedIn()
    const { page, complaints } = opened
    const given = await comment('Erscheint das von selbst?')
    await page.getByText('Erscheint das von selbst?').waitFor()
    await page.getByText('Erscheint das von selbst?').click()
    await page.getByRole('button', { name: 'Freigeben', exact: true }).click()
    await expect.poll(async () => (await messageOf(given.message)).state).toBe('visible')
    await expect.poll(() => page.getByText('Wartet auf Freigabe').count(), { timeout: 20_000 }).toBe(0)
    expect(complaints).toEqual([])
  })

  test('is worked through by keyboard: down, answer, send, assign, close', async () => {
    const given = await shown('Mit der Tastatur?')
    await using opened = await signedIn()
    const { page } = opened
    await page.keyboard.press('j')
    await page.locator('#conversation-title').waitFor()
    expect(await page.locator('#conversation-title').textContent()).toBe('Mit der Tastatur?')
    await expect.poll(async () => (await conversationOf(given.conversation)).unread).toBe(false)
    await page.keyboard.press('a')
    page.setDefaultTimeout(20_000)
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('unit')
    await page.locator('select[name=unit]').selectOption({ label: 'Tiefbau' })
    await page.getByRole('button', { name: 'Zuweisen' }).click()
    await expect.poll(async () => (await conversationOf(given.conversation)).unit_id).toBe(town.roads)
    await page.locator('#conversation-title').click()
    await page.keyboard.press('r')
    await page.keyboard.type('Ja, ab 6:30 Uhr.')
    await page.keyboard.press('Control+Enter')
    await page.locator('.out').getByText('Ja, ab 6:30 Uhr.').waitFor()
    expect(await page.locator('#answer-text').inputValue()).toBe('')
    await page.locator('#conversation-title').click()
    await page.keyboard.press('e')
    await expect.poll(async () => (await conversationOf(given.conversation)).state).toBe('done')
    expect(await answersOf(given.conversation)).toEqual([{ text: 'Ja, ab 6:30 Uhr.' }])
  })

  test('tells of an assignment, until the conversation was opened', async () => {
    const given = await shown('Für Rita?')
    await using opened = await signedIn()
    await town.in((tx) => assign(tx, town.sportExpert, { conversation: given.conversation, person: town.editor.id }))
    const notice = opened.page.getByRole('region', { name: 'Hinweise für Sie' })
    await notice.getByText('Aylin Acar hat Ihnen zugewiesen').waitFor()
    await notice.getByText('Für Rita?').click()
    await notice.waitFor({ state: 'hidden' })
  })

  test('says who will see an answer, and what the button does', async () => {
    const given = await comment('Wer sieht das?')
    await using opened = await signedIn()
    await open(opened.page, given.conversation)
    await opened.page.getByText('sichtbar für alle').waitFor()
    await opened.page.getByRole('button', { name: 'Freigeben und öffentlich antworten' }).waitFor()
  })

  test('keeps a text that was typed over a reload', async () => {
    const given = await shown('Bleibt der Entwurf?')
    await using opened = await signedIn()
    await open(opened.page, given.conversation)
    await listening(opened.page)
    await opened.page.fill('#answer-text', 'Ein angefangener Satz')
    await opened.page.reload()
    await expect.poll(() => opened.page.locator('#answer-text').inputValue()).toBe('Ein angefangener Satz')
  })

  test('of two who answer, the second sees the first, and what they wrote stays', async () => {
    const given = await shown('Zwei auf einmal?')
    await using first = await signedIn()
    await open(first.page, given.conversation)
    await listening(first.page)
    await first.page.fill('#answer-text', 'Meine Antwort')
    await town.in((tx) =>
      answer(tx, town.sportExpert, {
        conversation: given.conversation,
        text: 'Schneller gewesen',
        seen: 0,
        key: newId()
      })
    )
    await first.page.locator('.out').getByText('Schneller gewesen').waitFor()
    await first.page.getByRole('button', { name: 'Öffentlich antworten' }).click()
    await first.page.getByText('Aylin Acar hat inzwischen geantwortet').waitFor()
    expect(await first.page.locator('#answer-text').inputValue()).toBe('Meine Antwort')
    expect(await answersOf(given.conversation)).toHaveLength(1)
    await first.page.getByRole('button', { name: 'Öffentlich antworten' }).click()
    await expect.poll(async () => (await answersOf(given.conversation)).length).toBe(2)
  })

  test('shows who else is looking and writing', async () => {
    const given = await shown('Wer schaut zu?')
    await using opened = await signedIn()
    await open(opened.page, given.conversation)
    await listening(opened.page)
    const tell = (who: Person, doing: Doing) => showPresence(town.id, who, given.conversation, doing)
    const seen = opened.page.locator('.present')
    // A signal is lost on whoever is not connected yet: people repeat theirs too.
    const repeat = async (who: Person, doing: Doing, text: string) =>
      expect.poll(async () => (await tell(who, doing), seen.textContent())).toBe(text)
    await tell(town.editor, 'typing')
    await repeat(town.sportExpert, 'looking', 'Aylin Acar sieht sich das auch an')
    await repeat(town.sportExpert, 'typing', 'Aylin Acar schreibt …')
    await repeat(town.sportExpert, 'gone', '')
  })

  test('says so when the connection is gone', async () => {
    await using opened = await signedIn()
    await opened.page.context().setOffline(true)
    await opened.page.getByText('Verbindung unterbrochen').waitFor()
    await comment('Während der Unterbrechung')
    await opened.page.context().setOffline(false)
    await opened.page.getByText('Verbindung unterbrochen').waitFor({ state: 'hidden' })
    await opened.page.getByText('Während der Unterbrechung').waitFor()
  })

  test('an answer is read along in plain words, in one line that opens', async () => {
    const given = await shown('Wann muss ich das abgeben?')
    await using opened = await signedIn()
    const { page } = opened
    await open(page, given.conversation)
    await page.fill('#answer-text', 'Bitte legen Sie den Antrag unverzüglich vor.')
    await page.locator('summary', { hasText: /7 Wörter · 1 Satz · 1 Hinweis/ }).click()
    const { violations } = await new AxeBuilder({ page }).include('.answer').analyze()
    expect(violations.map((one) => one.id)).toEqual([])
    await page.getByRole('button', { name: 'Ersetzen durch „sofort“' }).click()
    expect(await page.inputValue('#answer-text')).toBe('Bitte legen Sie den Antrag sofort vor.')
    await page.locator('summary', { hasText: 'keine Hinweise' }).waitFor()
  })

  test('works without scripts: approve, note, answer, close', async () => {
    const given = await comment('Ohne Skript?')
    await using opened = await signedIn({ javaScriptEnabled: false })
    const { page } = opened
    await page.goto(`${desk}?view=held`)
    await page.getByText('Ohne Skript?').click()
    await page.getByRole('button', { name: 'Freigeben', exact: true }).click()
    expect((await messageOf(given.message)).state).toBe('visible')
    await page.getByText('Interne Notiz schreiben').click()
    await page.fill('#note-text', 'Geprüft.')
    await page.getByRole('button', { name: 'Notiz ablegen' }).click()
    await page.locator('.note').getByText('Geprüft.').waitFor()
    await page.fill('#answer-text', 'Geht auch so.')
    await page.getByRole('button', { name: 'Antworten und abschließen' }).click()
    expect(await answersOf(given.conversation)).toEqual([{ text: 'Geht auch so.' }])
    expect((await conversationOf(given.conversation)).state).toBe('done')
  })

  test('loses nothing typed when an answer cannot be taken, also without scripts', async () => {
    const given = await shown('Zu lang?')
    await using opened = await signedIn({ javaScriptEnabled: false })
    await open(opened.page, given.conversation)
    await opened.page.fill('#answer-text', 'x'.repeat(10_001))
    await opened.page.getByRole('button', { name: 'Öffentlich antworten' }).click()
    await opened.page.getByText('Die Antwort ist zu lang').waitFor()
    expect(await opened.page.locator('#answer-text').inputValue()).toHaveLength(10_001)
  })
})

describe('every page of the dialogue', () => {
  const ways: [string, BrowserContextOptions][] = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }]
  ]
  test.each(ways)('is free of barriers that a machine finds: %s', async (_name, options) => {
    const given = await shown('Barrierefrei?')
    await town.in((tx) => answer(tx, town.editor, { conversation: given.conversation, text: 'Ja.', seen: 0 }))
    const held = await comment('Noch nicht freigegeben')
    await town.in((tx) =>
      tx
        .insertInto('incoming_raw')
        .values({
          id: newId(),
          channel_id: town.site,
          remote_id: newId(),
          kind: 'Odd',
          sender: 'x',
          body: '{"a":1}',
          state: 'quarantined',
          reason: 'odd',
          received_at: now()
        })
        .execute()
    )
    await using opened = await signedIn(options)
    const { page } = opened
    const addresses = [
      '',
      '?view=none',
      `?conversation=${given.conversation}`,
      `?view=held&conversation=${held.conversation}`,
      '/search?q=freigegeben',
      '/search',
      '/quarantine',
      '/conversations/new',
      '/settings/notices'
    ]
    for (const address of addresses) {
      await page.goto(desk + address)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${address} ${id} ${nodes[0]?.html}`)).toEqual([])
      const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const)
      expect(width[0], address).toBeLessThanOrEqual(width[1])
    }
  })
})

test('the live connection is closed to those who are not signed in', async () => {
  const answered = await ask(`${program.origin}/desk/live`, { headers: { host: `${town.host}:${program.port}` } })
  expect([303, 401]).toContain(answered.status)
})
