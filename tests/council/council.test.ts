// The council information system in the browser: connected, read by the program's own jobs, linked with a goal and a campaign.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCampaign } from '#campaigns/create.ts'
import { goalsByName } from '#goals/find.ts'
import { now } from '#platform/clock/clock.ts'
import { password } from '#posts/town.fixture.ts'
import { useLivingTown } from '../site/town.ts'
import { openPage } from '../world/browser.ts'
import { startCouncil, type StandIn } from './stand-in.ts'

const slow = { timeout: 90_000 }
let council: StandIn
beforeAll(async () => {
  council = await startCouncil('1.1')
})
afterAll(() => council.close())
const town = useLivingTown(() => ({ ORTSGESPRAECH_ALLOW_HOSTS: council.host }))

async function signIn(page: Page, to: string): Promise<void> {
  page.setDefaultTimeout(8000)
  await page.goto(town().origin + to)
  await page.fill('input[name=email]', town().editorEmail)
  await page.fill('input[name=password]', password)
  await page.locator('main').getByRole('button', { name: 'Anmelden' }).click()
  await page.waitForURL(town().origin + to)
  await page.waitForLoadState('networkidle')
}

test('a system is connected, its papers are found and linked, its meetings stand in the calendar', slow, async () => {
  const start = new Date(now().getTime() + 2 * 86_400_000).toISOString()
  council.meetings.push(council.object('Meeting', '1', { name: 'Rat der Stadt', start }))
  council.papers.push(
    council.object('Paper', '1', { name: 'Radwege bis 2030', reference: '17/2026', date: '2026-09-01' }),
    council.object('Paper', '2', { name: 'Stadtbad' }),
    council.object('Paper', '3', { name: '' })
  )
  await town().act(async (tx) => {
    await goalsByName(tx, town().editor, ['Sichere Wege'])
    await createCampaign(tx, town().editor, {
      title: 'Stadtradeln',
      unitId: town().rootUnitId,
      problem: '',
      messages: [],
      startsOn: null,
      endsOn: null,
      reviewOn: null,
      hoursBudget: null,
      goalIds: [],
      audienceIds: [],
      instruments: [],
      personIds: []
    })
  })
  await using opened = await openPage()
  const { page } = opened
  await signIn(page, '/desk/council')
  await page.getByRole('link', { name: 'System anschließen' }).click()
  await page.getByLabel('Adresse').fill('ris.musterstadt.de')
  await page.getByRole('button', { name: 'System hinzufügen' }).click()
  await page.getByText('Das ist keine vollständige Adresse.').waitFor()
  await page.getByLabel('Adresse').fill(council.url)
  await page.getByRole('button', { name: 'System hinzufügen' }).click()
  await page.getByText('wird gerade gelesen').waitFor()
  await expect
    .poll(
      async () => {
        await page.goto(`${town().origin}/desk/settings/council`)
        return page.getByText('zuletzt ganz gelesen').count()
      },
      { timeout: 30_000 }
    )
    .toBe(1)
  await page.getByText('OParl 1.1').waitFor()
  await page.getByText('Eine Auffälligkeit').waitFor()

  for (const [target, label, back] of [
    ['Ziel: Sichere Wege', '17/2026 mit „Sichere Wege“ verknüpfen', 'Sichere Wege'],
    ['Kampagne: Stadtradeln', '17/2026 mit „Stadtradeln“ verknüpfen', 'Stadtradeln']
  ] as const) {
    await page.goto(`${town().origin}/desk/council`)
    await page.getByRole('heading', { name: 'Nächste Sitzungen' }).waitFor()
    await page.getByText('Rat der Stadt').waitFor()
    await page.getByLabel('Nummer oder Wörter').fill('radwege')
    await page.getByLabel('Verknüpfen mit').selectOption(target)
    await page.getByRole('button', { name: 'Vorlagen suchen' }).click()
    await page.getByRole('button', { name: label }).click()
    await page.getByText('Die Verknüpfung steht.').waitFor()
    await page.getByRole('link', { name: `Zurück zu „${back}“` }).click()
    await page.getByRole('link', { name: '17/2026: Radwege bis 2030' }).waitFor()
  }
  // A goal can refer to a meeting, too.
  await page.goto(`${town().origin}/desk/council`)
  await page.getByLabel('Verknüpfen mit').selectOption('Ziel: Sichere Wege')
  await page.getByRole('button', { name: 'Vorlagen suchen' }).click()
  await page.getByRole('button', { name: 'Rat der Stadt mit „Sichere Wege“ verknüpfen' }).click()
  await page.getByText('Die Verknüpfung steht.').waitFor()
  await page.goto(`${town().origin}/desk/calendar?view=list`)
  await page.getByText('Rat der Stadt').first().waitFor()
  expect(opened.complaints.filter((one) => !one.includes('400 (Bad Request)'))).toEqual([])
})
