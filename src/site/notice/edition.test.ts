import { beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { submitComment } from '#dialogue/comment.ts'
import { readOwnComment } from '#dialogue/ownComment.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { loadMunicipality } from '#municipality/hosts.ts'
import { addDays, dayIn, now } from '#platform/clock/clock.ts'
import { settlePeriod } from '#privacy/period.ts'
import { shownNotice, shownNotices } from '#privacy/shownNotice.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { showText } from '../shown-text.ts'
import {
  confirmEdition,
  draftEdition,
  editionInForce,
  noticeState,
  writeEdition,
  type EditionInput
} from './edition.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const notice = () => town.in(async (tx) => showText(tx, await loadMunicipality(tx), 'comment-notice', 'de'))
const comment = async (noticeVersion: string) => {
  const { token } = await town.in((tx) =>
    submitComment(tx, { post: town.post, name: 'V', text: `Text ${noticeVersion}`, address: null, noticeVersion })
  )
  return (await town.in((tx) => readOwnComment(tx, token))).noticeVersion
}
const input = (given: Partial<EditionInput> = {}): EditionInput => ({
  basis: 'task',
  ground: '§ 23 GO NRW',
  texts: { 'comment-notice': { de: 'Unser Hinweis. {{land.legalBasis}}' } },
  reviewBy: addDays(dayIn(now(), 'Europe/Berlin'), 300),
  revision: 0,
  ...given
})
const write = (given?: Partial<EditionInput>, who = town.editor) => town.in((tx) => writeEdition(tx, who, input(given)))

test('the notice is adapted, confirmed by who guards the data, and each comment remembers which one it was', async () => {
  expect(await town.in(noticeState)).toMatchObject({ state: 'unconfirmed' })
  const shipped = await notice()
  expect(shipped.html).toContain('§ 3 Abs. 1 DSG NRW')
  const first = await comment(shipped.version)
  expect(first).toBe(shipped.version)

  await write({}, town.officer)
  expect((await notice()).version).toBe(shipped.version)
  await expect(town.in((tx) => confirmEdition(tx, town.editor, 1))).rejects.toMatchObject({ status: 403 })
  await expect(town.in((tx) => confirmEdition(tx, town.officer, 7))).rejects.toMatchObject({ status: 409 })
  await town.in((tx) => confirmEdition(tx, town.officer, 1))
  expect(await town.in(noticeState)).toMatchObject({ state: 'confirmed' })
  const own = await notice()
  expect(own.html).toContain('Unser Hinweis')
  expect(own.html).toContain('DSG NRW')
  expect(await comment(own.version)).toBe(own.version)
  // Made up, or of a page that nobody was ever shown: what was shown last applies.
  expect(await comment('made-up')).toBe(own.version)

  const then = (await town.in((tx) => shownNotice(tx, first!)))!
  expect(then.markdown).toContain('Verantwortlich')
  expect(then.edition).toBeNull()
  expect((await town.in(shownNotices)).map(({ edition, comments }) => [edition, comments])).toEqual([
    [1, 2],
    [null, 1]
  ])
})

test('a confirmed edition keeps the templates it was confirmed with', async () => {
  const edition = await town.in(editionInForce)
  expect(edition!.texts.privacy!.de).toContain('# Datenschutz')
  await write({ revision: 0, texts: {} }, town.officer)
  await expect(write({ revision: 0 }, town.officer)).rejects.toMatchObject({ status: 409 })
  expect((await town.in(draftEdition))!.number).toBe(2)
})

test('an authority has a public task, never a legitimate interest; a company under private law may name one', async () => {
  await expect(
    write({ basis: 'interest', ground: 'Kundendienst im Netz', revision: 1 }, town.officer)
  ).rejects.toMatchObject({
    fields: { basis: 'noticeInterestNotHere' }
  })
  await town.in((tx) => tx.updateTable('municipality').set({ kind: 'verband' }).execute())
  await write(
    { basis: 'interest', ground: 'Fragen unserer Kundschaft öffentlich beantworten', texts: {}, revision: 1 },
    town.officer
  )
  await town.in((tx) => confirmEdition(tx, town.officer, 2))
  const { html } = await notice()
  expect(html).toContain('Buchst. f DSGVO')
  expect(html).toContain('öffentlich beantworten')
  expect(html).not.toContain('DSG NRW')
})

test('the notice says how long the address is kept, and why longer than usual', async () => {
  expect((await notice()).html).toContain('nach 7 Tagen')
  await town.in((tx) =>
    settlePeriod(tx, town.officer, { days: 14, reason: 'Serie von Drohungen, Ermittlungen laufen' })
  )
  const { html } = await notice()
  expect(html).toContain('nach 14 Tagen')
  expect(html).toContain('Serie von Drohungen')
})
