// Taking back, drafts, cards, views and acting on several, in a browser as people use it.
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { saveAnswerDraft } from '#dialogue/answer-draft.ts'
import { saveCard } from '#dialogue/cards.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { editorPassword, makeTown, type Town } from '#dialogue/town.fixture.ts'
import { openPage, type OpenPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
const slow = { timeout: 120_000 }
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
async function shown(text: string) {
  comments++
  const given = await town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'Schwimmerin', text, address: `203.0.113.${comments}` })
  )
  await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
  return given.conversation
}
const answersOf = (id: string) =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .select(['text', 'state'])
      .where('conversation_id', '=', id)
      .where('direction', '=', 'out')
      .where('automatic', '=', false)
      .execute()
  )
const stateOf = async (id: string) =>
  (await town.in((tx) => tx.selectFrom('conversation').select('state').where('id', '=', id).executeTakeFirstOrThrow()))
    .state

async function signedIn(options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage({ viewport: { width: 1400, height: 1000 }, ...options })
  const { page } = opened
  await page.goto(desk)
  await page.fill('[name=email]', town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })
  return opened
}
async function open(page: Page, conversation: string, scripts = true) {
  await page.goto(`${desk}?view=all&conversation=${conversation}`)
  await page.locator('#conversation-title').waitFor()
  if (scripts) await listening(page)
}

/** Waits until scripts have taken the page over: the list of shortcuts opens. */
async function listening(page: Page): Promise<void> {
  await expect
    .poll(async () => (await page.keyboard.press('?'), page.getByRole('dialog').isVisible()), { timeout: 60_000 })
    .toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
const typed = (page: Page) => page.locator('#answer-text').inputValue()

test('an answer is taken back after a reload, and the next one goes out', slow, async () => {
  const conversation = await shown('Wann öffnet das Bad?')
  await using opened = await signedIn()
  const { page } = opened
  await open(page, conversation)
  await page.fill('#answer-text', 'Am 1. Mai.')
  await page.getByRole('button', { name: 'Öffentlich antworten' }).click()
  await page.getByRole('button', { name: 'Zurückholen' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Zurückholen' }).click()
  await expect.poll(() => typed(page), { timeout: 10_000 }).toBe('Am 1. Mai.')
  expect([await answersOf(conversation), await stateOf(conversation)]).toEqual([[], 'open'])
  await page.getByRole('button', { name: 'Öffentlich antworten' }).click()
  await expect.poll(async () => (await answersOf(conversation))[0]?.state, { timeout: 30_000 }).toBe('sent')
  await page.getByRole('button', { name: 'Als Antwortkarte merken' }).click()
  await page.getByText('Als Antwortkarte gemerkt').waitFor()
})

test('the same without scripts, with a draft kept by hand', slow, async () => {
  const conversation = await shown('Ohne Skript zurück?')
  await using opened = await signedIn({ javaScriptEnabled: false })
  const { page } = opened
  await open(page, conversation, false)
  await page.fill('#answer-text', 'Erst überlegen.')
  await page.getByRole('button', { name: 'Entwurf speichern' }).click()
  await open(page, conversation, false)
  expect(await typed(page)).toBe('Erst überlegen.')
  await page.getByRole('button', { name: 'Öffentlich antworten' }).click()
  await page.getByRole('button', { name: 'Zurückholen' }).click()
  await page.locator('#answer-text').waitFor()
  expect([await typed(page), await answersOf(conversation)]).toEqual(['Erst überlegen.', []])
})

test('what a colleague writes arrives in the box, and two texts are never mixed up', slow, async () => {
  const conversation = await shown('Wer schreibt?')
  await using opened = await signedIn()
  const { page } = opened
  await open(page, conversation)
  const save = (text: string, revision: number) =>
    town.in((tx) => saveAnswerDraft(tx, town.sportExpert, { conversation, text, revision }))
  await expect
    .poll(async () => (await save(`Liebe Frau ${Math.random()}`, 99), page.locator('#answer-text').inputValue()))
    .toContain('Liebe Frau')
  await page.fill('#answer-text', 'Mein eigener Text')
  const kept = () =>
    town.in((tx) =>
      tx
        .selectFrom('answer_draft')
        .select(['text', 'revision'])
        .where('conversation_id', '=', conversation)
        .executeTakeFirstOrThrow()
    )
  await expect.poll(async () => (await kept()).text, { timeout: 10_000 }).toBe('Mein eigener Text')
  await page.locator('#answer-text').pressSequentially('!')
  await save('Der andere Text', (await kept()).revision)
  await page.getByText('Aylin Acar schreibt an derselben Antwort').waitFor()
  expect(await typed(page)).toBe('Mein eigener Text!')
  await page.getByRole('button', { name: 'Diesen Entwurf übernehmen' }).click()
  expect(await typed(page)).toBe('Der andere Text')
})

test('a fitting card is put in by keyboard, and after two answers a direct contact is offered', slow, async () => {
  await town.in((tx) =>
    saveCard(tx, town.editor, {
      title: 'Sperrmüll',
      text: 'Guten Tag {{name}}, Sperrmüll melden Sie online an.',
      unit: null,
      owner: null,
      validUntil: '2999-01-01',
      sourceUrl: ''
    })
  )
  const conversation = await shown('Wo melde ich Sperrmüll an?')
  for (const seen of [0, 1]) await town.in((tx) => answer(tx, town.editor, { conversation, text: 'Hier.', seen }))
  await using opened = await signedIn()
  const { page } = opened
  await open(page, conversation)
  await page.getByRole('button', { name: /^Sperrmüll/ }).waitFor()
  await page.getByText('Lieber direkt sprechen?').waitFor()
  const { violations } = await new AxeBuilder({ page: page as never }).include('.conversation').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await page.keyboard.press('Alt+1')
  expect(await typed(page)).toBe('Guten Tag Schwimmerin, Sperrmüll melden Sie online an.')
})

test('a filtered list is kept as a view, and what was done to several is undone', slow, async () => {
  const ids = [await shown('Mehrere eins'), await shown('Mehrere zwei')]
  await using opened = await signedIn()
  const { page } = opened
  await page.goto(`${desk}?view=any&state=active`)
  await listening(page)
  await page.getByText('Ansicht speichern', { exact: true }).first().click()
  await page.getByLabel('Name der Ansicht').fill('Offenes')
  await page.locator('form.save').getByRole('button').click()
  await page.getByRole('link', { name: 'Offenes' }).waitFor()
  await page.getByText('Mehrere zugleich').click()
  for (const id of ids) await page.locator(`input[name=chosen][value="${id}"]`).check()
  await page.getByRole('button', { name: 'Ausführen' }).click()
  await expect.poll(() => Promise.all(ids.map(stateOf))).toEqual(['done', 'done'])
  await page.getByRole('button', { name: 'Rückgängig machen' }).click()
  await expect.poll(() => Promise.all(ids.map(stateOf))).toEqual(['open', 'open'])
})
