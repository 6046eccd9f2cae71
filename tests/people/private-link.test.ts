// What a citizen can do with the private link of a comment, in a browser: browsers answer to a page's own referrer
// policy, which requests made by hand do not show.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { openPage } from '../world/browser.ts'
import { startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

const world = useWorld()
let town: Town
let program: Program
beforeAll(async () => {
  town = await makeTown(addNetwork)
  program = await startProgram(world(), { timeoutMs: 90_000 })
}, 120_000)
afterAll(() => program.stop())

for (const javaScriptEnabled of [true, false])
  test(`a comment is changed and deleted over its private link, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const { token } = await town.in((tx) =>
      submitComment(tx, {
        post: town.post,
        name: 'Olaf',
        text: `Auch samstags? ${javaScriptEnabled}`,
        address: '203.0.113.7'
      })
    )
    await using opened = await openPage({ javaScriptEnabled, viewport: { width: 390, height: 844 } })
    const { page, complaints } = opened
    page.setDefaultTimeout(5000)
    await page.goto(`http://${town.host}:${program.port}/k/${token}`)
    await page.getByText('Text ändern').click()
    await page.locator('form[action="?/correct"] textarea').fill('Auch samstags vormittags?')
    await page.getByRole('button', { name: 'Änderung speichern' }).click()
    await page.waitForURL(/geaendert/)
    await page.locator('article', { hasText: 'Auch samstags vormittags?' }).waitFor()
    await page.getByText('Kommentar löschen', { exact: true }).first().click()
    await page.locator('form[action="?/delete"] button').click()
    await expect.poll(() => page.locator('article').count()).toBe(0)
    expect(complaints).toEqual([])
  })
