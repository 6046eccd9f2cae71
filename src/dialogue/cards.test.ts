import { afterEach, beforeAll, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { moveClock, resetClock } from '#platform/clock/clock.ts'
import { Invalid, NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { remindOwners } from './card-reminder.ts'
import { cardFromAnswer, countCards, dropCard, findCards, listCards, saveCard } from './cards.ts'
import { receive } from './receive.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
afterEach(resetClock)

const card = {
  title: 'Sperrmüll anmelden',
  text: 'Guten Tag {{name}}, Sperrmüll melden Sie online an.',
  owner: null,
  validUntil: '',
  sourceUrl: ''
}
const titles = async (words: string, who = town.sportExpert) =>
  (await town.in((tx) => findCards(tx, who, words))).map(({ title }) => title)

test('a card is found by what is being typed, in its unit only, until it runs out', async () => {
  const id = await town.in((tx) =>
    saveCard(tx, town.sportExpert, { ...card, unit: town.sport, validUntil: '2999-01-01' })
  )
  expect(await titles('den Sperrmüll können Sie')).toEqual([card.title])
  expect(await titles('den Sperrmüll', town.roadsExpert)).toEqual([])
  await town.in((tx) => saveCard(tx, town.sportExpert, { ...card, id, unit: town.sport, validUntil: '2020-01-01' }))
  expect(await titles('den Sperrmüll')).toEqual([])
  expect((await town.in((tx) => listCards(tx, town.sportExpert)))[0]).toMatchObject({ isExpired: true, uses: 0 })
  await expect(town.in((tx) => saveCard(tx, town.roadsExpert, { ...card, unit: town.sport }))).rejects.toThrow(
    NotAllowed
  )
  await expect(town.in((tx) => saveCard(tx, town.editor, { ...card, title: '', unit: null }))).rejects.toThrow(Invalid)
  await town.in((tx) => dropCard(tx, town.editor, { id }))
})

test('an answer that was given becomes a card, and its uses are counted', async () => {
  const { conversationId } = await town.in((tx) =>
    receive(tx, said(town, { text: 'Wo melde ich den Hund an?', unitId: town.sport }))
  )
  const { message } = await town.in((tx) =>
    answer(tx, town.sportExpert, { conversation: conversationId!, text: 'Im Bürgerbüro.', seen: 0 })
  )
  const id = await town.in((tx) => cardFromAnswer(tx, town.sportExpert, { message }))
  await town.in((tx) => countCards(tx, [id]))
  expect((await town.in((tx) => findCards(tx, town.sportExpert, 'Hund anmelden')))[0]).toMatchObject({
    id,
    title: 'Wo melde ich den Hund an?',
    text: 'Im Bürgerbüro.',
    owner: { id: town.sportExpert.id },
    uses: 1
  })
})

test('an owner is told once that a card runs out', async () => {
  const mails = () =>
    town.in((tx) =>
      tx.selectFrom('outgoing_mail').select('body').where('subject', '=', 'Antwortkarten laufen ab').execute()
    )
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await town.in((tx) => saveCard(tx, town.editor, { ...card, title: 'Läuft ab', unit: null, validUntil: day }))
  await town.in(remindOwners)
  expect(await mails()).toEqual([])
  moveClock({ byMs: 25 * 86_400_000 })
  await town.in(remindOwners)
  await town.in(remindOwners)
  expect(await mails()).toHaveLength(1)
})
