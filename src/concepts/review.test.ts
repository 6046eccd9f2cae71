import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays, moveClock, now, resetClock, startOfDay } from '#platform/clock/clock.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { remindOfReviews } from './review.ts'

useWorld()
let town: SmallTown
let due: string
beforeEach(async () => {
  resetClock()
  town = await makeSmallTown()
  const concept = await town.act((tx) => tx.selectFrom('concept').selectAll().executeTakeFirstOrThrow())
  due = concept.review_on!
})
afterEach(resetClock)

const remind = () => town.act(remindOfReviews)
const mails = () =>
  town.act((tx) =>
    tx.selectFrom('outgoing_mail').select(['recipient', 'subject', 'body', 'purpose']).orderBy('id').execute()
  )
/** Ten in the morning of the first working day from this day on. */
function goTo(day: string): void {
  let at = new Date(startOfDay(day, 'Europe/Berlin').getTime() + 10 * 3_600_000)
  while ([0, 6].includes(at.getUTCDay())) at = new Date(at.getTime() + 86_400_000)
  moveClock({ to: at })
}

test('its owners are told once a month before, and once when the day has passed', async () => {
  expect(await remind()).toBe(0)
  goTo(addDays(due, -28))
  expect(await remind()).toBe(1)
  expect(await remind()).toBe(0)
  goTo(addDays(due, 1))
  expect(await remind()).toBe(1)
  expect(await remind()).toBe(0)
  const sent = await mails()
  expect(sent.map(({ subject }) => subject)).toEqual([
    'Nutzungskonzept „Website“: Die Prüfung steht an',
    'Nutzungskonzept „Website“: Die Prüfung ist überfällig'
  ])
  expect(sent.every(({ recipient }) => recipient === town.editorEmail)).toBe(true)
  expect(sent[0]!.body).toMatch(/\/desk\/settings\/channels\/[0-9a-f-]{36}\/concept/)
})

test('nobody is disturbed at night, nor who wants no notices', async () => {
  goTo(addDays(due, 1))
  moveClock({ byMs: 10 * 3_600_000 })
  expect(await remind()).toBe(0)
  moveClock({ to: new Date(now().getTime() - 10 * 3_600_000) })
  await town.act((tx) => tx.updateTable('person').set({ notices: 'off' }).where('id', '=', town.editor.id).execute())
  expect(await remind()).toBe(1)
  // Nobody else leads or edits here: whoever runs the municipality hears of it.
  expect((await mails()).map(({ recipient }) => recipient)).toEqual([expect.stringMatching(/^operator@/)])
})
