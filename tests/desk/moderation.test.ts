// The ladder in a browser: decided with reasons, seen by readers and by the author, reviewed by a colleague.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { askReview } from '#dialogue/moderation/ask-review.ts'
import { decide } from '#dialogue/moderation/decide.ts'
import { insult, makeModeratedTown, type ModeratedTown } from '#dialogue/moderation/town.fixture.ts'
import { editorPassword } from '#dialogue/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let made: ModeratedTown
let program: Program
let origin: string
beforeAll(async () => {
  made = await makeModeratedTown()
  program = await startProgram(world(), { timeoutMs: 90_000 })
  origin = `http://${made.town.host}:${program.port}`
}, 120_000)
afterAll(() => program.stop())

async function signIn(page: Page): Promise<void> {
  await page.goto(`${origin}/desk`)
  await page.fill('[name=email]', made.town.editorEmail)
  await page.fill('[name=password]', editorPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Dialog', level: 1 }).waitFor({ state: 'attached' })
}

test('a comment is hidden without a script: lacking reasons lose nothing, readers see the ground, the author asks for a review', async () => {
  const { town, read } = made
  const given = await made.shown('Grob')
  const slug = (
    await read((tx) => tx.selectFrom('post').select('slug').where('id', '=', town.post).executeTakeFirstOrThrow())
  ).slug
  await using opened = await openPage({ javaScriptEnabled: false })
  const { page } = opened
  await signIn(page)
  await page.goto(`${origin}/desk?conversation=${given.conversation}`)
  await page.getByRole('link', { name: 'Einschreiten …' }).click()
  await page.getByLabel('Verbergen').check()
  await page.getByLabel('Was war?').fill('Beschimpft eine Mitarbeiterin.')
  await page.getByRole('button', { name: 'Entscheidung festhalten' }).click()
  await page.getByText('Bitte wählen Sie den Grund.').first().waitFor()
  expect(await page.getByLabel('Was war?').inputValue()).toBe('Beschimpft eine Mitarbeiterin.')
  await page.getByLabel('Grund', { exact: true }).selectOption('law:StGB-185')
  await page.getByLabel('Warum reicht nichts Milderes?').fill('Steht offen zu lesen.')
  await page.getByRole('button', { name: 'Entscheidung festhalten' }).click()
  await page.getByText('Entschieden. Die Person erfährt es: private Seite.').waitFor()

  await page.goto(`${origin}/beitrag/${slug}`)
  await page.getByText('Dieser Kommentar wird nicht gezeigt. Grund: § 185 StGB: Beleidigung').waitFor()
  await page.goto(`${origin}/k/${given.token}`)
  await page.getByText('Beschimpft eine Mitarbeiterin.').waitFor()
  await page.getByText('Überprüfung verlangen').first().click()
  await page.getByLabel('Was sehen Sie anders?').fill('Das war ein Zitat.')
  await page.getByRole('button', { name: 'Überprüfung verlangen' }).click()
  await page.getByText('Das Ergebnis steht hier spätestens am').waitFor()
  await page.goto(`${origin}/desk/decisions`)
  await page.getByRole('link', { name: 'verborgen' }).first().click()
  await page.getByText('An dieser Entscheidung haben Sie mitgewirkt. Überprüfen muss sie jemand anderes.').waitFor()
})

test('a colleague’s decision is reviewed, and one’s agreement starts a block', async () => {
  const { town, read, second } = made
  const given = await read((tx) => submitComment(tx, { post: town.post, name: 'Ute', text: 'Zitat', address: null }))
  await read((tx) => approveMessage(tx, second, { message: given.message }))
  const { decision } = await read((tx) => decide(tx, second, { step: 'delete', message: given.message, ...insult }))
  await read((tx) => askReview(tx, { kind: 'author', token: given.token }, { decision, reason: 'Ein Zitat.' }))
  const troll = (await made.shown('Unfug')).message
  const block = await made.does(second, { step: 'block', message: troll, ...insult, days: 7 })
  await using opened = await openPage({ viewport: { width: 390, height: 844 } })
  const { page, complaints } = opened
  await signIn(page)
  await page.goto(`${origin}/desk/decisions/${decision}`)
  await page.getByRole('button', { name: 'Beweiskopie ansehen' }).click()
  await page.getByText('Die Kette der Prüfsummen ist unversehrt.').waitFor()
  await page.getByText('Zitat', { exact: true }).waitFor()
  await page.getByLabel('wird aufgehoben').check()
  await page.getByLabel('Begründung').fill('Es war ein Zitat.')
  await page.getByRole('button', { name: 'Ergebnis festhalten' }).click()
  await page.getByText('Die Überprüfung ist abgeschlossen.').waitFor()
  expect((await made.messageOf(given.message)).state).toBe('visible')

  await page.goto(`${origin}/desk/decisions/${block.decision}`)
  await page.getByRole('button', { name: 'Zustimmen, Sperre beginnt' }).click()
  await page.getByText('Zugestimmt. Die Sperre gilt.').waitFor()
  expect((await made.decisionOf(block.decision)).state).toBe('in_force')
  expect(complaints).toEqual([])
})
